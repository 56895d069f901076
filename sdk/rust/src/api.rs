//! The runtime's functions, looked up once, when the runtime asks for the descriptor: nothing is linked, so a plug-in is built
//! without a WasmEdge and works in every one of its API version (docs/decisions/rust-functions.md).

use crate::sys::*;
use std::ffi::{c_char, c_void, CStr};
use std::sync::atomic::{AtomicPtr, Ordering};

macro_rules! functions {
    ($($field:ident = $name:literal: fn($($arg:ty),*) $(-> $ret:ty)?;)*) => {
        /// Pointers to the runtime's functions.
        #[derive(Clone, Copy)]
        pub struct Api { $(pub $field: unsafe extern "C" fn($($arg),*) $(-> $ret)?,)* }

        impl Api {
            /// All functions, or the names of those that are missing.
            fn find(look_up: impl Fn(&CStr) -> *mut c_void) -> Result<Api, Vec<&'static str>> {
                let mut missing = Vec::new();
                $(
                    let name = concat!("WasmEdge_", $name, "\0");
                    // It is a literal that ends with NUL and holds no other.
                    let $field = look_up(CStr::from_bytes_with_nul(name.as_bytes()).unwrap());
                    if $field.is_null() { missing.push(concat!("WasmEdge_", $name)); }
                )*
                if !missing.is_empty() { return Err(missing); }
                Ok(Api { $(
                    // SAFETY: the runtime's function of this name has this type (facts/c-api.json), and it is not null.
                    $field: unsafe {
                        std::mem::transmute::<*mut c_void, unsafe extern "C" fn($($arg),*) $(-> $ret)?>($field)
                    },
                )* })
            }
        }
    };
}

// Offsets, lengths and pages have 32 bits in API 4: there, the registers' upper halves are passed as zeros, and those of
// results are cut off by `size()`.
functions! {
    module_create = "ModuleInstanceCreateWithData": fn(RawString, *mut c_void, Option<Finalizer>) -> *mut ModuleInstance;
    module_add_function = "ModuleInstanceAddFunction": fn(*mut ModuleInstance, RawString, *mut FunctionInstance);
    module_find_function = "ModuleInstanceFindFunction": fn(*const ModuleInstance, RawString) -> *mut FunctionInstance;
    module_find_memory = "ModuleInstanceFindMemory": fn(*const ModuleInstance, RawString) -> *mut MemoryInstance;
    module_find_table = "ModuleInstanceFindTable": fn(*const ModuleInstance, RawString) -> *mut TableInstance;
    module_find_global = "ModuleInstanceFindGlobal": fn(*const ModuleInstance, RawString) -> *mut GlobalInstance;
    function_type_create = "FunctionTypeCreate": fn(*const RawType, u32, *const RawType, u32) -> *mut FunctionType;
    function_type_delete = "FunctionTypeDelete": fn(*mut FunctionType);
    function_type_params_length = "FunctionTypeGetParametersLength": fn(*const FunctionType) -> u32;
    function_type_params = "FunctionTypeGetParameters": fn(*const FunctionType, *mut RawType, u32) -> u32;
    function_type_results_length = "FunctionTypeGetReturnsLength": fn(*const FunctionType) -> u32;
    function_type_results = "FunctionTypeGetReturns": fn(*const FunctionType, *mut RawType, u32) -> u32;
    function_create = "FunctionInstanceCreate": fn(*const FunctionType, HostFunction, *mut c_void, u64) -> *mut FunctionInstance;
    function_type = "FunctionInstanceGetFunctionType": fn(*const FunctionInstance) -> *const FunctionType;
    frame_memory = "CallingFrameGetMemoryInstance": fn(*const CallingFrame, u32) -> *mut MemoryInstance;
    frame_module = "CallingFrameGetModuleInstance": fn(*const CallingFrame) -> *const ModuleInstance;
    frame_executor = "CallingFrameGetExecutor": fn(*const CallingFrame) -> *mut Executor;
    executor_invoke = "ExecutorInvoke": fn(*mut Executor, *const FunctionInstance, *const RawValue, u32, *mut RawValue, u32) -> RawResult;
    memory_pointer = "MemoryInstanceGetPointer": fn(*mut MemoryInstance, u64, u64) -> *mut u8;
    memory_pages = "MemoryInstanceGetPageSize": fn(*const MemoryInstance) -> u64;
    memory_grow = "MemoryInstanceGrowPage": fn(*mut MemoryInstance, u64) -> RawResult;
    table_type = "TableInstanceGetTableType": fn(*const TableInstance) -> *const TableType;
    table_element = "TableTypeGetRefType": fn(*const TableType) -> RawType;
    table_size = "TableInstanceGetSize": fn(*const TableInstance) -> u64;
    table_get = "TableInstanceGetData": fn(*const TableInstance, *mut RawValue, u64) -> RawResult;
    table_set = "TableInstanceSetData": fn(*mut TableInstance, RawValue, u64) -> RawResult;
    global_type = "GlobalInstanceGetGlobalType": fn(*const GlobalInstance) -> *const GlobalType;
    global_value_type = "GlobalTypeGetValType": fn(*const GlobalType) -> RawType;
    global_get = "GlobalInstanceGetValue": fn(*const GlobalInstance) -> RawValue;
    global_set = "GlobalInstanceSetValue": fn(*mut GlobalInstance, RawValue) -> RawResult;
    value_of_function = "ValueGenFuncRef": fn(*const FunctionInstance) -> RawValue;
    function_of_value = "ValueGetFuncRef": fn(RawValue) -> *const FunctionInstance;
    value_of_extern = "ValueGenExternRef": fn(*mut c_void) -> RawValue;
    extern_of_value = "ValueGetExternRef": fn(RawValue) -> *mut c_void;
    value_is_null = "ValueIsNullRef": fn(RawValue) -> bool;
    is_i32 = "ValTypeIsI32": fn(RawType) -> bool;
    is_i64 = "ValTypeIsI64": fn(RawType) -> bool;
    is_f32 = "ValTypeIsF32": fn(RawType) -> bool;
    is_f64 = "ValTypeIsF64": fn(RawType) -> bool;
    is_v128 = "ValTypeIsV128": fn(RawType) -> bool;
    is_func_ref = "ValTypeIsFuncRef": fn(RawType) -> bool;
    is_extern_ref = "ValTypeIsExternRef": fn(RawType) -> bool;
}

/// A size or offset that the runtime returned: of 32 bits in API 4, with anything in the register's upper half.
pub const fn size(returned: u64) -> u64 {
    if cfg!(feature = "api-4") {
        returned as u32 as u64
    } else {
        returned
    }
}

/// Whether the runtime takes this size or offset whole: API 4 would take its lower half for another one.
pub const fn fits(given: u64) -> bool {
    !cfg!(feature = "api-4") || given <= u32::MAX as u64
}

static API: AtomicPtr<Api> = AtomicPtr::new(std::ptr::null_mut());

/// The functions. The descriptor is asked for, and with it load() called, before anything else of a plug-in.
#[inline]
pub fn api() -> &'static Api {
    let api = API.load(Ordering::Acquire);
    assert!(!api.is_null(), "the functions of the runtime are not known: its descriptor function was not called");
    // SAFETY: what is stored is leaked, and never changed.
    unsafe { &*api }
}

/// For tests without a runtime: all functions are these, unless a runtime has given its own.
pub fn install(api: Api) {
    let made = Box::into_raw(Box::new(api));
    if API.compare_exchange(std::ptr::null_mut(), made, Ordering::AcqRel, Ordering::Acquire).is_err() {
        // SAFETY: it was made above, and nobody else has it.
        drop(unsafe { Box::from_raw(made) });
    }
}

/// Looks the functions up in the runtime that opens this plug-in; says which are missing.
pub fn load() -> Result<(), String> {
    if API.load(Ordering::Acquire).is_null() {
        let found = Api::find(system::look_up).map_err(|names| {
            format!(
                "the program that opens this plug-in lacks {} of the functions of WasmEdge's API {}: {}",
                names.len(),
                API_VERSION,
                names.join(", ")
            )
        })?;
        install(found);
    }
    Ok(())
}

#[cfg(unix)]
mod system {
    use super::*;

    extern "C" {
        fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
        fn dlopen(path: *const c_char, flags: i32) -> *mut c_void;
    }

    #[cfg(target_os = "macos")]
    mod numbers {
        pub const RTLD_DEFAULT: isize = -2;
        pub const RTLD_NOLOAD: i32 = 0x10;
        pub const LIBRARY: &std::ffi::CStr = c"@rpath/libwasmedge.0.dylib";
    }
    #[cfg(not(target_os = "macos"))]
    mod numbers {
        pub const RTLD_DEFAULT: isize = 0;
        pub const RTLD_NOLOAD: i32 = 4;
        pub const LIBRARY: &std::ffi::CStr = c"libwasmedge.so.0";
    }
    const RTLD_LAZY: i32 = 1;

    pub fn look_up(name: &CStr) -> *mut c_void {
        // Of a name with several versions, this finds the default one, which is that of the runtime's API.
        // SAFETY: the name ends with NUL.
        let found = unsafe { dlsym(numbers::RTLD_DEFAULT as *mut c_void, name.as_ptr()) };
        if !found.is_null() {
            return found;
        }
        // A runtime that was opened for its opener alone is found by its name, if it is loaded.
        // SAFETY: nothing is loaded that is not.
        let library = unsafe { dlopen(numbers::LIBRARY.as_ptr(), RTLD_LAZY | numbers::RTLD_NOLOAD) };
        if library.is_null() {
            return library;
        }
        // SAFETY: as above; the handle is valid, and stays so, as it is not closed.
        unsafe { dlsym(library, name.as_ptr()) }
    }
}

#[cfg(windows)]
mod system {
    use super::*;

    #[link(name = "kernel32")]
    extern "system" {
        fn GetModuleHandleA(name: *const c_char) -> *mut c_void;
        fn GetProcAddress(module: *mut c_void, name: *const c_char) -> *mut c_void;
    }

    pub fn look_up(name: &CStr) -> *mut c_void {
        // SAFETY: both names end with NUL; the runtime is loaded as long as its plug-ins.
        unsafe {
            let library = GetModuleHandleA(c"wasmedge.dll".as_ptr());
            if library.is_null() {
                return library;
            }
            GetProcAddress(library, name.as_ptr())
        }
    }
}
