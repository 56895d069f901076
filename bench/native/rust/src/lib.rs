//! What plugin.c offers, as far as it is compared: the same work for the same functions.
#![forbid(unsafe_code)]

use wasmedge_plugin::{module, plugin, Caller, Trap};

#[derive(Default)]
struct Bench;

/// Host functions for benchmarks
#[module("bench")]
impl Bench {
    #[host_function]
    fn add_i32(&self, a: i32, b: i32) -> i32 {
        a.wrapping_add(b)
    }

    #[host_function]
    fn add_i64(&self, a: i64, b: i64) -> i64 {
        a.wrapping_add(b)
    }

    #[host_function]
    fn read_16(&self, caller: &Caller, at: u32) -> Result<u32, Trap> {
        let bytes = caller.memory(0)?.bytes(at, 16u32)?;
        Ok(bytes.chunks_exact(4).fold(0, |fold, word| fold ^ u32::from_le_bytes([word[0], word[1], word[2], word[3]])))
    }
}

#[plugin(modules(Bench))]
struct Plugin;
