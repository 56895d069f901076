//! Addresses in a guest's memory as types of parameters: nothing can be read or written by them without a check.

use crate::caller::Caller;
use crate::function::Param;
use crate::memory::Scalar;
use crate::sys::RawValue;
use crate::trap::Trap;
use crate::value::ValType;
use std::marker::PhantomData;

/// The address of a number in the caller's first memory; a parameter of type i32.
pub struct GuestPtr<T> {
    address: u32,
    _type: PhantomData<fn() -> T>,
}

/// The address and the number of numbers in the caller's first memory; two parameters of type i32.
pub struct GuestSlice<T> {
    address: u32,
    length: u32,
    _type: PhantomData<fn() -> T>,
}

/// The address and the length in bytes of text, UTF-8, in the caller's first memory; two parameters of type i32.
#[derive(Clone, Copy, Debug)]
pub struct GuestStr {
    address: u32,
    length: u32,
}

impl<T> Clone for GuestPtr<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for GuestPtr<T> {}
impl<T> Clone for GuestSlice<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for GuestSlice<T> {}

impl<T: Scalar> GuestPtr<T> {
    /// An address of one's own; it is checked when it is used.
    pub fn new(address: u32) -> Self {
        GuestPtr { address, _type: PhantomData }
    }

    /// Where it points.
    pub fn address(&self) -> u32 {
        self.address
    }

    /// The number there; a trap when it is outside.
    pub fn read(&self, caller: &Caller) -> Result<T, Trap> {
        caller.memory(0)?.read(self.address)
    }

    /// Writes a number there; a trap when it is outside.
    pub fn write(&self, caller: &mut Caller, value: T) -> Result<(), Trap> {
        caller.memory_mut(0)?.write(self.address, value)
    }
}

impl<T: Scalar> GuestSlice<T> {
    /// An extent of one's own; it is checked when it is used.
    pub fn new(address: u32, length: u32) -> Self {
        GuestSlice { address, length, _type: PhantomData }
    }

    /// Where it begins.
    pub fn address(&self) -> u32 {
        self.address
    }

    /// How many numbers it has.
    pub fn len(&self) -> u32 {
        self.length
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    fn size(&self) -> u64 {
        u64::from(self.length) * T::SIZE as u64
    }

    /// The numbers, copied; a trap when not all are in the memory.
    pub fn to_vec(&self, caller: &Caller) -> Result<Vec<T>, Trap> {
        if self.length == 0 {
            return Ok(Vec::new());
        }
        let bytes = caller.memory(0)?.bytes(self.address, self.size())?;
        Ok(bytes.chunks_exact(T::SIZE).map(T::from_bytes).collect())
    }

    /// Writes numbers at the start: as many as there are, which may not be more than there is room for.
    pub fn write(&self, caller: &mut Caller, values: &[T]) -> Result<(), Trap> {
        if values.len() > self.length as usize {
            let message = format!("{} numbers do not fit into {}", values.len(), self.length);
            return Err(Trap::failed(message));
        }
        if values.is_empty() {
            return Ok(());
        }
        let mut memory = caller.memory_mut(0)?;
        let bytes = memory.bytes(self.address, (values.len() * T::SIZE) as u64)?;
        for (place, value) in bytes.chunks_exact_mut(T::SIZE).zip(values) {
            value.to_bytes(place);
        }
        Ok(())
    }
}

impl GuestSlice<u8> {
    /// The bytes as they are in the memory, bound to the caller; a trap when not all are in it.
    pub fn bytes<'a>(&self, caller: &'a Caller) -> Result<&'a [u8], Trap> {
        if self.length == 0 {
            return Ok(&[]);
        }
        caller.memory(0)?.bytes(self.address, self.length)
    }

    /// The same to write.
    pub fn bytes_mut<'a>(&self, caller: &'a mut Caller) -> Result<&'a mut [u8], Trap> {
        if self.length == 0 {
            return Ok(&mut []);
        }
        caller.memory_mut(0)?.into_bytes(self.address, self.length)
    }
}

impl GuestStr {
    /// The text, bound to the caller; a trap when it is not all in the memory, or no UTF-8.
    pub fn get<'a>(&self, caller: &'a Caller) -> Result<&'a str, Trap> {
        Ok(std::str::from_utf8(GuestSlice::<u8>::new(self.address, self.length).bytes(caller)?)?)
    }

    /// Its length in bytes.
    pub fn len(&self) -> u32 {
        self.length
    }

    /// Whether it has no bytes.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

impl<T: Scalar> Param for GuestPtr<T> {
    const TYPES: &'static [ValType] = &[ValType::I32];
    #[inline(always)]
    unsafe fn read(from: *const RawValue) -> Self {
        // SAFETY: the caller has as many values as TYPES has.
        GuestPtr::new(unsafe { u32::read(from) })
    }
}

impl<T: Scalar> Param for GuestSlice<T> {
    const TYPES: &'static [ValType] = &[ValType::I32, ValType::I32];
    #[inline(always)]
    unsafe fn read(from: *const RawValue) -> Self {
        // SAFETY: as above.
        unsafe { GuestSlice::new(u32::read(from), u32::read(from.add(1))) }
    }
}

impl Param for GuestStr {
    const TYPES: &'static [ValType] = &[ValType::I32, ValType::I32];
    #[inline(always)]
    unsafe fn read(from: *const RawValue) -> Self {
        // SAFETY: as above.
        unsafe { GuestStr { address: u32::read(from), length: u32::read(from.add(1)) } }
    }
}
