//! Testing a module without a runtime: a caller and a memory in Rust, under `cargo test`, under Miri too.
//!
//! ```
//! use wasmedge_plugin::{module, testing, Caller, GuestSlice, Trap};
//!
//! #[derive(Default)]
//! struct Text;
//!
//! #[module("text")]
//! impl Text {
//!     #[host_function]
//!     fn count(&self, caller: &Caller, text: GuestSlice<u8>) -> Result<u32, Trap> {
//!         Ok(text.bytes(caller)?.iter().filter(|byte| **byte == b'a').count() as u32)
//!     }
//! }
//!
//! let guest = testing::Guest::new().memory(1);
//! guest.write(16, b"banana");
//! let module = testing::Instance::<Text>::new();
//! assert_eq!(module.call::<_, u32>(&guest, "count", (16, 6)).unwrap(), 3);
//! assert_eq!(module.call::<_, u32>(&guest, "count", (65_535, 6)).unwrap_err().code(), 0x408);
//! ```

mod mock;

use crate::api::{install, Api};
use crate::module::{create, Module};
use crate::sys::*;
use crate::trap::{code, Trap};
use crate::value::{GuestType, Results, ValType};
use std::cell::{RefCell, UnsafeCell};
use std::collections::HashMap;
use std::ffi::c_void;
use std::marker::PhantomData;

const PAGE: usize = 65_536;
const EMPTY: RawValue = RawValue::new(0, 0, RawType([0; 8]));

struct MemoryMock {
    bytes: UnsafeCell<Vec<u8>>,
    most: usize,
}

type GuestFunction = dyn Fn(&[RawValue], *mut RawValue) -> RawResult;

enum Body {
    Host(HostFunction, *mut c_void),
    Guest(Box<GuestFunction>),
}

struct FunctionMock {
    params: Vec<RawType>,
    results: Vec<RawType>,
    body: Body,
}

struct TypeMock {
    params: Vec<RawType>,
    results: Vec<RawType>,
}

struct GlobalMock {
    value: UnsafeCell<RawValue>,
    mutable: bool,
}

struct TableMock {
    element: ValType,
    values: RefCell<Vec<RawValue>>,
}

#[derive(Default)]
struct ModuleMock {
    functions: RefCell<HashMap<String, Box<FunctionMock>>>,
    memories: Vec<(String, Box<MemoryMock>)>,
    tables: HashMap<String, Box<TableMock>>,
    globals: HashMap<String, Box<GlobalMock>>,
    owned: Option<(*mut c_void, Finalizer)>,
}

struct FrameMock {
    module: *const ModuleMock,
}

unsafe fn text(raw: RawString) -> String {
    // SAFETY: the caller's text is there while it calls.
    let bytes = unsafe { std::slice::from_raw_parts(raw.bytes, raw.length as usize) };
    String::from_utf8_lossy(bytes).into_owned()
}

unsafe fn list(from: *const RawType, count: u32) -> Vec<RawType> {
    if count == 0 {
        return Vec::new();
    }
    // SAFETY: the caller has as many.
    unsafe { std::slice::from_raw_parts(from, count as usize) }.to_vec()
}

const FAILED: RawResult = RawResult(code::HOST_FUNCTION_FAILED);

fn mocked() -> Api {
    use mock::*;
    Api {
        module_create,
        module_add_function,
        module_find_function,
        module_find_memory,
        module_find_table,
        module_find_global,
        function_type_create,
        function_type_delete,
        function_type_params_length: params_length,
        function_type_params: params,
        function_type_results_length: results_length,
        function_type_results: results,
        function_create,
        function_type,
        frame_memory,
        frame_module,
        frame_executor,
        executor_invoke: invoke,
        memory_pointer,
        memory_pages,
        memory_grow,
        table_type,
        table_element,
        table_size,
        table_get,
        table_set,
        global_type,
        global_value_type,
        global_get,
        global_set,
        value_of_function,
        function_of_value,
        value_of_extern,
        extern_of_value,
        value_is_null,
        is_i32,
        is_i64,
        is_f32,
        is_f64,
        is_v128,
        is_func_ref,
        is_extern_ref,
    }
}

/// WebAssembly that calls: memories, functions, tables and globals in Rust.
#[derive(Default)]
pub struct Guest {
    module: ModuleMock,
}

impl Guest {
    /// One that has nothing.
    pub fn new() -> Self {
        install(mocked());
        Guest::default()
    }

    /// With one more memory of so many pages, which can grow to 64; the first is exported as `memory`, the others as `memory1`
    /// and so on.
    pub fn memory(mut self, pages: usize) -> Self {
        let number = self.module.memories.len();
        let name = if number == 0 { "memory".to_owned() } else { format!("memory{number}") };
        let memory = MemoryMock { bytes: UnsafeCell::new(vec![0; pages * PAGE]), most: 64 };
        self.module.memories.push((name, Box::new(memory)));
        self
    }

    /// With an exported function; an error is what the guest traps with.
    pub fn function<P: Results, R: Results>(
        self,
        name: &str,
        function: impl Fn(P) -> Result<R, Trap> + 'static,
    ) -> Self {
        let raw = |types: &[ValType]| types.iter().map(|each| each.raw()).collect();
        let body = move |given: &[RawValue], returned: *mut RawValue| match function(P::load(given)) {
            Ok(results) => {
                // SAFETY: who calls has room for the results of this type.
                unsafe { results.store(returned) };
                RawResult(0)
            }
            Err(trap) => trap.report_code(),
        };
        let made = FunctionMock { params: raw(P::TYPES), results: raw(R::TYPES), body: Body::Guest(Box::new(body)) };
        self.module.functions.borrow_mut().insert(name.to_owned(), Box::new(made));
        self
    }

    /// With an exported global.
    pub fn global<T: GuestType>(mut self, name: &str, value: T, mutable: bool) -> Self {
        let global = GlobalMock { value: UnsafeCell::new(value.write()), mutable };
        self.module.globals.insert(name.to_owned(), Box::new(global));
        self
    }

    /// With an exported table of so many null references of a type.
    pub fn table(mut self, name: &str, element: ValType, size: usize) -> Self {
        let values = RefCell::new(vec![RawValue::new(0, 0, element.raw()); size]);
        self.module.tables.insert(name.to_owned(), Box::new(TableMock { element, values }));
        self
    }

    /// Writes into the first memory.
    pub fn write(&self, offset: usize, bytes: &[u8]) {
        let (_, memory) = self.module.memories.first().expect("the guest has no memory");
        // SAFETY: no host function runs, so nothing else has a reference.
        let all = unsafe { &mut *memory.bytes.get() };
        all[offset..offset + bytes.len()].copy_from_slice(bytes);
    }

    /// Reads from the first memory.
    pub fn read(&self, offset: usize, length: usize) -> Vec<u8> {
        let (_, memory) = self.module.memories.first().expect("the guest has no memory");
        // SAFETY: as above.
        let all = unsafe { &*memory.bytes.get() };
        all[offset..offset + length].to_vec()
    }
}

/// An instance of a module, without a runtime.
pub struct Instance<T: Module> {
    module: *mut ModuleMock,
    _type: PhantomData<T>,
}

impl<T: Module> Instance<T> {
    /// Creates the module.
    ///
    /// # Panics
    ///
    /// When the module cannot be created; it has said why.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        install(mocked());
        // SAFETY: the descriptor is not looked at.
        let module = unsafe { create::<T>(std::ptr::null()) };
        assert!(!module.is_null(), "module '{}' was not created", T::NAME);
        Instance { module: module.cast(), _type: PhantomData }
    }

    /// Calls a host function as the guest does. `P` is a tuple of values.
    pub fn call<P: Results, R: Results>(&self, guest: &Guest, name: &str, params: P) -> Result<R, Trap> {
        // SAFETY: the module is this instance's own.
        let functions = unsafe { (*self.module).functions.borrow() };
        let function = functions.get(name).unwrap_or_else(|| panic!("there is no host function '{name}'"));
        let raw = |types: &[ValType]| types.iter().map(|each| each.raw()).collect::<Vec<_>>();
        assert!(
            function.params == raw(P::TYPES) && function.results == raw(R::TYPES),
            "host function '{name}' has another type"
        );
        let Body::Host(call, data) = function.body else { unreachable!() };
        drop(functions);
        let frame = FrameMock { module: &guest.module };
        let (mut given, mut returned) = ([EMPTY; 32], [EMPTY; 32]);
        // SAFETY: types are equal, so there are as many values; the frame lives as long as the call.
        let result = unsafe {
            params.store(given.as_mut_ptr());
            call(data, std::ptr::from_ref(&frame).cast(), given.as_ptr(), returned.as_mut_ptr())
        };
        Trap::check(result)?;
        Ok(R::load(&returned))
    }
}

impl<T: Module> Drop for Instance<T> {
    fn drop(&mut self) {
        // SAFETY: made by new(), and freed once; functions go after what they were made with, and are not called again.
        unsafe {
            let module = Box::from_raw(self.module);
            if let Some((data, end)) = module.owned {
                end(data);
            }
        }
    }
}
