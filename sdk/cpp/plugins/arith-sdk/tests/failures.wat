;; Lets the plug-in fail and end the run, and traps by itself. Exports no `callback` and no memory.
(module
  (import "arith" "add" (func $add (param i32 i32) (result i32)))
  (import "arith" "fail" (func $fail (param i32)))
  (import "arith" "terminate" (func $terminate))
  (import "arith" "call_back" (func $call_back (param i32) (result i32)))

  (func (export "fail") (param $code i32)
    (call $fail (local.get $code)))

  ;; Nothing after the call may run.
  (func (export "terminate")
    (call $terminate)
    (unreachable))

  (func (export "trap")
    (drop (call $add (i32.const 1) (i32.const 2)))
    (unreachable))

  (func (export "call_back") (result i32)
    (call $call_back (i32.const 1))))
