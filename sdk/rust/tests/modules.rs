//! A module and a caller in Rust: all that can pass between them.

use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use wasmedge_plugin::testing::{Guest, Instance};
use wasmedge_plugin::{
    code, module, Caller, Exclusive, ExternRef, FuncRef, FunctionTable, FunctionType, GuestPtr, GuestSlice, GuestStr,
    Module, Trap, Val, ValType, V128,
};

#[derive(Default)]
struct Everything {
    calls: AtomicU32,
    total: Exclusive<u64>,
}

/// The value of a panic that panics itself when it is dropped.
struct PanicsAgain;

impl Drop for PanicsAgain {
    fn drop(&mut self) {
        panic!("again");
    }
}

enum Problem {
    Missing,
    Full,
}

impl From<Problem> for i32 {
    fn from(problem: Problem) -> i32 {
        match problem {
            Problem::Missing => 44,
            Problem::Full => 51,
        }
    }
}

/// All there is.
///
/// This is not in the description.
#[module("everything")]
impl Everything {
    #[host_function]
    fn add(&self, a: i32, b: i32) -> i32 {
        self.calls.fetch_add(1, Ordering::Relaxed);
        a.wrapping_add(b)
    }

    #[host_function]
    #[allow(clippy::too_many_arguments)]
    fn echo(&self, a: u32, b: u64, c: f32, d: f64, e: V128, f: bool, g: i64) -> (i64, bool, V128, f64, f32, u64, u32) {
        (g, f, e, d, c, b, a)
    }

    #[host_function]
    fn references(&self, f: Option<FuncRef>, e: Option<ExternRef>) -> (Option<FuncRef>, Option<ExternRef>) {
        (f, e)
    }

    #[host_function]
    fn nothing(&self) {}

    #[host_function(name = "a name with spaces")]
    fn named(&self) -> u32 {
        7
    }

    #[host_function]
    fn r#match(&self) -> u32 {
        8
    }

    #[host_function]
    fn read(&self, caller: &Caller, at: GuestPtr<u16>) -> Result<u32, Trap> {
        Ok(u32::from(at.read(caller)?))
    }

    #[host_function]
    fn length(&self, caller: &Caller, text: GuestStr) -> Result<u32, Trap> {
        Ok(text.get(caller)?.chars().count() as u32)
    }

    #[host_function]
    fn sum(&self, caller: &mut Caller, numbers: GuestSlice<i32>, result: GuestPtr<i64>) -> Result<(), Trap> {
        let sum = numbers.to_vec(caller)?.into_iter().map(i64::from).sum();
        result.write(caller, sum)
    }

    #[host_function]
    fn fill(&self, caller: &mut Caller, bytes: GuestSlice<u8>, value: u32) -> Result<(), Trap> {
        bytes.bytes_mut(caller)?.fill(value as u8);
        Ok(())
    }

    #[host_function]
    fn second(&self, caller: &mut Caller) -> Result<u64, Trap> {
        let value = caller.memory(1)?.read::<u8>(0u32)?;
        caller.exported_memory("memory1")?.write(0u32, value + 1)?;
        let before = caller.memory_mut(1)?.grow(2)?;
        Ok(before * 100 + caller.memory(1)?.pages())
    }

    #[host_function]
    fn call_back(&self, caller: &mut Caller, size: u32) -> Result<u32, Trap> {
        let malloc = caller.func::<(u32,), u32>("malloc")?;
        let address = malloc.call(caller, (size,))?;
        caller.memory_mut(0)?.copy_from(address, b"called back")?;
        Ok(address)
    }

    #[host_function]
    fn wrong_type(&self, caller: &mut Caller) -> Result<(), Trap> {
        caller.func::<(i64,), ()>("malloc")?.call(caller, (1,))
    }

    #[host_function]
    fn globals(&self, caller: &mut Caller) -> Result<i32, Trap> {
        let mut global = caller.global("counter")?;
        let value: i32 = global.get()?;
        assert!(global.get::<i64>().is_err());
        assert_eq!(global.value(), Some(Val::I32(value)));
        global.set(value + 1)?;
        caller.global("constant")?.set(1i32).map(|()| value)
    }

    #[host_function]
    fn tables(&self, caller: &mut Caller) -> Result<u64, Trap> {
        let mut table = caller.table("functions")?;
        assert_eq!(table.get::<Option<FuncRef>>(0)?, None);
        assert!(table.get::<Option<ExternRef>>(0).is_err());
        assert!(table.get::<i64>(0).is_err());
        assert!(table.set::<Option<ExternRef>>(0, None).is_err());
        table.set::<Option<FuncRef>>(1, None)?;
        let mut objects = caller.table("objects")?;
        objects.set::<Option<ExternRef>>(0, None)?;
        assert!(objects.get::<Option<FuncRef>>(0).is_err());
        let mut table = caller.table("functions")?;
        let size = table.size();
        // Not the one that is left when only 32 bits are looked at.
        assert_eq!(table.get::<Option<FuncRef>>(1 << 32).unwrap_err().code(), code::TABLE_OUT_OF_BOUNDS);
        assert_eq!(table.set::<Option<FuncRef>>(size, None).unwrap_err().code(), code::TABLE_OUT_OF_BOUNDS);
        Ok(size)
    }

    #[host_function(errno)]
    fn open(&self, number: u32) -> Result<(), Problem> {
        match number {
            0 => Ok(()),
            1 => Err(Problem::Missing),
            _ => Err(Problem::Full),
        }
    }

    #[host_function]
    fn parse(&self, caller: &Caller, text: GuestStr) -> Result<i32, Trap> {
        Ok(text.get(caller)?.parse::<i32>()?)
    }

    #[host_function]
    fn fail(&self, code: u32) -> Result<(), Trap> {
        Err(Trap::new(code, "as asked"))
    }

    #[host_function]
    fn terminate(&self) -> Result<(), Trap> {
        Err(Trap::terminate())
    }

    #[host_function]
    fn panic(&self, how: u32) -> u32 {
        if how > 0 {
            if how == 2 {
                std::panic::panic_any(PanicsAgain);
            }
            panic!("for the test: {how}");
        }
        self.calls.load(Ordering::Relaxed)
    }

    #[host_function]
    fn again(&self, caller: &mut Caller) -> Result<u64, Trap> {
        self.total.with(|total| {
            *total += 1;
            caller.func::<(), ()>("again")?.call(caller, ())?;
            Ok(*total)
        })
    }

    #[functions]
    fn more(table: &mut FunctionTable<Self>) {
        for factor in [2, 3] {
            let ty = FunctionType { params: vec![ValType::I32], results: vec![ValType::I64] };
            table.add(format!("times_{factor}"), ty, move |_, _, params| match params {
                [Val::I32(value)] => Ok(vec![Val::I64(i64::from(*value) * factor)]),
                _ => unreachable!(),
            });
        }
        let ty = FunctionType { params: vec![], results: vec![ValType::I32] };
        table.add("wrong", ty, |_, _, _| Ok(vec![Val::F32(1.0)]));
    }
}

fn guest() -> Guest {
    Guest::new().memory(1).memory(1).function("malloc", |(size,): (u32,)| {
        if size > 1000 {
            return Err(Trap::wasm(code::MEMORY_OUT_OF_BOUNDS, "no more"));
        }
        Ok(100u32)
    })
}

#[test]
fn describes_itself() {
    assert_eq!(Everything::NAME, "everything");
    assert_eq!(Everything::DESCRIPTION, "All there is.");
}

#[test]
fn passes_all_types() {
    let (module, guest) = (Instance::<Everything>::new(), guest());
    assert_eq!(module.call::<_, i32>(&guest, "add", (i32::MAX, 1)).unwrap(), i32::MIN);
    let wide = V128(0x0123_4567_89ab_cdef_0011_2233_4455_6677);
    let given = (u32::MAX, u64::MAX, -0.0f32, f64::INFINITY, wide, true, i64::MIN);
    let echoed: (i64, bool, V128, f64, f32, u64, u32) = module.call(&guest, "echo", given).unwrap();
    assert_eq!(echoed, (i64::MIN, true, wide, f64::INFINITY, -0.0, u64::MAX, u32::MAX));
    assert!(echoed.4.is_sign_negative());
    let nan = f32::from_bits(0x7fa0_0001);
    let given = (0, 0, nan, 0.0f64, V128(0), false, 0i64);
    let echoed: (i64, bool, V128, f64, f32, u64, u32) = module
        .call(&guest, "echo", (given.0 as u32, given.1 as u64, given.2, given.3, given.4, given.5, given.6))
        .unwrap();
    assert_eq!(echoed.4.to_bits(), nan.to_bits(), "the bits of a NaN stay");
    let none: (Option<FuncRef>, Option<ExternRef>) = (None, None);
    assert_eq!(module.call::<_, (Option<FuncRef>, Option<ExternRef>)>(&guest, "references", none).unwrap(), none);
    module.call::<(), ()>(&guest, "nothing", ()).unwrap();
    assert_eq!(module.call::<(), u32>(&guest, "a name with spaces", ()).unwrap(), 7);
    assert_eq!(module.call::<(), u32>(&guest, "match", ()).unwrap(), 8);
}

#[test]
fn reads_and_writes_memory_within_its_bounds() {
    let (module, guest) = (Instance::<Everything>::new(), guest());
    guest.write(10, &[0x34, 0x12]);
    assert_eq!(module.call::<_, u32>(&guest, "read", (10,)).unwrap(), 0x1234);
    for outside in [65_535u32, 65_536, u32::MAX] {
        let trap = module.call::<_, u32>(&guest, "read", (outside,)).unwrap_err();
        assert_eq!((trap.code(), trap.is_user()), (code::MEMORY_OUT_OF_BOUNDS, false));
    }
    guest.write(20, "größe".as_bytes());
    assert_eq!(module.call::<_, u32>(&guest, "length", (20u32, 7u32)).unwrap(), 5);
    assert_eq!(module.call::<_, u32>(&guest, "length", (u32::MAX, 0u32)).unwrap(), 0, "nothing is nowhere");
    assert_eq!(
        module.call::<_, u32>(&guest, "length", (20u32, 3u32)).unwrap_err().code(),
        code::HOST_FUNCTION_FAILED,
        "half a character"
    );
    for (at, number) in [1i32, -2, 30].iter().enumerate() {
        guest.write(40 + 4 * at, &number.to_le_bytes());
    }
    module.call::<_, ()>(&guest, "sum", (40u32, 3u32, 61u32)).unwrap();
    assert_eq!(guest.read(61, 8), 29i64.to_le_bytes());
    let many = module.call::<_, ()>(&guest, "sum", (0u32, u32::MAX, 0u32));
    assert_eq!(many.unwrap_err().code(), code::MEMORY_OUT_OF_BOUNDS);
    module.call::<_, ()>(&guest, "fill", (70u32, 3u32, 9u32)).unwrap();
    assert_eq!(guest.read(69, 5), [0, 9, 9, 9, 0]);
}

#[test]
fn knows_several_memories_tables_and_globals() {
    let module = Instance::<Everything>::new();
    let guest = guest()
        .global("counter", 5i32, true)
        .global("constant", 1i32, false)
        .table("functions", ValType::FuncRef, 3)
        .table("objects", ValType::ExternRef, 1);
    assert_eq!(module.call::<(), u64>(&guest, "second", ()).unwrap(), 103);
    assert_eq!(module.call::<(), u64>(&guest, "tables", ()).unwrap(), 3);
    let trap = module.call::<(), i32>(&guest, "globals", ()).unwrap_err();
    assert_eq!(trap.code(), code::HOST_FUNCTION_FAILED, "a constant stays");
    let lonely = Guest::new();
    for (name, what) in [("second", "memory"), ("tables", "table"), ("globals", "global")] {
        let failed = match name {
            "globals" => module.call::<(), i32>(&lonely, name, ()).map(|_| ()),
            _ => module.call::<(), u64>(&lonely, name, ()).map(|_| ()),
        };
        assert!(failed.is_err(), "{what}");
    }
}

#[test]
fn calls_back_by_a_checked_type() {
    let (module, guest) = (Instance::<Everything>::new(), guest());
    assert_eq!(module.call::<_, u32>(&guest, "call_back", (16u32,)).unwrap(), 100);
    assert_eq!(guest.read(100, 11), b"called back");
    let failed = module.call::<_, u32>(&guest, "call_back", (5000u32,)).unwrap_err();
    assert_eq!(failed.code(), code::MEMORY_OUT_OF_BOUNDS, "the callee's own");
    let wrong = module.call::<(), ()>(&guest, "wrong_type", ()).unwrap_err();
    assert_eq!(wrong.code(), code::FUNCTION_TYPE_MISMATCH);
}

#[test]
fn fails_in_three_ways() {
    let (module, guest) = (Instance::<Everything>::new(), guest());
    for (number, expected) in [(0u32, 0), (1, 44), (2, 51)] {
        assert_eq!(module.call::<_, i32>(&guest, "open", (number,)).unwrap(), expected);
    }
    let trap = module.call::<_, ()>(&guest, "fail", (77u32,)).unwrap_err();
    assert_eq!((trap.code(), trap.is_user()), (77, true));
    assert!(module.call::<(), ()>(&guest, "terminate", ()).unwrap_err().is_termination());
    guest.write(0, b"12x");
    assert_eq!(module.call::<_, i32>(&guest, "parse", (0u32, 2u32)).unwrap(), 12);
    let parsed = module.call::<_, i32>(&guest, "parse", (0u32, 3u32)).unwrap_err();
    assert_eq!(parsed.code(), code::HOST_FUNCTION_FAILED);
}

#[test]
fn a_panic_is_a_trap_and_the_end_of_the_instance() {
    let (module, guest) = (Instance::<Everything>::new(), guest());
    assert_eq!(module.call::<_, u32>(&guest, "panic", (0u32,)).unwrap(), 0);
    let trap = module.call::<_, u32>(&guest, "panic", (1u32,)).unwrap_err();
    assert_eq!(trap.code(), code::HOST_FUNCTION_FAILED);
    assert!(module.call::<_, i32>(&guest, "add", (1, 2)).is_err(), "what it left is not trusted");
    let other = Instance::<Everything>::new();
    assert_eq!(other.call::<_, i32>(&guest, "add", (1, 2)).unwrap(), 3);
    let trap = other.call::<_, u32>(&guest, "panic", (2u32,)).unwrap_err();
    assert_eq!(trap.code(), code::HOST_FUNCTION_FAILED, "whatever it panics with");
}

#[test]
fn functions_are_made_from_data() {
    let (module, guest) = (Instance::<Everything>::new(), guest());
    assert_eq!(module.call::<_, i64>(&guest, "times_2", (-4,)).unwrap(), -8);
    assert_eq!(module.call::<_, i64>(&guest, "times_3", (i32::MAX,)).unwrap(), 3 * i64::from(i32::MAX));
    assert!(module.call::<(), i32>(&guest, "wrong", ()).is_err(), "its results are checked");
}

#[test]
fn a_call_that_changes_the_state_is_alone() {
    let module = Rc::new(Instance::<Everything>::new());
    thread_local! { static MODULE: std::cell::RefCell<Option<Rc<Instance<Everything>>>> = const { std::cell::RefCell::new(None) }; }
    MODULE.set(Some(module.clone()));
    let guest = Guest::new().function("again", |(): ()| {
        let module = MODULE.with_borrow(Clone::clone).unwrap();
        let inner = Guest::new().function("again", |(): ()| Ok(()));
        let trap = module.call::<(), u64>(&inner, "again", ()).unwrap_err();
        assert_eq!(trap.code(), code::HOST_FUNCTION_FAILED);
        assert_eq!(module.call::<_, i32>(&inner, "add", (1, 1)).unwrap(), 2, "others may run");
        Ok(())
    });
    assert_eq!(module.call::<(), u64>(&guest, "again", ()).unwrap(), 1);
    assert_eq!(module.call::<(), u64>(&guest, "again", ()).unwrap(), 2, "it is free again");
    MODULE.set(None);
}
