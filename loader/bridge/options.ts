// Options of the public API that take effect in engines; apart, so that the package's declarations
// lead to nothing else of it.

/** `auto`: where it is known to be faster; `on`: where it is there, or an error; `off`: never. */
export type Accelerator = 'auto' | 'on' | 'off';

/** How a module is created. */
export interface CreateModuleOptions {
  /**
   * Whether references passed to the module's functions stay valid until the module ends, for plug-ins
   * that keep them. Otherwise an external reference is valid until the host call ends, and a function
   * as long as the instance that defines it lives.
   */
  keepReferences?: boolean;
}

/**
 * What executes WebAssembly: `v8` is Node's own engine, `wasmedge` a stock libwasmedge on this system,
 * called through the package koffi.
 */
export type Engine = 'v8' | 'wasmedge';

/** How a stock libwasmedge executes WebAssembly. */
export type RunMode = 'interpreter' | 'jit' | 'aot';
