//! The WebAssembly that calls: its memories, functions, tables and globals.

use crate::api::{api, fits, size};
use crate::memory::{Memory, MemoryMut};
use crate::sys::*;
use crate::trap::{code, Trap};
use crate::value::{FuncRef, GuestType, Results, Val, ValType};
use std::marker::PhantomData;

/// Most values that a call back has; a call back with so many allocates nothing.
const MOST: usize = 16;

/// Who called the host function. What is borrowed from it ends before anything can run that might change the memory: calls back
/// and growth take it by `&mut`.
pub struct Caller<'c> {
    frame: *const CallingFrame,
    _call: PhantomData<&'c mut ()>,
}

impl<'c> Caller<'c> {
    /// # Safety
    ///
    /// The frame is that of a host call, and the caller ends with it.
    pub(crate) unsafe fn new(frame: *const CallingFrame) -> Self {
        Caller { frame, _call: PhantomData }
    }

    #[inline]
    fn find_memory(&self, index: u32) -> Result<*mut MemoryInstance, Trap> {
        // SAFETY: the frame is that of the running call.
        let memory = unsafe { (api().frame_memory)(self.frame, index) };
        if memory.is_null() {
            return Err(no_memory(index));
        }
        Ok(memory)
    }

    /// The memory of this number, to read; a trap when there is none.
    #[inline]
    pub fn memory(&self, index: u32) -> Result<Memory<'_>, Trap> {
        Ok(Memory::new(self.find_memory(index)?))
    }

    /// The memory of this number, to read and write; a trap when there is none.
    #[inline]
    pub fn memory_mut(&mut self, index: u32) -> Result<MemoryMut<'_>, Trap> {
        Ok(MemoryMut::new(self.find_memory(index)?))
    }

    /// The exported memory of this name, to read and write.
    pub fn exported_memory(&mut self, name: &str) -> Result<MemoryMut<'_>, Trap> {
        self.export("memory", name, api().module_find_memory).map(MemoryMut::new)
    }

    /// An export of the calling module.
    fn export<T>(
        &self,
        kind: &str,
        name: &str,
        find: unsafe extern "C" fn(*const ModuleInstance, RawString) -> *mut T,
    ) -> Result<*mut T, Trap> {
        // SAFETY: the frame is that of the running call; the name is read only.
        let found = unsafe {
            let module = (api().frame_module)(self.frame);
            if module.is_null() {
                std::ptr::null_mut()
            } else {
                find(module, RawString::borrowed(name))
            }
        };
        if found.is_null() {
            let code = if kind == "function" { code::FUNCTION_NOT_FOUND } else { code::HOST_FUNCTION_FAILED };
            return Err(Trap::wasm(code, format!("the caller exports no {kind} '{name}'")));
        }
        Ok(found)
    }

    /// The exported function of this name, whose type is checked here, once. `P` is a tuple of the parameters' types.
    ///
    /// ```no_run
    /// # use wasmedge_plugin::{Caller, Trap};
    /// # fn f(caller: &mut Caller) -> Result<(), Trap> {
    /// let malloc = caller.func::<(u32,), u32>("malloc")?;
    /// let address = malloc.call(caller, (16,))?;
    /// # Ok(()) }
    /// ```
    pub fn func<P: Results, R: Results>(&self, name: &str) -> Result<TypedFunc<'c, P, R>, Trap> {
        let function = self.export("function", name, api().module_find_function)?;
        TypedFunc::check(function, || format!("function '{name}' of the caller"))
    }

    /// A function that WebAssembly passed.
    pub fn typed<P: Results, R: Results>(&self, function: FuncRef) -> Result<TypedFunc<'c, P, R>, Trap> {
        TypedFunc::check(function.0.as_ptr(), || "the function reference".to_owned())
    }

    /// The exported table of this name.
    pub fn table(&mut self, name: &str) -> Result<Table<'_>, Trap> {
        let table = self.export("table", name, api().module_find_table)?;
        // SAFETY: the table and its type are the caller's.
        let element = ValType::from_raw(unsafe { (api().table_element)((api().table_type)(table)) });
        Ok(Table { table, element, _bound: PhantomData })
    }

    /// The exported global of this name.
    pub fn global(&mut self, name: &str) -> Result<Global<'_>, Trap> {
        let global = self.export("global", name, api().module_find_global)?;
        // SAFETY: the global and its type are the caller's.
        let value = ValType::from_raw(unsafe { (api().global_value_type)((api().global_type)(global)) });
        Ok(Global { global, value, _bound: PhantomData })
    }
}

#[cold]
fn no_memory(index: u32) -> Trap {
    Trap::failed(format!("the caller has no memory {index}"))
}

/// A trap unless what holds a value is for values of the type `T`: a reference of one kind read as another would be followed to
/// what it does not point to.
fn expect_type<T: GuestType>(what: &str, actual: Option<ValType>) -> Result<(), Trap> {
    if actual == Some(T::TYPE) {
        return Ok(());
    }
    let actual = actual.map_or_else(|| "a type that is unknown here".to_owned(), |kind| format!("{kind:?}"));
    Err(Trap::failed(format!("the {what} holds {actual}, expected {:?}", T::TYPE)))
}

/// A function of the caller with a type that has been checked.
pub struct TypedFunc<'c, P, R> {
    function: *const FunctionInstance,
    _type: PhantomData<fn(P) -> R>,
    _call: PhantomData<&'c ()>,
}

impl<P, R> Clone for TypedFunc<'_, P, R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P, R> Copy for TypedFunc<'_, P, R> {}

type ListTypes = unsafe extern "C" fn(*const FunctionType, *mut RawType, u32) -> u32;

/// Types of a function, as far as they are looked at here.
fn types_of(
    kind: *const FunctionType,
    length: unsafe extern "C" fn(*const FunctionType) -> u32,
    list: ListTypes,
) -> Vec<Option<ValType>> {
    // SAFETY: the type is the function's; the room is as large as is said.
    unsafe {
        let count = length(kind);
        let mut raw = vec![RawType([0; 8]); count as usize];
        list(kind, raw.as_mut_ptr(), count);
        raw.into_iter().map(ValType::from_raw).collect()
    }
}

fn is_same(actual: &[Option<ValType>], expected: &[ValType]) -> bool {
    actual.iter().copied().eq(expected.iter().copied().map(Some))
}

impl<'c, P: Results, R: Results> TypedFunc<'c, P, R> {
    fn check(function: *const FunctionInstance, what: impl Fn() -> String) -> Result<Self, Trap> {
        // SAFETY: the function is one of the runtime's, and lives as long as the call.
        let kind = unsafe { (api().function_type)(function) };
        let params = types_of(kind, api().function_type_params_length, api().function_type_params);
        let results = types_of(kind, api().function_type_results_length, api().function_type_results);
        if is_same(&params, P::TYPES) && is_same(&results, R::TYPES) {
            return Ok(TypedFunc { function, _type: PhantomData, _call: PhantomData });
        }
        let message =
            format!("{} takes {params:?} and returns {results:?}, expected {:?} and {:?}", what(), P::TYPES, R::TYPES);
        Err(Trap::wasm(code::FUNCTION_TYPE_MISMATCH, message))
    }

    /// Calls it. A failure of the callee is a trap with its code, which ends this call, too, by `?`.
    pub fn call(&self, caller: &mut Caller<'c>, params: P) -> Result<R, Trap> {
        const EMPTY: RawValue = RawValue::new(0, 0, RawType([0; 8]));
        let mut given = [EMPTY; MOST];
        let mut returned = [EMPTY; MOST];
        const { assert!(P::TYPES.len() <= MOST && R::TYPES.len() <= MOST) };
        // SAFETY: there is room for all values; the frame is that of the running call; types have been checked.
        let result = unsafe {
            params.store(given.as_mut_ptr());
            let executor = (api().frame_executor)(caller.frame);
            (api().executor_invoke)(
                executor,
                self.function,
                given.as_ptr(),
                P::TYPES.len() as u32,
                returned.as_mut_ptr(),
                R::TYPES.len() as u32,
            )
        };
        Trap::check(result)?;
        Ok(R::load(&returned))
    }
}

/// A table of the caller.
pub struct Table<'a> {
    table: *mut TableInstance,
    element: Option<ValType>,
    _bound: PhantomData<&'a mut ()>,
}

impl Table<'_> {
    /// How many elements it has.
    pub fn size(&self) -> u64 {
        // SAFETY: the table is the caller's.
        size(unsafe { (api().table_size)(self.table) })
    }

    /// A trap unless `T` is the type of elements, and the runtime takes the number whole.
    fn check<T: GuestType>(&self, index: u64) -> Result<(), Trap> {
        expect_type::<T>("table", self.element)?;
        if fits(index) {
            return Ok(());
        }
        Err(Trap::wasm(code::TABLE_OUT_OF_BOUNDS, format!("the table has no element {index}")))
    }

    /// The element of this number: `Option<FuncRef>` or `Option<ExternRef>`; a trap when there is none, or it is of another type.
    pub fn get<T: GuestType>(&self, index: u64) -> Result<T, Trap> {
        self.check::<T>(index)?;
        let mut value = RawValue::new(0, 0, RawType([0; 8]));
        // SAFETY: the table is the caller's; there is room for a value.
        Trap::check(unsafe { (api().table_get)(self.table, &mut value, index) })?;
        Ok(T::read(&value))
    }

    /// Puts an element there; a trap when there is no such place, or it is of another type.
    pub fn set<T: GuestType>(&mut self, index: u64, value: T) -> Result<(), Trap> {
        self.check::<T>(index)?;
        // SAFETY: the table is the caller's, and the value is of its type.
        Trap::check(unsafe { (api().table_set)(self.table, value.write(), index) })
    }
}

/// A global of the caller.
pub struct Global<'a> {
    global: *mut GlobalInstance,
    value: Option<ValType>,
    _bound: PhantomData<&'a mut ()>,
}

impl Global<'_> {
    /// Its value; a trap when it is of another type.
    pub fn get<T: GuestType>(&self) -> Result<T, Trap> {
        expect_type::<T>("global", self.value)?;
        // SAFETY: the global is the caller's.
        let value = unsafe { (api().global_get)(self.global) };
        Ok(T::read(&value))
    }

    /// Its value of whatever type; none for a type that this crate does not know.
    pub fn value(&self) -> Option<Val> {
        // SAFETY: the global is the caller's.
        let value = unsafe { (api().global_get)(self.global) };
        self.value.map(|kind| Val::read(kind, &value))
    }

    /// Sets it; a trap when it cannot be changed, or is of another type.
    pub fn set<T: GuestType>(&mut self, value: T) -> Result<(), Trap> {
        expect_type::<T>("global", self.value)?;
        // SAFETY: the global is the caller's, and the value is of its type.
        Trap::check(unsafe { (api().global_set)(self.global, value.write()) })
    }
}
