//! The state of a module instance: how long it lives, and who may change it.

use std::cell::Cell;
use std::rc::Rc;
use wasmedge_plugin::testing::{Guest, Instance};
use wasmedge_plugin::{code, module, Caller, Handles, Trap};

/// A state that calls change by `&mut self`, and that is counted.
struct Files {
    open: Handles<Vec<u8>>,
}

thread_local! {
    /// Of this test, as each has a thread of its own.
    static ALIVE: Cell<u32> = const { Cell::new(0) };
}

impl Drop for Files {
    fn drop(&mut self) {
        ALIVE.set(ALIVE.get() - 1);
    }
}

#[module("files")]
impl Files {
    #[create]
    fn new() -> Result<Self, Trap> {
        ALIVE.set(ALIVE.get() + 1);
        Ok(Files { open: Handles::new() })
    }

    #[host_function]
    fn open(&mut self) -> Result<u32, Trap> {
        self.open.insert(vec![1, 2, 3])
    }

    #[host_function]
    fn close(&mut self, number: u32) -> Result<u32, Trap> {
        Ok(self.open.remove(number)?.len() as u32)
    }

    #[host_function]
    fn count(&self) -> u32 {
        self.open.len() as u32
    }

    #[host_function]
    fn reenter(&mut self, caller: &mut Caller) -> Result<u32, Trap> {
        let count = caller.func::<(), u32>("count")?;
        count.call(caller, ())
    }
}

#[test]
fn a_state_lives_as_long_as_its_instance() {
    let guest = Guest::new();
    let left = Handles::<Vec<u8>>::left();
    {
        let (one, other) = (Instance::<Files>::new(), Instance::<Files>::new());
        assert_eq!(ALIVE.get(), 2);
        let first = one.call::<(), u32>(&guest, "open", ()).unwrap();
        assert!(other.call::<_, u32>(&guest, "close", (first,)).is_err(), "each has its own");
        assert_eq!(one.call::<_, u32>(&guest, "close", (first,)).unwrap(), 3);
        assert!(one.call::<_, u32>(&guest, "close", (first,)).is_err(), "closed is closed");
        let second = one.call::<(), u32>(&guest, "open", ()).unwrap();
        assert_ne!(first, second, "no number is given twice");
        assert_eq!(one.call::<(), u32>(&guest, "count", ()).unwrap(), 1);
    }
    assert_eq!(ALIVE.get(), 0);
    assert_eq!(Handles::<Vec<u8>>::left() - left, 1, "what the guest left open");
}

#[test]
fn re_entrancy_never_gives_a_second_reference() {
    let module = Rc::new(Instance::<Files>::new());
    thread_local! { static MODULE: std::cell::RefCell<Option<Rc<Instance<Files>>>> = const { std::cell::RefCell::new(None) }; }
    MODULE.set(Some(module.clone()));
    let guest = Guest::new().function("count", |(): ()| {
        let module = MODULE.with_borrow(Clone::clone).unwrap();
        module.call::<(), u32>(&Guest::new(), "count", ())
    });
    let trap = module.call::<(), u32>(&guest, "reenter", ()).unwrap_err();
    assert_eq!(trap.code(), code::HOST_FUNCTION_FAILED);
    assert_eq!(module.call::<(), u32>(&guest, "count", ()).unwrap(), 0, "it is free again");
    MODULE.set(None);
}
