;; Is called back by the plug-in.
(module
  (import "arith" "call_back" (func $call_back (param i32) (result i32)))
  (import "arith" "sum" (func $sum (param i32 i32) (result i64)))
  (import "arith" "fail" (func $fail (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\05\00\00\00")

  ;; Doubles what is positive; below zero it counts how deep it gets back to zero; 1000 grows the
  ;; memory; 1001 fails.
  (func (export "callback") (param $x i32) (result i32)
    (if (result i32) (i32.lt_s (local.get $x) (i32.const 0))
      (then
        (i32.add (i32.const 1) (call $call_back (i32.add (local.get $x) (i32.const 1)))))
      (else
        (if (i32.eq (local.get $x) (i32.const 1000))
          (then (drop (memory.grow (i32.const 8)))))
        (if (i32.eq (local.get $x) (i32.const 1001))
          (then (call $fail (i32.const 99))))
        (i32.mul (local.get $x) (i32.const 2)))))

  (func (export "run") (param $x i32) (result i32)
    (call $call_back (local.get $x)))

  (func (export "grow_in_callback") (result i64)
    (drop (call $sum (i32.const 0) (i32.const 1)))
    (drop (call $call_back (i32.const 1000)))
    (call $sum (i32.const 0) (i32.const 2)))

  (func (export "fail_in_callback") (result i32)
    (call $call_back (i32.const 1001))))
