(module
  (import "shout" "shout" (func $shout (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "Hello, WebAssembly!")
  (func (export "run") (param i32 i32) (result i32)
    (call $shout (local.get 0) (local.get 1))))
