// The WebAssembly programs of the benchmarks, in text form: `run(n)` makes n calls of one function of
// the module `bench`, each with what the one before returned. The same binary runs on every engine.

interface Guest {
  /** The function's type. */
  readonly type: string;
  /** Further locals of `run`, next to `$n`. */
  readonly locals?: string;
  /** What `run` repeats; `$f` is the function. */
  readonly body: string;
  readonly imports?: string;
  readonly definitions?: string;
}

const repeat = (type: string) => `(call $f ${Array(8).fill(`(local.get $${type})`).join(' ')})`;

// The workload: 1024 pseudo-random bytes, made in WebAssembly, then digested by the plug-in.
const FILL = `
  (local.set $at (i32.const 1024))
  (loop $fill
    (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 13))))
    (local.set $x (i32.xor (local.get $x) (i32.shr_u (local.get $x) (i32.const 17))))
    (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 5))))
    (i32.store16 (local.tee $at (i32.sub (local.get $at) (i32.const 2))) (local.get $x))
    (br_if $fill (local.get $at)))`;

const GUESTS = {
  empty: { type: '', body: '(call $f)' },
  add_i32: {
    type: '(param i32 i32) (result i32)',
    locals: '(local $i32 i32)',
    body: '(local.set $i32 (call $f (local.get $i32) (local.get $n)))',
  },
  add_i64: {
    type: '(param i64 i64) (result i64)',
    locals: '(local $i64 i64)',
    // Beyond what a JavaScript number holds, as 64-bit values are.
    body: '(local.set $i64 (call $f (local.get $i64) (i64.const 0x123456789abcdef)))',
  },
  add_f64: {
    type: '(param f64 f64) (result f64)',
    locals: '(local $f64 f64)',
    body: '(local.set $f64 (call $f (local.get $f64) (f64.const 0.1)))',
  },
  same_v128: {
    type: '(param v128) (result v128)',
    locals: '(local $v128 v128)',
    body: '(local.set $v128 (call $f (local.get $v128)))',
  },
  same_externref: {
    type: '(param externref) (result externref)',
    imports: '(import "bench" "value" (global $value externref))',
    body: '(drop (call $f (global.get $value)))',
  },
  sum_8: {
    type: '(param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)',
    locals: '(local $i32 i32)',
    body: `(local.set $i32 (i32.add ${repeat('i32')} (i32.const 1)))`,
  },
  read_16: {
    type: '(param i32) (result i32)',
    locals: '(local $i32 i32)',
    body: '(local.set $i32 (call $f (i32.and (local.get $i32) (i32.const 0xfff))))',
    definitions: '(data (i32.const 0) "sixteen bytes...")',
  },
  call_back: {
    type: '(param i32) (result i32)',
    locals: '(local $i32 i32)',
    body: '(local.set $i32 (call $f (local.get $i32)))',
    definitions: `(func (export "callback") (param i32) (result i32)
      (i32.add (local.get 0) (i32.const 1)))`,
  },
  digest: {
    type: '(param i32 i32) (result i32)',
    locals: '(local $x i32) (local $at i32)',
    body: `(local.set $x (i32.or (local.get $x) (i32.const 1))) ${FILL}
      (local.set $x (i32.xor (local.get $x) (call $f (i32.const 0) (i32.const 1024))))`,
  },
  // The workload without the plug-in's part.
  alone: {
    type: '(param i32 i32) (result i32)',
    locals: '(local $x i32) (local $at i32)',
    body: `(local.set $x (i32.or (local.get $x) (i32.const 1))) ${FILL}`,
  },
} as const satisfies Record<string, Guest>;

export type GuestName = keyof typeof GUESTS;

export const GUEST_NAMES = Object.keys(GUESTS) as GuestName[];

/** The guest of this name in text form. It imports `bench.<name>`. */
export function guestText(name: GuestName): string {
  const { type, body, locals = '', imports = '', definitions = '' }: Guest = GUESTS[name];
  return `(module
    (import "bench" "${name === 'alone' ? 'digest' : name}" (func $f ${type}))
    ${imports}
    (memory (export "memory") 1)
    ${definitions}
    (func (export "run") (param $n i32) ${locals}
      (loop $next
        ${body}
        (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))`;
}
