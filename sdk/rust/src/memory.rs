//! A guest's memory as views that are bound to the caller: while a slice of it lives, nothing can be called that might move it.

use crate::api::{api, fits, size};
use crate::sys::MemoryInstance;
use crate::trap::{code, Trap};
use std::marker::PhantomData;

/// A number in a guest's memory, little-endian and at any alignment.
pub trait Scalar: Copy + 'static {
    /// How many bytes it takes.
    const SIZE: usize;
    #[doc(hidden)]
    fn from_bytes(bytes: &[u8]) -> Self;
    #[doc(hidden)]
    fn to_bytes(self, bytes: &mut [u8]);
}

macro_rules! scalars {
    ($($type:ty)*) => { $(
        impl Scalar for $type {
            const SIZE: usize = std::mem::size_of::<$type>();
            fn from_bytes(bytes: &[u8]) -> Self {
                let mut all = [0; std::mem::size_of::<$type>()];
                all.copy_from_slice(bytes);
                <$type>::from_le_bytes(all)
            }
            fn to_bytes(self, bytes: &mut [u8]) {
                bytes.copy_from_slice(&self.to_le_bytes());
            }
        }
    )* };
}

scalars!(i8 u8 i16 u16 i32 u32 i64 u64 f32 f64);

/// The bytes at an offset, checked by the runtime; dangling, but valid, for none.
#[inline]
fn pointer(memory: *mut MemoryInstance, offset: u64, length: u64) -> Result<*mut u8, Trap> {
    if length == 0 {
        return Ok(std::ptr::NonNull::dangling().as_ptr());
    }
    if !fits(offset) || !fits(length) {
        return Err(Trap::out_of_bounds(offset, length));
    }
    // SAFETY: the memory is the caller's, and lives as long as its call.
    let pointer = unsafe { (api().memory_pointer)(memory, offset, length) };
    if pointer.is_null() {
        return Err(Trap::out_of_bounds(offset, length));
    }
    Ok(pointer)
}

/// A memory to read.
#[derive(Clone, Copy)]
pub struct Memory<'a> {
    memory: *mut MemoryInstance,
    _bound: PhantomData<&'a [u8]>,
}

/// A memory to read and write. It is the only view of the caller's memories while it is there: two of them may be one.
pub struct MemoryMut<'a> {
    memory: *mut MemoryInstance,
    _bound: PhantomData<&'a mut [u8]>,
}

impl<'a> Memory<'a> {
    pub(crate) fn new(memory: *mut MemoryInstance) -> Self {
        Memory { memory, _bound: PhantomData }
    }

    /// How many pages of 64 KiB it has.
    pub fn pages(&self) -> u64 {
        // SAFETY: the memory is the caller's.
        size(unsafe { (api().memory_pages)(self.memory) })
    }

    /// The bytes; a trap when not all are in the memory.
    #[inline]
    pub fn bytes(&self, offset: impl Into<u64>, length: impl Into<u64>) -> Result<&'a [u8], Trap> {
        let length = length.into();
        let pointer = pointer(self.memory, offset.into(), length)?;
        // SAFETY: the runtime has checked the extent; no guest runs and nothing grows while the caller is borrowed.
        Ok(unsafe { std::slice::from_raw_parts(pointer, length as usize) })
    }

    /// A number.
    pub fn read<T: Scalar>(&self, offset: impl Into<u64>) -> Result<T, Trap> {
        Ok(T::from_bytes(self.bytes(offset, T::SIZE as u64)?))
    }

    /// Text; a trap when it is not all in the memory, or no UTF-8.
    pub fn str(&self, offset: impl Into<u64>, length: impl Into<u64>) -> Result<&'a str, Trap> {
        Ok(std::str::from_utf8(self.bytes(offset, length)?)?)
    }
}

impl<'a> MemoryMut<'a> {
    pub(crate) fn new(memory: *mut MemoryInstance) -> Self {
        MemoryMut { memory, _bound: PhantomData }
    }

    /// The same memory, to read.
    pub fn as_ref(&self) -> Memory<'_> {
        Memory::new(self.memory)
    }

    /// The bytes; a trap when not all are in the memory.
    #[inline]
    pub fn bytes(&mut self, offset: impl Into<u64>, length: impl Into<u64>) -> Result<&mut [u8], Trap> {
        let length = length.into();
        let pointer = pointer(self.memory, offset.into(), length)?;
        // SAFETY: as in Memory::bytes(); and this view is the only one.
        Ok(unsafe { std::slice::from_raw_parts_mut(pointer, length as usize) })
    }

    /// The same for as long as the caller is borrowed.
    pub fn into_bytes(self, offset: impl Into<u64>, length: impl Into<u64>) -> Result<&'a mut [u8], Trap> {
        let length = length.into();
        let pointer = pointer(self.memory, offset.into(), length)?;
        // SAFETY: as above; the view is used up.
        Ok(unsafe { std::slice::from_raw_parts_mut(pointer, length as usize) })
    }

    /// Writes a number.
    pub fn write<T: Scalar>(&mut self, offset: impl Into<u64>, value: T) -> Result<(), Trap> {
        value.to_bytes(self.bytes(offset, T::SIZE as u64)?);
        Ok(())
    }

    /// Writes all of the bytes, or none.
    pub fn copy_from(&mut self, offset: impl Into<u64>, bytes: &[u8]) -> Result<(), Trap> {
        self.bytes(offset, bytes.len() as u64)?.copy_from_slice(bytes);
        Ok(())
    }

    /// Adds pages of 64 KiB; how many there were. A trap when the memory may not have so many.
    pub fn grow(&mut self, pages: u64) -> Result<u64, Trap> {
        if !fits(pages) {
            return Err(Trap::wasm(code::MEMORY_OUT_OF_BOUNDS, format!("the memory cannot grow by {pages} pages")));
        }
        let before = self.as_ref().pages();
        // SAFETY: the memory is the caller's, and no slice of it lives: they borrow this view.
        Trap::check(unsafe { (api().memory_grow)(self.memory, pages) })?;
        Ok(before)
    }
}
