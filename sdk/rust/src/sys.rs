//! The C API as far as plug-ins use it: types and layouts by the facts of WasmEdge 0.17.1, checked at compile time.

use std::ffi::{c_char, c_void};
use std::mem::{align_of, offset_of, size_of};

/// Of the descriptor: runtimes demand their own.
pub const API_VERSION: u32 = if cfg!(feature = "api-4") { 4 } else { 5 };

macro_rules! opaque {
    ($($name:ident)*) => { $(
        #[repr(C)]
        pub struct $name { _private: [u8; 0] }
    )* };
}

opaque!(CallingFrame ModuleInstance FunctionInstance FunctionType MemoryInstance TableInstance TableType
    GlobalInstance GlobalType Executor);

/// A value with its type.
#[derive(Clone, Copy)]
#[repr(C, align(16))]
pub struct RawValue {
    /// A number at the start; of a reference, the pointer in the second half.
    pub bits: [u64; 2],
    pub kind: RawType,
    _rest: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(C)]
pub struct RawType(pub [u8; 8]);

impl RawType {
    /// The type of a number by its code in WebAssembly's binary format.
    pub const fn number(code: u8) -> Self {
        RawType([0, 0, code, 0x40, 0, 0, 0, 0])
    }

    /// A nullable reference by the code of what it refers to.
    pub const fn reference(code: u8) -> Self {
        RawType([0, 0, 0x63, code, 0, 0, 0, 0])
    }
}

impl RawValue {
    pub const fn new(low: u64, high: u64, kind: RawType) -> Self {
        RawValue { bits: [low, high], kind, _rest: 0 }
    }
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct RawString {
    pub length: u32,
    pub bytes: *const u8,
}

impl RawString {
    pub const fn new(text: &'static str) -> Self {
        RawString { length: text.len() as u32, bytes: text.as_ptr() }
    }

    /// Valid as long as the text.
    pub fn borrowed(text: &str) -> Self {
        RawString { length: text.len() as u32, bytes: text.as_ptr() }
    }
}

/// The category in the top byte, the code below.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C)]
pub struct RawResult(pub u32);

#[repr(C)]
pub struct Version {
    pub parts: [u32; 4],
}

pub type Create = unsafe extern "C" fn(*const ModuleDescriptor) -> *mut ModuleInstance;

#[repr(C)]
pub struct ModuleDescriptor {
    pub name: *const c_char,
    pub description: *const c_char,
    pub create: Create,
}

#[repr(C)]
pub struct ProgramOption {
    pub name: *const c_char,
    pub description: *const c_char,
    pub kind: i32,
    pub storage: *mut c_void,
    pub default_value: *const c_void,
}

#[repr(C)]
pub struct PluginDescriptor {
    pub name: *const c_char,
    pub description: *const c_char,
    pub api_version: u32,
    pub version: Version,
    pub module_count: u32,
    pub option_count: u32,
    pub modules: *const ModuleDescriptor,
    pub options: *const ProgramOption,
}

pub type HostFunction =
    unsafe extern "C" fn(*mut c_void, *const CallingFrame, *const RawValue, *mut RawValue) -> RawResult;

pub type Finalizer = unsafe extern "C" fn(*mut c_void);

const _: () = {
    assert!(size_of::<*const u8>() == 8, "plug-ins are for 64-bit processors");
    assert!(size_of::<RawValue>() == 32 && align_of::<RawValue>() == 16);
    assert!(offset_of!(RawValue, kind) == 16);
    assert!(size_of::<RawType>() == 8 && align_of::<RawType>() == 1);
    assert!(size_of::<RawString>() == 16 && offset_of!(RawString, bytes) == 8);
    assert!(size_of::<RawResult>() == 4);
    assert!(size_of::<ModuleDescriptor>() == 24 && offset_of!(ModuleDescriptor, create) == 16);
    assert!(size_of::<ProgramOption>() == 40 && offset_of!(ProgramOption, storage) == 24);
    assert!(size_of::<PluginDescriptor>() == 64 && offset_of!(PluginDescriptor, modules) == 48);
    assert!(offset_of!(PluginDescriptor, version) == 20);
    assert!(offset_of!(PluginDescriptor, module_count) == 36);
};
