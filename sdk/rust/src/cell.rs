//! State that one call has for itself.

use crate::trap::Trap;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, Ordering};

/// A value that one call at a time may change. A call that comes while another has it, because that calls back into the guest,
/// which calls again, or in another thread, is a trap: never a second reference.
#[derive(Default)]
pub struct Exclusive<T> {
    taken: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: one at a time gets a reference.
unsafe impl<T: Send> Sync for Exclusive<T> {}

struct Guard<'a>(&'a AtomicBool);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl<T> Exclusive<T> {
    /// A cell with this value.
    pub const fn new(value: T) -> Self {
        Exclusive { taken: AtomicBool::new(false), value: UnsafeCell::new(value) }
    }

    /// Uses the value; a trap when another call has it.
    pub fn with<R>(&self, using: impl FnOnce(&mut T) -> Result<R, Trap>) -> Result<R, Trap> {
        if self.taken.swap(true, Ordering::Acquire) {
            return Err(Trap::failed("the state is in use: the guest called again before its first call ended"));
        }
        let _guard = Guard(&self.taken);
        // SAFETY: `taken` was false, and is true until the guard goes.
        using(unsafe { &mut *self.value.get() })
    }

    /// The value, by whoever owns the cell.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }
}
