//! Host functions: from the runtime's values to a Rust function and back, with nothing that can leave it but a result.

use crate::api::api;
use crate::caller::Caller;
use crate::module::Instance;
use crate::sys::*;
use crate::trap::Trap;
use crate::value::{GuestType, Results, Val, ValType};
use std::ffi::c_void;
use std::panic::{catch_unwind, AssertUnwindSafe};

/// The type of one parameter in Rust, which may stand for several of the function's.
pub trait Param: Sized {
    #[doc(hidden)]
    const TYPES: &'static [ValType];
    #[doc(hidden)]
    unsafe fn read(from: *const RawValue) -> Self;
}

impl<T: GuestType> Param for T {
    const TYPES: &'static [ValType] = &[T::TYPE];
    #[inline(always)]
    unsafe fn read(from: *const RawValue) -> Self {
        // SAFETY: the caller has as many values as TYPES has.
        T::read(unsafe { &*from })
    }
}

/// A tuple of parameters.
pub trait Params: Sized {
    #[doc(hidden)]
    fn types(into: &mut Vec<ValType>);
    #[doc(hidden)]
    unsafe fn read(from: *const RawValue) -> Self;
}

macro_rules! param_tuples {
    ($(($($name:ident),*);)*) => { $(
        impl<$($name: Param),*> Params for ($($name,)*) {
            fn types(_into: &mut Vec<ValType>) { $( _into.extend_from_slice($name::TYPES); )* }
            #[inline(always)]
            #[allow(non_snake_case, unused_assignments, unused_mut, unused_variables, clippy::unused_unit)]
            unsafe fn read(from: *const RawValue) -> Self {
                let mut at = 0;
                $(
                    // SAFETY: the runtime gives as many values as the function's type has.
                    let $name = unsafe { $name::read(from.add(at)) };
                    at += $name::TYPES.len();
                )*
                ($($name,)*)
            }
        }
    )* };
}

param_tuples! {
    ();
    (A);
    (A, B);
    (A, B, C);
    (A, B, C, D);
    (A, B, C, D, E);
    (A, B, C, D, E, F);
    (A, B, C, D, E, F, G);
    (A, B, C, D, E, F, G, H);
    (A, B, C, D, E, F, G, H, I);
    (A, B, C, D, E, F, G, H, I, J);
    (A, B, C, D, E, F, G, H, I, J, K);
    (A, B, C, D, E, F, G, H, I, J, K, L);
}

/// What a host function returns: results, or a `Result` of them.
pub trait Outcome {
    #[doc(hidden)]
    const TYPES: &'static [ValType];
    #[doc(hidden)]
    unsafe fn finish(self, to: *mut RawValue) -> Result<(), Trap>;
}

impl<R: Results> Outcome for R {
    const TYPES: &'static [ValType] = R::TYPES;
    #[inline(always)]
    unsafe fn finish(self, to: *mut RawValue) -> Result<(), Trap> {
        // SAFETY: the runtime has room for as many values as the function's type has.
        unsafe { self.store(to) };
        Ok(())
    }
}

impl<R: Results, E: Into<Trap>> Outcome for Result<R, E> {
    const TYPES: &'static [ValType] = R::TYPES;
    #[inline(always)]
    unsafe fn finish(self, to: *mut RawValue) -> Result<(), Trap> {
        let results = self.map_err(Into::into)?;
        // SAFETY: as above.
        unsafe { results.store(to) };
        Ok(())
    }
}

/// Runs a host function behind a fence: a panic is a trap, after which the instance is not entered again.
///
/// # Safety
///
/// `data` is the instance of a `T` that the function was made with; the rest is what the runtime calls it with.
#[inline(always)]
pub unsafe fn call<T, P: Params, O: Outcome>(
    (data, frame, params, returns): (*mut c_void, *const CallingFrame, *const RawValue, *mut RawValue),
    name: &'static str,
    function: impl FnOnce(&T, &mut Caller<'_>, P) -> O,
) -> RawResult {
    // SAFETY: it lives as long as its module, and that as long as the call.
    let instance = unsafe { &*data.cast::<Instance<T>>() };
    let run = || {
        let state = instance.shared()?;
        // SAFETY: the frame is that of this call; values are as the type says.
        unsafe {
            let mut caller = Caller::new(frame);
            function(&state, &mut caller, P::read(params)).finish(returns)
        }
    };
    fenced(instance, name, run)
}

/// The same for a function that changes the state: others meanwhile are a trap.
///
/// # Safety
///
/// As for `call`.
#[inline(always)]
pub unsafe fn call_mut<T, P: Params, O: Outcome>(
    (data, frame, params, returns): (*mut c_void, *const CallingFrame, *const RawValue, *mut RawValue),
    name: &'static str,
    function: impl FnOnce(&mut T, &mut Caller<'_>, P) -> O,
) -> RawResult {
    // SAFETY: as in call().
    let instance = unsafe { &*data.cast::<Instance<T>>() };
    let run = || {
        let mut state = instance.exclusive()?;
        // SAFETY: as in call().
        unsafe {
            let mut caller = Caller::new(frame);
            function(&mut state, &mut caller, P::read(params)).finish(returns)
        }
    };
    fenced(instance, name, run)
}

#[inline(always)]
fn fenced<T>(instance: &Instance<T>, name: &'static str, run: impl FnOnce() -> Result<(), Trap>) -> RawResult {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(())) => RawResult(0),
        Ok(Err(trap)) => report(instance.name(), name, trap),
        Err(panic) => {
            instance.poison();
            report(instance.name(), name, Trap::failed(format!("panicked: {}", panic_text(panic))))
        }
    }
}

#[cold]
fn report(module: &str, name: &str, trap: Trap) -> RawResult {
    let place = format!("{module}.{name}");
    // What is written may fail, and a message's own code may panic: neither may leave.
    let code = trap.report_code();
    catch_unwind(AssertUnwindSafe(|| trap.report(&place))).unwrap_or_else(|panic| {
        std::mem::forget(panic);
        code
    })
}

/// What a panic says. Its value is never dropped: that may panic again, outside of every fence.
pub(crate) fn panic_text(panic: Box<dyn std::any::Any + Send>) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "with a value that is no text".to_owned());
    std::mem::forget(panic);
    text
}

/// The type of a function that is made from data.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionType {
    /// In order.
    pub params: Vec<ValType>,
    /// In order.
    pub results: Vec<ValType>,
}

type Dynamic<T> = dyn Fn(&T, &mut Caller<'_>, &[Val]) -> Result<Vec<Val>, Trap> + Send + Sync;

/// A function that is made from data, with all that a call needs.
struct DynamicFunction<T: 'static> {
    instance: *const Instance<T>,
    name: String,
    ty: FunctionType,
    function: Box<Dynamic<T>>,
}

/// The functions of a module, as they are being made.
pub struct FunctionTable<'m, T: 'static> {
    module: *mut ModuleInstance,
    instance: &'m Instance<T>,
    made: Vec<*mut DynamicFunction<T>>,
}

impl<'m, T: 'static> FunctionTable<'m, T> {
    pub(crate) fn new(module: *mut ModuleInstance, instance: &'m Instance<T>) -> Self {
        FunctionTable { module, instance, made: Vec::new() }
    }

    fn add_raw(
        &mut self,
        name: &str,
        params: &[ValType],
        results: &[ValType],
        function: HostFunction,
        data: *mut c_void,
    ) {
        let raw = |types: &[ValType]| types.iter().map(|each| each.raw()).collect::<Vec<_>>();
        let (params, results) = (raw(params), raw(results));
        // SAFETY: the runtime copies types and name, and takes the function into the module.
        unsafe {
            let ty = (api().function_type_create)(
                params.as_ptr(),
                params.len() as u32,
                results.as_ptr(),
                results.len() as u32,
            );
            let made = (api().function_create)(ty, function, data, 0);
            (api().function_type_delete)(ty);
            (api().module_add_function)(self.module, RawString::borrowed(name), made);
        }
    }

    #[doc(hidden)]
    pub fn typed<P: Params, O: Outcome>(&mut self, name: &str, function: HostFunction) {
        let mut params = Vec::new();
        P::types(&mut params);
        let data = std::ptr::from_ref(self.instance).cast_mut().cast();
        self.add_raw(name, &params, O::TYPES, function, data);
    }

    /// A function whose type is known when the program runs. Its results are checked against the type.
    pub fn add(
        &mut self,
        name: impl Into<String>,
        ty: FunctionType,
        function: impl Fn(&T, &mut Caller<'_>, &[Val]) -> Result<Vec<Val>, Trap> + Send + Sync + 'static,
    ) {
        let name = name.into();
        let made = Box::into_raw(Box::new(DynamicFunction {
            instance: self.instance,
            name: name.clone(),
            ty: ty.clone(),
            function: Box::new(function),
        }));
        self.made.push(made);
        self.add_raw(&name, &ty.params, &ty.results, call_dynamic::<T>, made.cast());
    }

    /// What frees the functions that were made from data; the instance calls it at its end.
    pub(crate) fn into_cleanup(self) -> Box<dyn FnOnce() + Send> {
        struct Made<T: 'static>(Vec<*mut DynamicFunction<T>>);
        // SAFETY: they are freed by whichever thread deletes the module, after the last call.
        unsafe impl<T> Send for Made<T> {}
        impl<T> Made<T> {
            fn free(self) {
                for each in self.0 {
                    // SAFETY: made by add(), and freed once.
                    drop(unsafe { Box::from_raw(each) });
                }
            }
        }
        let made = Made(self.made);
        Box::new(move || made.free())
    }
}

unsafe extern "C" fn call_dynamic<T: 'static>(
    data: *mut c_void,
    frame: *const CallingFrame,
    params: *const RawValue,
    returns: *mut RawValue,
) -> RawResult {
    // SAFETY: it was made with the function, and lives as long as the instance.
    let made = unsafe { &*data.cast::<DynamicFunction<T>>() };
    // SAFETY: as above.
    let instance = unsafe { &*made.instance };
    let run = || {
        let state = instance.shared()?;
        // SAFETY: there are as many values as the type has.
        let given: Vec<Val> =
            made.ty.params.iter().enumerate().map(|(at, kind)| Val::read(*kind, unsafe { &*params.add(at) })).collect();
        // SAFETY: the frame is that of this call.
        let mut caller = unsafe { Caller::new(frame) };
        let results = (made.function)(&state, &mut caller, &given)?;
        let types: Vec<ValType> = results.iter().map(Val::ty).collect();
        if types != made.ty.results {
            return Err(Trap::failed(format!("it returned {types:?}, expected {:?}", made.ty.results)));
        }
        for (at, value) in results.into_iter().enumerate() {
            // SAFETY: there is room for as many values as the type has.
            unsafe { returns.add(at).write(value.write()) };
        }
        Ok(())
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(())) => RawResult(0),
        Ok(Err(trap)) => report(instance.name(), &made.name, trap),
        Err(panic) => {
            instance.poison();
            report(instance.name(), &made.name, Trap::failed(format!("panicked: {}", panic_text(panic))))
        }
    }
}
