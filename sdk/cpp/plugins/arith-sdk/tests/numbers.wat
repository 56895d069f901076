;; Passes numbers and vectors to the plug-in and back.
(module
  (import "arith" "add" (func $add (param i32 i32) (result i32)))
  (import "arith" "sub" (func $sub (param i32 i32) (result i32)))
  (import "arith" "add_i64" (func $add_i64 (param i64 i64) (result i64)))
  (import "arith" "add_f32" (func $add_f32 (param f32 f32) (result f32)))
  (import "arith" "add_f64" (func $add_f64 (param f64 f64) (result f64)))
  (import "arith" "add_v128" (func $add_v128 (param v128 v128) (result v128)))
  (import "arith" "divmod" (func $divmod (param i32 i32) (result i32 i32)))
  (import "arith" "accumulate" (func $accumulate (param i64) (result i64)))

  (func (export "add") (param i32 i32) (result i32)
    (call $add (local.get 0) (local.get 1)))
  (func (export "sub") (param i32 i32) (result i32)
    (call $sub (local.get 0) (local.get 1)))
  (func (export "add_i64") (param i64 i64) (result i64)
    (call $add_i64 (local.get 0) (local.get 1)))
  (func (export "add_f32") (param f32 f32) (result f32)
    (call $add_f32 (local.get 0) (local.get 1)))
  (func (export "add_f64") (param f64 f64) (result f64)
    (call $add_f64 (local.get 0) (local.get 1)))
  (func (export "divmod") (param i32 i32) (result i32 i32)
    (call $divmod (local.get 0) (local.get 1)))

  ;; The lanes are x + 1, x + 2, x + 3, x + 4.
  (func $add_lanes (param $x i32) (result v128)
    (call $add_v128 (i32x4.splat (local.get $x)) (v128.const i32x4 1 2 3 4)))
  (func (export "add_v128_first_lane") (param $x i32) (result i32)
    (i32x4.extract_lane 0 (call $add_lanes (local.get $x))))
  (func (export "add_v128_last_lane") (param $x i32) (result i32)
    (i32x4.extract_lane 3 (call $add_lanes (local.get $x))))

  (func (export "accumulate_twice") (param i64 i64) (result i64)
    (drop (call $accumulate (local.get 0)))
    (call $accumulate (local.get 1)))

  ;; Counts to $times, one call a step.
  (func (export "add_many") (param $times i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (call $add (local.get $sum) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $sum) (local.get $times))))
    (local.get $sum)))
