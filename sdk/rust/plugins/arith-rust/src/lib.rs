#![forbid(unsafe_code)]
//! The plug-in arith once more, in Rust: the same functions, the same results.

use wasmedge_plugin::{code, module, plugin, Caller, ExternRef, FuncRef, GuestSlice, Trap, V128};

#[derive(Default)]
struct Arith {
    accumulator: i64,
}

/// Arithmetic on every type of value, failures and callbacks
#[module("arith")]
impl Arith {
    #[host_function]
    fn add(&self, a: i32, b: i32) -> i32 {
        a.wrapping_add(b)
    }

    #[host_function]
    fn sub(&self, a: i32, b: i32) -> i32 {
        a.wrapping_sub(b)
    }

    #[host_function]
    fn add_i64(&self, a: i64, b: i64) -> i64 {
        a.wrapping_add(b)
    }

    #[host_function]
    fn add_f32(&self, a: f32, b: f32) -> f32 {
        a + b
    }

    #[host_function]
    fn add_f64(&self, a: f64, b: f64) -> f64 {
        a + b
    }

    #[host_function]
    fn add_v128(&self, a: V128, b: V128) -> V128 {
        let lane = |at: u32| ((a.0 >> at) as u32).wrapping_add((b.0 >> at) as u32);
        V128([0, 32, 64, 96].into_iter().fold(0, |sum, at| sum | u128::from(lane(at)) << at))
    }

    #[host_function]
    fn divmod(&self, a: i32, b: i32) -> Result<(i32, i32), Trap> {
        if b == 0 {
            return Err(Trap::wasm(code::DIVIDE_BY_ZERO, "division by zero"));
        }
        let quotient = a.checked_div(b).ok_or(Trap::wasm(code::INTEGER_OVERFLOW, "the quotient does not fit"))?;
        Ok((quotient, a.wrapping_rem(b)))
    }

    #[host_function]
    fn accumulate(&mut self, value: i64) -> i64 {
        self.accumulator = self.accumulator.wrapping_add(value);
        self.accumulator
    }

    #[host_function]
    fn sum(&self, caller: &Caller, numbers: GuestSlice<i32>) -> Result<i64, Trap> {
        Ok(numbers.to_vec(caller)?.into_iter().map(i64::from).sum())
    }

    #[host_function]
    fn fail(&self, code: u32) -> Result<(), Trap> {
        Err(Trap::new(code, ""))
    }

    #[host_function]
    fn terminate(&self) -> Result<(), Trap> {
        Err(Trap::terminate())
    }

    #[host_function]
    fn call_back(&self, caller: &mut Caller, value: i32) -> Result<i32, Trap> {
        caller.func::<(i32,), i32>("callback")?.call(caller, (value,))
    }

    #[host_function]
    fn call_ref(&self, caller: &mut Caller, function: Option<FuncRef>, value: i32) -> Result<i32, Trap> {
        let function = function.ok_or(Trap::wasm(code::NULL_FUNCTION, "the reference is null"))?;
        caller.typed::<(i32,), i32>(function)?.call(caller, (value,))
    }

    #[host_function]
    fn echo_funcref(&self, reference: Option<FuncRef>) -> Option<FuncRef> {
        reference
    }

    #[host_function]
    fn echo_externref(&self, reference: Option<ExternRef>) -> Option<ExternRef> {
        reference
    }
}

#[plugin(modules(Arith))]
struct Plugin;
