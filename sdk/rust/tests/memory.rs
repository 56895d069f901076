//! Random accesses to a guest's memory: what is inside reads and writes as in a vector of bytes, what is outside is a trap.

use std::sync::Mutex;
use wasmedge_plugin::testing::{Guest, Instance};
use wasmedge_plugin::{code, module, Caller, Trap};

/// Ten million; far fewer under Miri, which checks each.
const ACCESSES: u64 = if cfg!(miri) { 2_000 } else { 10_000_000 };
const SIZE: u64 = 65_536;

/// A generator of numbers by xorshift.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Mostly near the end of the memory, and now and then anything.
    fn offset(&mut self) -> u64 {
        match self.next() % 8 {
            0 => self.next(),
            1 => u64::from(u32::MAX) - self.next() % 16,
            2..=4 => SIZE - 16 + self.next() % 32,
            _ => self.next() % SIZE,
        }
    }

    fn length(&mut self) -> u64 {
        if self.next() % 16 == 0 {
            self.next()
        } else {
            self.next() % 24
        }
    }
}

struct Driver(Mutex<()>);

#[module("driver")]
impl Driver {
    #[create]
    fn new() -> Self {
        Driver(Mutex::new(()))
    }

    #[host_function]
    fn run(&self, caller: &mut Caller) -> Result<u64, Trap> {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let mut model = vec![0u8; SIZE as usize];
        let mut inside = 0;
        for _ in 0..ACCESSES {
            let (offset, length) = (random.offset(), random.length());
            let is_inside = offset.checked_add(length).is_some_and(|end| end <= SIZE);
            let place = || offset as usize..(offset + length) as usize;
            let value = random.next() as u8;
            if random.next() % 2 == 0 {
                match caller.memory_mut(0)?.bytes(offset, length) {
                    Ok(bytes) if is_inside => {
                        bytes.fill(value);
                        model[place()].fill(value);
                    }
                    // No bytes are nowhere: there is nothing to check.
                    Ok(bytes) => assert!(bytes.is_empty()),
                    Err(trap) => assert!(!is_inside && trap.code() == code::MEMORY_OUT_OF_BOUNDS),
                }
            } else {
                match caller.memory(0)?.bytes(offset, length) {
                    Ok(bytes) if is_inside => assert_eq!(bytes, &model[place()]),
                    Ok(bytes) => assert!(bytes.is_empty()),
                    Err(trap) => assert!(!is_inside && trap.code() == code::MEMORY_OUT_OF_BOUNDS),
                }
            }
            inside += u64::from(is_inside);
        }
        let _ = &self.0;
        Ok(inside)
    }
}

#[test]
fn ten_million_random_accesses() {
    let guest = Guest::new().memory(1);
    let inside = Instance::<Driver>::new().call::<(), u64>(&guest, "run", ()).unwrap();
    assert!(inside > ACCESSES / 4 && inside < ACCESSES, "{inside} of {ACCESSES} are inside");
}
