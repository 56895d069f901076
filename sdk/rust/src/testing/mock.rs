//! What a runtime does, as far as the SDK asks for it. SAFETY, of each: pointers are those that these functions gave.
#![allow(clippy::undocumented_unsafe_blocks)]

use super::*;

pub unsafe extern "C" fn module_create(_: RawString, data: *mut c_void, end: Option<Finalizer>) -> *mut ModuleInstance {
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
pub unsafe extern "C" fn module_find_function(module: *const ModuleInstance, name: RawString) -> *mut FunctionInstance {
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
