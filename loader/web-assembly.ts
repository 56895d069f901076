// Types of WebAssembly objects in the public API. TypeScript declares them in its library `dom`, which
// programs for Node need not use: without it, these are what such programs can do with the objects.
// `typeof globalThis` is the scope of the program that imports this.

/** Bytes of a WebAssembly module. */
export type WebAssemblyBytes = ArrayBuffer | SharedArrayBuffer | ArrayBufferView;

/** `WebAssembly.Module` */
export type WebAssemblyModule = typeof globalThis extends {
  WebAssembly: { Module: { prototype: infer Type } };
}
  ? Type
  : object;

/** `WebAssembly.Instance` */
export type WebAssemblyInstance = typeof globalThis extends {
  WebAssembly: { Instance: { prototype: infer Type } };
}
  ? Type
  : { readonly exports: Readonly<Record<string, unknown>> };

/** `WebAssembly.Memory` */
export type WebAssemblyMemory = typeof globalThis extends {
  WebAssembly: { Memory: { prototype: infer Type } };
}
  ? Type
  : { readonly buffer: ArrayBufferLike; grow(pages: number): number };

/** `WebAssembly.Imports` */
export type WebAssemblyImports = typeof globalThis extends {
  WebAssembly: { Instance: new (module: never, imports?: infer Type) => unknown };
}
  ? NonNullable<Type>
  : Record<string, Record<string, unknown>>;

/** `WebAssembly.ImportValue` */
export type WebAssemblyImportValue = WebAssemblyImports[string][string];

/** An object for WebAssembly.instantiate(): `{ [module]: { [export]: value } }`. Neither has a prototype. */
export type ImportObject = Record<string, Record<string, WebAssemblyImportValue>>;
