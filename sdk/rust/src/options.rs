//! Options of a plug-in, which the program that loads it sets.

use crate::sys::{ProgramOption, RawString};
use std::cell::UnsafeCell;
use std::ffi::c_void;

/// A struct whose fields are options, by `#[derive(Options)]`. Options are the whole process's; a program sets them before it
/// creates modules.
///
/// ```
/// use wasmedge_plugin::Options;
///
/// #[derive(Options)]
/// struct Settings {
///     /// How loud it is
///     #[option(default = 3)]
///     volume: u8,
///     /// What it says
///     #[option(name = "greeting", default = "hello")]
///     text: String,
///     /// Say it in capital letters
///     upper: bool,
/// }
///
/// assert_eq!(Settings::get().text, "hello");
/// ```
pub trait Options: Sized {
    /// The values as they are now.
    fn get() -> Self;
    #[doc(hidden)]
    fn list() -> Vec<ProgramOption>;
}

/// A plug-in without options.
impl Options for () {
    fn get() -> Self {}
    fn list() -> Vec<ProgramOption> {
        Vec::new()
    }
}

mod sealed {
    pub trait Sealed {}
}

/// The type of an option: `bool`, an integer of 8 to 64 bits, `f32`, `f64` or `String`.
pub trait OptionValue: sealed::Sealed {
    #[doc(hidden)]
    const KIND: i32;
    #[doc(hidden)]
    type Storage;
    #[doc(hidden)]
    fn read(storage: &Self::Storage) -> Self;
    #[doc(hidden)]
    fn pointer(storage: &'static Self::Storage) -> *mut c_void;
}

/// Where the program writes a number.
#[repr(transparent)]
pub struct OptionStorage<T>(UnsafeCell<T>);

// SAFETY: it is written before modules are created, and read afterwards (docs of Options).
unsafe impl<T: Send> Sync for OptionStorage<T> {}

impl<T> OptionStorage<T> {
    /// With its default, as stock runtimes write defaults only when they parse a command line.
    pub const fn new(value: T) -> Self {
        OptionStorage(UnsafeCell::new(value))
    }
}

/// Where the program writes a text, which it owns.
#[repr(transparent)]
pub struct StringStorage(UnsafeCell<RawString>);

// SAFETY: as above; texts live as long as the plug-in.
unsafe impl Sync for StringStorage {}

impl StringStorage {
    /// With its default.
    pub const fn new(text: &'static str) -> Self {
        StringStorage(UnsafeCell::new(RawString::new(text)))
    }
}

macro_rules! option_types {
    ($($type:ty = $kind:literal)*) => { $(
        impl sealed::Sealed for $type {}
        impl OptionValue for $type {
            const KIND: i32 = $kind;
            type Storage = OptionStorage<$type>;
            fn read(storage: &Self::Storage) -> Self {
                // SAFETY: see OptionStorage.
                unsafe { *storage.0.get() }
            }
            fn pointer(storage: &'static Self::Storage) -> *mut c_void { storage.0.get().cast() }
        }
    )* };
}

// Numbers of WasmEdge_ProgramOptionType.
option_types! { i8 = 2 i16 = 3 i32 = 4 i64 = 5 u8 = 6 u16 = 7 u32 = 8 u64 = 9 f32 = 10 f64 = 11 }

impl sealed::Sealed for bool {}
impl OptionValue for bool {
    const KIND: i32 = 1;
    // A byte, as a program may write any into it.
    type Storage = OptionStorage<u8>;
    fn read(storage: &Self::Storage) -> Self {
        u8::read(storage) != 0
    }
    fn pointer(storage: &'static Self::Storage) -> *mut c_void {
        storage.0.get().cast()
    }
}

impl sealed::Sealed for String {}
impl OptionValue for String {
    const KIND: i32 = 12;
    type Storage = StringStorage;
    fn read(storage: &Self::Storage) -> Self {
        // SAFETY: see StringStorage.
        let text = unsafe { *storage.0.get() };
        if text.length == 0 || text.bytes.is_null() {
            return String::new();
        }
        // SAFETY: the text is the default, or one that the program keeps.
        let bytes = unsafe { std::slice::from_raw_parts(text.bytes, text.length as usize) };
        String::from_utf8_lossy(bytes).into_owned()
    }
    fn pointer(storage: &'static Self::Storage) -> *mut c_void {
        storage.0.get().cast()
    }
}
