//! Values that pass between WebAssembly and host functions.

use crate::api::api;
use crate::sys::{FunctionInstance, RawType, RawValue};
use std::ffi::c_void;
use std::ptr::NonNull;

/// The type of a value of WebAssembly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum ValType {
    I32,
    I64,
    F32,
    F64,
    V128,
    FuncRef,
    ExternRef,
}

impl ValType {
    pub(crate) const fn raw(self) -> RawType {
        match self {
            ValType::I32 => RawType::number(0x7f),
            ValType::I64 => RawType::number(0x7e),
            ValType::F32 => RawType::number(0x7d),
            ValType::F64 => RawType::number(0x7c),
            ValType::V128 => RawType::number(0x7b),
            ValType::FuncRef => RawType::reference(0x70),
            ValType::ExternRef => RawType::reference(0x6f),
        }
    }

    /// A type of the runtime's: there, equal ones may have other bytes.
    pub(crate) fn from_raw(raw: RawType) -> Option<ValType> {
        let api = api();
        let known = [
            (api.is_i32, ValType::I32),
            (api.is_i64, ValType::I64),
            (api.is_f32, ValType::F32),
            (api.is_f64, ValType::F64),
            (api.is_v128, ValType::V128),
            (api.is_func_ref, ValType::FuncRef),
            (api.is_extern_ref, ValType::ExternRef),
        ];
        // SAFETY: the functions look at the bytes only.
        known.into_iter().find(|(is, _)| unsafe { is(raw) }).map(|(_, each)| each)
    }
}

/// A value of any type, for functions that are made from data.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Val {
    I32(i32),
    I64(i64),
    F32(f32),
    F64(f64),
    V128(V128),
    FuncRef(Option<FuncRef>),
    ExternRef(Option<ExternRef>),
}

/// A vector of 128 bits, little-endian.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct V128(pub u128);

/// A function that WebAssembly passed: valid during the call that it came with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FuncRef(pub(crate) NonNull<FunctionInstance>);

/// An object of the embedder's, which a plug-in can only keep and give back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExternRef(pub(crate) NonNull<c_void>);

// SAFETY: these are addresses that the plug-in does not follow.
unsafe impl Send for ExternRef {}
// SAFETY: as above.
unsafe impl Sync for ExternRef {}

mod sealed {
    pub trait Sealed {}
}

/// A Rust type of one value of WebAssembly.
pub trait GuestType: sealed::Sealed + Copy + 'static {
    /// Its type there.
    const TYPE: ValType;
    #[doc(hidden)]
    fn read(raw: &RawValue) -> Self;
    #[doc(hidden)]
    fn write(self) -> RawValue;
}

macro_rules! number {
    ($($type:ty, $kind:ident, |$raw:ident| $read:expr, |$value:ident| $write:expr;)*) => { $(
        impl sealed::Sealed for $type {}
        impl GuestType for $type {
            const TYPE: ValType = ValType::$kind;
            #[inline(always)]
            fn read($raw: &RawValue) -> Self { $read }
            #[inline(always)]
            fn write(self) -> RawValue {
                let $value = self;
                let (low, high) = $write;
                RawValue::new(low, high, ValType::$kind.raw())
            }
        }
    )* };
}

number! {
    i32, I32, |raw| raw.bits[0] as i32, |value| (value as u32 as u64, 0);
    u32, I32, |raw| raw.bits[0] as u32, |value| (value as u64, 0);
    bool, I32, |raw| raw.bits[0] as u32 != 0, |value| (value as u64, 0);
    i64, I64, |raw| raw.bits[0] as i64, |value| (value as u64, 0);
    u64, I64, |raw| raw.bits[0], |value| (value, 0);
    f32, F32, |raw| f32::from_bits(raw.bits[0] as u32), |value| (value.to_bits() as u64, 0);
    f64, F64, |raw| f64::from_bits(raw.bits[0]), |value| (value.to_bits(), 0);
    V128, V128, |raw| V128(raw.bits[0] as u128 | (raw.bits[1] as u128) << 64), |value| (value.0 as u64, (value.0 >> 64) as u64);
}

impl sealed::Sealed for Option<FuncRef> {}
impl GuestType for Option<FuncRef> {
    const TYPE: ValType = ValType::FuncRef;
    fn read(raw: &RawValue) -> Self {
        // SAFETY: the value is one of the runtime's, of this type.
        let pointer = unsafe {
            if (api().value_is_null)(*raw) {
                return None;
            }
            (api().function_of_value)(*raw)
        };
        NonNull::new(pointer.cast_mut()).map(FuncRef)
    }
    fn write(self) -> RawValue {
        let pointer = self.map_or(std::ptr::null(), |FuncRef(pointer)| pointer.as_ptr().cast_const());
        // SAFETY: null, or a function that the runtime gave.
        unsafe { (api().value_of_function)(pointer) }
    }
}

impl sealed::Sealed for Option<ExternRef> {}
impl GuestType for Option<ExternRef> {
    const TYPE: ValType = ValType::ExternRef;
    fn read(raw: &RawValue) -> Self {
        // SAFETY: the value is one of the runtime's, of this type.
        let pointer = unsafe {
            if (api().value_is_null)(*raw) {
                return None;
            }
            (api().extern_of_value)(*raw)
        };
        NonNull::new(pointer).map(ExternRef)
    }
    fn write(self) -> RawValue {
        let pointer = self.map_or(std::ptr::null_mut(), |ExternRef(pointer)| pointer.as_ptr());
        // SAFETY: null, or what the runtime gave.
        unsafe { (api().value_of_extern)(pointer) }
    }
}

impl Val {
    pub(crate) fn read(kind: ValType, raw: &RawValue) -> Val {
        match kind {
            ValType::I32 => Val::I32(i32::read(raw)),
            ValType::I64 => Val::I64(i64::read(raw)),
            ValType::F32 => Val::F32(f32::read(raw)),
            ValType::F64 => Val::F64(f64::read(raw)),
            ValType::V128 => Val::V128(V128::read(raw)),
            ValType::FuncRef => Val::FuncRef(Option::<FuncRef>::read(raw)),
            ValType::ExternRef => Val::ExternRef(Option::<ExternRef>::read(raw)),
        }
    }

    /// The type of this value.
    pub fn ty(&self) -> ValType {
        match self {
            Val::I32(_) => ValType::I32,
            Val::I64(_) => ValType::I64,
            Val::F32(_) => ValType::F32,
            Val::F64(_) => ValType::F64,
            Val::V128(_) => ValType::V128,
            Val::FuncRef(_) => ValType::FuncRef,
            Val::ExternRef(_) => ValType::ExternRef,
        }
    }

    pub(crate) fn write(self) -> RawValue {
        match self {
            Val::I32(value) => value.write(),
            Val::I64(value) => value.write(),
            Val::F32(value) => value.write(),
            Val::F64(value) => value.write(),
            Val::V128(value) => value.write(),
            Val::FuncRef(value) => value.write(),
            Val::ExternRef(value) => value.write(),
        }
    }
}

/// What a function returns: nothing, a value, or a tuple of values.
pub trait Results: Sized {
    #[doc(hidden)]
    const TYPES: &'static [ValType];
    /// Writes one value after the other, from this address on.
    #[doc(hidden)]
    unsafe fn store(self, to: *mut RawValue);
    #[doc(hidden)]
    fn load(from: &[RawValue]) -> Self;
}

impl<T: GuestType> Results for T {
    const TYPES: &'static [ValType] = &[T::TYPE];
    #[inline(always)]
    unsafe fn store(self, to: *mut RawValue) {
        // SAFETY: the caller has room for as many values as TYPES has.
        unsafe { to.write(self.write()) }
    }
    #[inline(always)]
    fn load(from: &[RawValue]) -> Self {
        T::read(&from[0])
    }
}

impl Results for () {
    const TYPES: &'static [ValType] = &[];
    #[inline(always)]
    unsafe fn store(self, _: *mut RawValue) {}
    #[inline(always)]
    fn load(_: &[RawValue]) -> Self {}
}

macro_rules! result_tuples {
    ($($($name:ident $at:tt),+;)*) => { $(
        impl<$($name: GuestType),+> Results for ($($name,)+) {
            const TYPES: &'static [ValType] = &[$($name::TYPE),+];
            #[inline(always)]
            unsafe fn store(self, to: *mut RawValue) {
                // SAFETY: the caller has room for as many values as TYPES has.
                $( unsafe { to.add($at).write(self.$at.write()) } )+
            }
            #[inline(always)]
            fn load(from: &[RawValue]) -> Self { ($($name::read(&from[$at]),)+) }
        }
    )* };
}

result_tuples! {
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
}
