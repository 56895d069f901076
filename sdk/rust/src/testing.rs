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

// What a runtime does, as far as the SDK asks for it. SAFETY, of each: pointers are those that these functions gave.
mod mock {
    #![allow(clippy::undocumented_unsafe_blocks)]
    use super::*;

    pub unsafe extern "C" fn module_create(
        _: RawString,
        data: *mut c_void,
        end: Option<Finalizer>,
    ) -> *mut ModuleInstance {
        let owned = end.map(|end| (data, end));
        Box::into_raw(Box::new(ModuleMock { owned, ..Default::default() })).cast()
    }
    pub unsafe extern "C" fn module_add_function(
        module: *mut ModuleInstance,
        name: RawString,
        function: *mut FunctionInstance,
    ) {
        unsafe {
            let function = Box::from_raw(function.cast::<FunctionMock>());
            (*module.cast::<ModuleMock>()).functions.borrow_mut().insert(text(name), function);
        }
    }
    pub unsafe extern "C" fn module_find_function(
        module: *const ModuleInstance,
        name: RawString,
    ) -> *mut FunctionInstance {
        unsafe {
            let functions = (*module.cast::<ModuleMock>()).functions.borrow();
            let found = functions.get(&text(name)).map(|each| std::ptr::from_ref(&**each));
            found.map_or(std::ptr::null_mut(), |each| each.cast_mut().cast())
        }
    }
    pub unsafe extern "C" fn module_find_memory(module: *const ModuleInstance, name: RawString) -> *mut MemoryInstance {
        unsafe {
            let name = text(name);
            let found = (*module.cast::<ModuleMock>()).memories.iter().find(|(each, _)| *each == name);
            found.map_or(std::ptr::null_mut(), |(_, each)| std::ptr::from_ref(&**each).cast_mut().cast())
        }
    }
    pub unsafe extern "C" fn module_find_table(module: *const ModuleInstance, name: RawString) -> *mut TableInstance {
        unsafe {
            let found = (*module.cast::<ModuleMock>()).tables.get(&text(name));
            found.map_or(std::ptr::null_mut(), |each| std::ptr::from_ref(&**each).cast_mut().cast())
        }
    }
    pub unsafe extern "C" fn module_find_global(module: *const ModuleInstance, name: RawString) -> *mut GlobalInstance {
        unsafe {
            let found = (*module.cast::<ModuleMock>()).globals.get(&text(name));
            found.map_or(std::ptr::null_mut(), |each| std::ptr::from_ref(&**each).cast_mut().cast())
        }
    }
    pub unsafe extern "C" fn function_type_create(
        params: *const RawType,
        m: u32,
        results: *const RawType,
        n: u32,
    ) -> *mut FunctionType {
        unsafe { Box::into_raw(Box::new(TypeMock { params: list(params, m), results: list(results, n) })).cast() }
    }
    pub unsafe extern "C" fn function_type_delete(ty: *mut FunctionType) {
        unsafe { drop(Box::from_raw(ty.cast::<TypeMock>())) }
    }
    pub unsafe extern "C" fn function_create(
        ty: *const FunctionType,
        function: HostFunction,
        data: *mut c_void,
        _: u64,
    ) -> *mut FunctionInstance {
        unsafe {
            let TypeMock { params, results } = &*ty.cast::<TypeMock>();
            let body = Body::Host(function, data);
            Box::into_raw(Box::new(FunctionMock { params: params.clone(), results: results.clone(), body })).cast()
        }
    }
    // A function serves as its own type.
    pub unsafe extern "C" fn function_type(function: *const FunctionInstance) -> *const FunctionType {
        function.cast()
    }
    pub unsafe extern "C" fn params_length(ty: *const FunctionType) -> u32 {
        unsafe { (*ty.cast::<FunctionMock>()).params.len() as u32 }
    }
    pub unsafe extern "C" fn results_length(ty: *const FunctionType) -> u32 {
        unsafe { (*ty.cast::<FunctionMock>()).results.len() as u32 }
    }
    pub unsafe extern "C" fn params(ty: *const FunctionType, to: *mut RawType, count: u32) -> u32 {
        unsafe {
            let all = &(*ty.cast::<FunctionMock>()).params;
            std::ptr::copy_nonoverlapping(all.as_ptr(), to, all.len().min(count as usize));
            all.len() as u32
        }
    }
    pub unsafe extern "C" fn results(ty: *const FunctionType, to: *mut RawType, count: u32) -> u32 {
        unsafe {
            let all = &(*ty.cast::<FunctionMock>()).results;
            std::ptr::copy_nonoverlapping(all.as_ptr(), to, all.len().min(count as usize));
            all.len() as u32
        }
    }
    pub unsafe extern "C" fn frame_memory(frame: *const CallingFrame, index: u32) -> *mut MemoryInstance {
        unsafe {
            let memories = &(*(*frame.cast::<FrameMock>()).module).memories;
            let found = memories.get(index as usize);
            found.map_or(std::ptr::null_mut(), |(_, each)| std::ptr::from_ref(&**each).cast_mut().cast())
        }
    }
    pub unsafe extern "C" fn frame_module(frame: *const CallingFrame) -> *const ModuleInstance {
        unsafe { (*frame.cast::<FrameMock>()).module.cast() }
    }
    // The frame serves as the executor: it knows who calls.
    pub unsafe extern "C" fn frame_executor(frame: *const CallingFrame) -> *mut Executor {
        frame.cast_mut().cast()
    }
    pub unsafe extern "C" fn invoke(
        executor: *mut Executor,
        function: *const FunctionInstance,
        given: *const RawValue,
        count: u32,
        returned: *mut RawValue,
        _: u32,
    ) -> RawResult {
        unsafe {
            match &(*function.cast::<FunctionMock>()).body {
                Body::Host(function, data) => function(*data, executor.cast(), given, returned),
                Body::Guest(function) => function(std::slice::from_raw_parts(given, count as usize), returned),
            }
        }
    }
    pub unsafe extern "C" fn memory_pointer(memory: *mut MemoryInstance, offset: u64, length: u64) -> *mut u8 {
        unsafe {
            let bytes = &mut *(*memory.cast::<MemoryMock>()).bytes.get();
            match offset.checked_add(length) {
                Some(end) if end <= bytes.len() as u64 => bytes.as_mut_ptr().add(offset as usize),
                _ => std::ptr::null_mut(),
            }
        }
    }
    pub unsafe extern "C" fn memory_pages(memory: *const MemoryInstance) -> u64 {
        unsafe { ((&*(*memory.cast::<MemoryMock>()).bytes.get()).len() / PAGE) as u64 }
    }
    pub unsafe extern "C" fn memory_grow(memory: *mut MemoryInstance, pages: u64) -> RawResult {
        unsafe {
            let memory = &*memory.cast::<MemoryMock>();
            let bytes = &mut *memory.bytes.get();
            let size = bytes.len() as u64 + pages.saturating_mul(PAGE as u64);
            if size > (memory.most * PAGE) as u64 {
                return FAILED;
            }
            // It moves each time, as a memory may.
            let mut moved = vec![0; size as usize];
            moved[..bytes.len()].copy_from_slice(bytes);
            *bytes = moved;
            RawResult(0)
        }
    }
    pub unsafe extern "C" fn table_type(table: *const TableInstance) -> *const TableType {
        table.cast()
    }
    pub unsafe extern "C" fn table_element(table: *const TableType) -> RawType {
        unsafe { (*table.cast::<TableMock>()).element.raw() }
    }
    pub unsafe extern "C" fn table_size(table: *const TableInstance) -> u64 {
        unsafe { (*table.cast::<TableMock>()).values.borrow().len() as u64 }
    }
    pub unsafe extern "C" fn table_get(table: *const TableInstance, value: *mut RawValue, index: u64) -> RawResult {
        unsafe {
            let elements = (*table.cast::<TableMock>()).values.borrow();
            let Some(element) = elements.get(index as usize) else {
                return RawResult(code::TABLE_OUT_OF_BOUNDS);
            };
            *value = *element;
            RawResult(0)
        }
    }
    pub unsafe extern "C" fn table_set(table: *mut TableInstance, value: RawValue, index: u64) -> RawResult {
        unsafe {
            let mut elements = (*table.cast::<TableMock>()).values.borrow_mut();
            let Some(element) = elements.get_mut(index as usize) else {
                return RawResult(code::TABLE_OUT_OF_BOUNDS);
            };
            *element = value;
            RawResult(0)
        }
    }
    pub unsafe extern "C" fn global_type(global: *const GlobalInstance) -> *const GlobalType {
        global.cast()
    }
    pub unsafe extern "C" fn global_value_type(global: *const GlobalType) -> RawType {
        unsafe { (*(*global.cast::<GlobalMock>()).value.get()).kind }
    }
    pub unsafe extern "C" fn global_get(global: *const GlobalInstance) -> RawValue {
        unsafe { *(*global.cast::<GlobalMock>()).value.get() }
    }
    pub unsafe extern "C" fn global_set(global: *mut GlobalInstance, value: RawValue) -> RawResult {
        unsafe {
            let global = &*global.cast::<GlobalMock>();
            let now = global.value.get();
            if !global.mutable || (*now).kind != value.kind {
                return FAILED;
            }
            *now = value;
            RawResult(0)
        }
    }
    pub unsafe extern "C" fn value_of_function(function: *const FunctionInstance) -> RawValue {
        RawValue::new(0, function as usize as u64, ValType::FuncRef.raw())
    }
    pub unsafe extern "C" fn function_of_value(value: RawValue) -> *const FunctionInstance {
        value.bits[1] as usize as *const FunctionInstance
    }
    pub unsafe extern "C" fn value_of_extern(object: *mut c_void) -> RawValue {
        RawValue::new(0, object as usize as u64, ValType::ExternRef.raw())
    }
    pub unsafe extern "C" fn extern_of_value(value: RawValue) -> *mut c_void {
        value.bits[1] as usize as *mut c_void
    }
    macro_rules! types {
        ($($name:ident $kind:ident;)*) => { $(
            pub unsafe extern "C" fn $name(ty: RawType) -> bool {
                ty == ValType::$kind.raw()
            }
        )* };
    }
    types! { is_i32 I32; is_i64 I64; is_f32 F32; is_f64 F64; is_v128 V128; is_func_ref FuncRef; is_extern_ref ExternRef; }

    pub unsafe extern "C" fn value_is_null(value: RawValue) -> bool {
        value.bits[1] == 0
    }
}

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
