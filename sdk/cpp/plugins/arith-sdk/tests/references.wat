;; Passes references to the plug-in and back.
(module
  (import "arith" "call_ref" (func $call_ref (param funcref i32) (result i32)))
  (import "arith" "echo_funcref" (func $echo_funcref (param funcref) (result funcref)))
  (import "arith" "echo_externref" (func $echo_externref (param externref) (result externref)))
  (type $operation (func (param i32) (result i32)))
  (table $echoed 1 funcref)
  (elem declare func $triple)

  (func $triple (param $x i32) (result i32)
    (i32.mul (local.get $x) (i32.const 3)))

  (func (export "call_ref") (param $x i32) (result i32)
    (call $call_ref (ref.func $triple) (local.get $x)))
  (func (export "call_ref_of_null") (result i32)
    (call $call_ref (ref.null func) (i32.const 1)))

  (func (export "call_echoed") (param $x i32) (result i32)
    (table.set $echoed (i32.const 0) (call $echo_funcref (ref.func $triple)))
    (call_indirect $echoed (type $operation) (local.get $x) (i32.const 0)))
  (func (export "echo_funcref_of_null") (result i32)
    (ref.is_null (call $echo_funcref (ref.null func))))
  (func (export "echo_externref_of_null") (result i32)
    (ref.is_null (call $echo_externref (ref.null extern)))))
