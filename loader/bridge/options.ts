// Options of the public API that take effect in the bridge; apart, so that the package's declarations
// lead to nothing else of it.

/** `auto`: where it is there and a check finds it faster; `on`: without the check, or an error. */
export type Accelerator = 'auto' | 'on' | 'off';

export interface CreateModuleOptions {
  /**
   * Whether references passed to the module's functions stay valid until the module ends, for plug-ins
   * that keep them. Otherwise an external reference is valid until the host call ends, and a function
   * as long as the instance that defines it lives.
   */
  keepReferences?: boolean;
}
