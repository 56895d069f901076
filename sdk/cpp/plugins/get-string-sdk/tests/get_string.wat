;; Asks for the string in every way a caller can.
(module
  (import "get_string_sdk" "get_string" (func $get_string (param i32 i32) (result i32)))
  (memory (export "memory") 1)

  (func (export "get") (param $ptr i32) (param $len i32) (result i32)
    (call $get_string (local.get $ptr) (local.get $len)))

  ;; The length of the string, asked for without a place to put it.
  (func $length (export "length") (result i32)
    (call $get_string (i32.const 0) (i32.const 0)))

  ;; Writes the whole string and returns the byte at an index of it.
  (func (export "byte") (param $index i32) (result i32)
    (drop (call $get_string (i32.const 1024) (i32.const 4096)))
    (i32.load8_u offset=1024 (local.get $index)))

  ;; The byte behind the last one that may be written: it keeps its value.
  (func (export "byte_behind") (param $len i32) (result i32)
    (memory.fill (i32.const 0) (i32.const 238) (i32.const 4096))
    (drop (call $get_string (i32.const 0) (local.get $len)))
    (i32.load8_u (local.get $len)))

  ;; The string ends with the last byte of the memory.
  (func (export "at_the_end") (result i32)
    (local $ptr i32)
    (local.set $ptr (i32.sub (i32.const 65536) (call $length)))
    (drop (call $get_string (local.get $ptr) (i32.const -1)))
    (i32.load8_u (i32.const 65535)))

  ;; The memory has grown, and its bytes may have moved, between two calls.
  (func (export "after_growth") (result i32)
    (drop (call $get_string (i32.const 0) (i32.const 64)))
    (drop (memory.grow (i32.const 16)))
    (drop (call $get_string (i32.const 1114000) (i32.const 64)))
    (i32.load8_u (i32.const 1114000)))

  ;; A thousand calls, with growth in between: the sum of the lengths.
  (func (export "many") (result i32)
    (local $calls i32)
    (local $sum i32)
    (loop $again
      (if (i32.eqz (i32.rem_u (local.get $calls) (i32.const 100)))
        (then (drop (memory.grow (i32.const 1)))))
      (local.set $sum
        (i32.add (local.get $sum) (call $get_string (i32.const 0) (i32.const 64))))
      (local.set $calls (i32.add (local.get $calls) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $calls) (i32.const 1000))))
    (local.get $sum)))
