//! Module instances: each has a state of its own, which ends with it.

use crate::api::api;
use crate::function::{panic_text, FunctionTable};
use crate::sys::{ModuleDescriptor, ModuleInstance, RawString};
use crate::trap::Trap;
use std::cell::UnsafeCell;
use std::ffi::c_void;
use std::ops::{Deref, DerefMut};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicIsize, Ordering};
use std::sync::Mutex;

/// A module of a plug-in, as the attribute `module` makes it. A value of the type is the state of one module instance.
///
/// The runtime may call from any thread, so the type is `Sync`: what calls change is in an [`Exclusive`](crate::Exclusive), an
/// atomic or a lock, or the function takes `&mut self`.
pub trait Module: Sized + Send + Sync + 'static {
    /// As WebAssembly imports it.
    const NAME: &'static str;
    /// What it is for.
    const DESCRIPTION: &'static str;
    #[doc(hidden)]
    const EXCLUSIVE: bool;
    #[doc(hidden)]
    fn create() -> Result<Self, Trap>;
    #[doc(hidden)]
    fn functions(table: &mut FunctionTable<'_, Self>);
}

/// The state of a module instance, and who uses it.
pub struct Instance<T> {
    state: UnsafeCell<T>,
    name: &'static str,
    /// Some function takes `&mut self`, so uses are counted.
    counted: bool,
    /// Calls that use it; -1 for one that changes it.
    uses: AtomicIsize,
    poisoned: AtomicBool,
    cleanup: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

/// The state during a call.
pub struct Shared<'a, T>(&'a Instance<T>);
/// The state during a call that changes it.
pub struct Changing<'a, T>(&'a Instance<T>);

impl<T> Deref for Shared<'_, T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: nobody changes it: functions that do are counted.
        unsafe { &*self.0.state.get() }
    }
}

impl<T> Drop for Shared<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.0.counted {
            self.0.uses.fetch_sub(1, Ordering::Release);
        }
    }
}

impl<T> Deref for Changing<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: this is the only use.
        unsafe { &*self.0.state.get() }
    }
}

impl<T> DerefMut for Changing<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: this is the only use.
        unsafe { &mut *self.0.state.get() }
    }
}

impl<T> Drop for Changing<'_, T> {
    fn drop(&mut self) {
        self.0.uses.store(0, Ordering::Release);
    }
}

#[cold]
fn poisoned() -> Trap {
    Trap::failed("an earlier call of this module instance panicked: create the module again")
}

#[cold]
fn in_use() -> Trap {
    Trap::failed("the module is in use: the guest called again before a call that changes its state ended")
}

impl<T> Instance<T> {
    fn new(state: T, name: &'static str, counted: bool) -> Self {
        Instance {
            state: UnsafeCell::new(state),
            name,
            counted,
            uses: AtomicIsize::new(0),
            poisoned: AtomicBool::new(false),
            cleanup: Mutex::new(None),
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn poison(&self) {
        self.poisoned.store(true, Ordering::Relaxed);
    }

    #[inline(always)]
    pub(crate) fn shared(&self) -> Result<Shared<'_, T>, Trap> {
        if self.poisoned.load(Ordering::Relaxed) {
            return Err(poisoned());
        }
        if self.counted {
            let used =
                self.uses.fetch_update(Ordering::Acquire, Ordering::Relaxed, |uses| (uses >= 0).then_some(uses + 1));
            used.map_err(|_| in_use())?;
        }
        Ok(Shared(self))
    }

    pub(crate) fn exclusive(&self) -> Result<Changing<'_, T>, Trap> {
        if self.poisoned.load(Ordering::Relaxed) {
            return Err(poisoned());
        }
        let taken = self.uses.compare_exchange(0, -1, Ordering::Acquire, Ordering::Relaxed);
        taken.map_err(|_| in_use())?;
        Ok(Changing(self))
    }
}

impl<T> Drop for Instance<T> {
    fn drop(&mut self) {
        let cleanup = self.cleanup.get_mut().ok().and_then(Option::take);
        if let Some(free) = cleanup {
            free();
        }
    }
}

/// The runtime deletes the module instance.
unsafe extern "C" fn finalize<T>(data: *mut c_void) {
    // SAFETY: it was made by create(), and is given back once.
    let instance = unsafe { Box::from_raw(data.cast::<Instance<T>>()) };
    let name = instance.name;
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(instance))) {
        let text = panic_text(panic);
        let _ = catch_unwind(|| eprintln!("{name}: panicked at its end: {text}"));
    }
}

/// Makes an instance, or returns null when the module's own code fails; it then says why.
///
/// # Safety
///
/// Called by the runtime with the descriptor of this module.
pub unsafe extern "C" fn create<T: Module>(_: *const ModuleDescriptor) -> *mut ModuleInstance {
    let made = catch_unwind(|| {
        let state = T::create()?;
        let instance = Box::into_raw(Box::new(Instance::new(state, T::NAME, T::EXCLUSIVE)));
        // SAFETY: the runtime copies the name, and gives the instance back to finalize() once.
        let module = unsafe { (api().module_create)(RawString::new(T::NAME), instance.cast(), Some(finalize::<T>)) };
        if module.is_null() {
            // SAFETY: it was made above, and the runtime has not taken it.
            drop(unsafe { Box::from_raw(instance) });
            return Err(Trap::failed("the runtime made no module"));
        }
        // SAFETY: it lives as long as the module, which nobody has yet.
        let instance = unsafe { &*instance };
        let mut table = FunctionTable::new(module, instance);
        T::functions(&mut table);
        if let Ok(mut cleanup) = instance.cleanup.lock() {
            *cleanup = Some(table.into_cleanup());
        }
        Ok(module)
    });
    let text = match made {
        Ok(Ok(module)) => return module,
        Ok(Err(trap)) => trap.message().to_owned(),
        Err(panic) => format!("panicked: {}", panic_text(panic)),
    };
    let _ = catch_unwind(|| eprintln!("{}: cannot be created: {text}", T::NAME));
    std::ptr::null_mut()
}
