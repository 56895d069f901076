;; Lets the plug-in read its memory.
(module
  (import "arith" "sum" (func $sum (param i32 i32) (result i64)))
  (memory 1)
  (export "memory" (memory 0))
  ;; 1, 2, 3 and 2147483647 from address 16 on; -2 at 33; 9 in the last word.
  (data (i32.const 16) "\01\00\00\00\02\00\00\00\03\00\00\00\ff\ff\ff\7f")
  (data (i32.const 33) "\fe\ff\ff\ff")
  (data (i32.const 65532) "\09\00\00\00")

  (func (export "sum") (param $ptr i32) (param $count i32) (result i64)
    (call $sum (local.get $ptr) (local.get $count)))

  ;; The plug-in has seen the memory before it grows, and sums words on both sides of the old end.
  (func (export "sum_after_growth") (result i64)
    (drop (call $sum (i32.const 0) (i32.const 1)))
    (drop (memory.grow (i32.const 32)))
    (i32.store (i32.const 65536) (i32.const 68))
    (call $sum (i32.const 65532) (i32.const 2))))
