// The memory of the call frame: the first WebAssembly memory a thread makes, and the first to fail where
// V8 may not reserve what it wants for one.
import { PluginError } from '../errors.js';
import { FRAME_PAGES } from '../wasm/frame-places.js';

/**
 * @param Memory of the realm that the addon was loaded in
 * @throws PluginError ADDRESS_SPACE_EXHAUSTED
 */
export function createFrame(Memory: typeof WebAssembly.Memory): WebAssembly.Memory {
  try {
    return new Memory({ initial: FRAME_PAGES, maximum: FRAME_PAGES });
  } catch (cause) {
    throw new PluginError(
      'ADDRESS_SPACE_EXHAUSTED',
      `Cannot load plug-ins: no WebAssembly memory of ${FRAME_PAGES} pages can be made, ${(cause as Error).message}`,
      {
        cause,
        hint: 'Raise the limit of address space (ulimit -v): V8 reserves some 10 GB of it for a memory, which costs no RAM',
      },
    );
  }
}
