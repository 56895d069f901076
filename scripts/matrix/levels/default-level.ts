// The level that is checked when no other is asked for. A file of its own, as pages use it, too.
export const DEFAULT_LEVEL = 3;
