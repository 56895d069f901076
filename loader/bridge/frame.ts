// The memory of the call frame: the first WebAssembly memory a thread makes, and the first to fail where
// V8 may not reserve what it wants for one.
import { PluginError } from '../errors.js';
import { FRAME_PAGES } from '../wasm/frame-places.js';

/** @throws PluginError ADDRESS_SPACE_EXHAUSTED */
export function createFrame(): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: FRAME_PAGES, maximum: FRAME_PAGES });
  } catch (cause) {
    throw new PluginError(
      'ADDRESS_SPACE_EXHAUSTED',
      `Cannot load plug-ins: no WebAssembly memory of ${FRAME_PAGES} pages can be made, ${cause instanceof Error ? cause.message : cause}`,
      {
        cause,
        hint: 'Raise the limit of address space (ulimit -v): V8 reserves some 10 GB of it for a memory, which costs no RAM',
      },
    );
  }
}
