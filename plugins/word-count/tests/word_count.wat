(module
  (import "word_count" "words" (func $words (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "  The quick\tbrown\0d\0afox \0b Ol\c3\a1!")
  (func (export "words") (param i32 i32) (result i32)
    (call $words (local.get 0) (local.get 1))))
