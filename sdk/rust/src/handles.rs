//! Objects that a guest knows by numbers.

use crate::trap::Trap;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

static LEFT: AtomicUsize = AtomicUsize::new(0);

/// Objects by numbers that guests hold. No number is given twice, so one that is used after it was removed means nothing; what
/// is left is dropped with the table, that is with the module instance that holds it.
///
/// ```
/// # use wasmedge_plugin::Handles;
/// let mut open = Handles::new();
/// let first = open.insert("first")?;
/// assert_eq!(open.remove(first)?, "first");
/// assert!(open.get(first).is_err());
/// assert_ne!(open.insert("second")?, first);
/// # Ok::<(), wasmedge_plugin::Trap>(())
/// ```
pub struct Handles<T> {
    next: u32,
    objects: HashMap<u32, T>,
}

impl<T> Default for Handles<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Handles<T> {
    /// An empty table; its first number is 1.
    pub fn new() -> Self {
        Handles { next: 1, objects: HashMap::new() }
    }

    /// The object's number; a trap when all have been given.
    pub fn insert(&mut self, object: T) -> Result<u32, Trap> {
        let number = self.next;
        if number == 0 {
            return Err(Trap::failed("all handles have been given"));
        }
        self.next = number.wrapping_add(1); // 0 after the last
        self.objects.insert(number, object);
        Ok(number)
    }

    fn missing(number: u32) -> Trap {
        Trap::failed(format!("there is no object {number}: it was closed, or never opened"))
    }

    /// The object; a trap when there is none of this number.
    pub fn get(&self, number: u32) -> Result<&T, Trap> {
        self.objects.get(&number).ok_or_else(|| Self::missing(number))
    }

    /// The object, to change.
    pub fn get_mut(&mut self, number: u32) -> Result<&mut T, Trap> {
        self.objects.get_mut(&number).ok_or_else(|| Self::missing(number))
    }

    /// Takes the object out.
    pub fn remove(&mut self, number: u32) -> Result<T, Trap> {
        self.objects.remove(&number).ok_or_else(|| Self::missing(number))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// How many objects of all tables of the plug-in were left when their tables went: for tests, guests that close nothing.
    pub fn left() -> usize {
        LEFT.load(Ordering::Relaxed)
    }
}

impl<T> Drop for Handles<T> {
    fn drop(&mut self) {
        LEFT.fetch_add(self.objects.len(), Ordering::Relaxed);
    }
}
