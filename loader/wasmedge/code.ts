// Compiled WebAssembly of this engine: the bytes, what they say, and what the runtime made of them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOf } from '../guest/compile.js';
import { checkCompileOptions } from '../guest/instantiate-options.js';
import { ModuleShape } from '../wasm/reader.js';
import { readSections, type Section } from '../wasm/sections.js';
import { Owner } from './lifetime.js';
import type { Runtime } from './runtime.js';

/** A parsed and validated module of the runtime. */
export interface Parsed {
  readonly pointer: bigint;
  readonly owner: Owner;
}

/** What compile() gives programs; it shows nothing. */
export class EngineCode {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #shape: ModuleShape;
  readonly #sections: readonly Section[];
  readonly #parsed: Parsed;

  /** @throws WebAssembly.CompileError; PluginError ARGUMENT_INVALID */
  constructor(runtime: Runtime, source: unknown, options: unknown) {
    checkCompileOptions(options);
    this.#bytes = bytesOf(source);
    this.#parsed = parse(runtime, this.#bytes);
    this.#sections = readSections(this.#bytes) ?? [];
    this.#shape = new ModuleShape(this.#bytes, this.#sections, () => []);
  }

  static read(code: EngineCode) {
    return {
      bytes: code.#bytes,
      shape: code.#shape,
      sections: code.#sections,
      parsed: code.#parsed,
    };
  }
}

/** The file holds WebAssembly and machine code; it is read whole, and not used any longer then. */
function compileAhead(runtime: Runtime, bytes: Uint8Array, module: BigUint64Array): number {
  const { api, configuration, loader } = runtime;
  const directory = mkdtempSync(join(tmpdir(), 'plugkit-aot-'));
  const compiler = api.CompilerCreate(configuration) as bigint;
  try {
    const file = join(directory, 'module.wasm');
    const given = { Length: bytes.length, Buf: Buffer.from(bytes) };
    const result = api.CompilerCompileFromBytes(compiler, given, file) as number;
    return result === 0 ? (api.LoaderParseFromFile(loader, module, file) as number) : result;
  } finally {
    api.CompilerDelete(compiler);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @throws WebAssembly.CompileError */
export function parse(runtime: Runtime, bytes: Uint8Array): Parsed {
  const { api, loader, mode, validator } = runtime;
  const module = new BigUint64Array(1);
  runtime.check(
    mode === 'aot'
      ? compileAhead(runtime, bytes, module)
      : (api.LoaderParseFromBuffer(loader, module, bytes, bytes.length) as number),
  );
  const pointer = module[0] as bigint;
  const owner = new Owner([], [() => api.ASTModuleDelete(pointer)]);
  runtime.check(api.ValidatorValidate(validator, pointer) as number);
  return { pointer, owner };
}
