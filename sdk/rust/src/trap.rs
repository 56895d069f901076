//! How a host function fails: a trap with a code, or the end of the whole run.

use crate::sys::RawResult;
use std::borrow::Cow;
use std::fmt;

/// Codes of the runtime's own failures, of the category WASM; by `enum_errcode` of WasmEdge 0.17.1, the same from 0.14 on.
pub mod code {
    /// A host function failed.
    pub const HOST_FUNCTION_FAILED: u32 = 0x40E;
    /// An access outside a memory.
    pub const MEMORY_OUT_OF_BOUNDS: u32 = 0x408;
    /// An access outside a table.
    pub const TABLE_OUT_OF_BOUNDS: u32 = 0x407;
    /// The caller exports no function of the name.
    pub const FUNCTION_NOT_FOUND: u32 = 0x05;
    /// A null reference was called.
    pub const NULL_FUNCTION: u32 = 0x413;
    /// A division by zero.
    pub const DIVIDE_BY_ZERO: u32 = 0x404;
    /// A result that does not fit.
    pub const INTEGER_OVERFLOW: u32 = 0x405;
    /// A function of another type was called.
    pub const FUNCTION_TYPE_MISMATCH: u32 = 0x403;
}

const USER: u32 = 1 << 24;
const TERMINATED: u32 = 1;
const CODE_MASK: u32 = 0xFF_FFFF;

/// The end of a host call that did not succeed. Guests cannot catch it; an embedder gets its code.
///
/// Any error becomes one by `?`, with its text for a message; the message is written to standard error, as the C API has a
/// number only.
pub struct Trap {
    result: u32,
    /// Behind a pointer, so that what a function returns stays small; none for an empty one.
    message: Option<Box<Cow<'static, str>>>,
}

impl Trap {
    /// A failure with a number of the plug-in's own, of 24 bits.
    pub fn new(code: u32, message: impl Into<Cow<'static, str>>) -> Self {
        Trap { result: USER | (code & CODE_MASK), message: Self::keep(message.into()) }
    }

    /// One of the runtime's own failures, by its number of [`code`].
    pub fn wasm(code: u32, message: impl Into<Cow<'static, str>>) -> Self {
        Trap { result: code & CODE_MASK, message: Self::keep(message.into()) }
    }

    /// Ends the run, as a program does that exits: no failure.
    pub fn terminate() -> Self {
        Trap { result: TERMINATED, message: None }
    }

    fn keep(message: Cow<'static, str>) -> Option<Box<Cow<'static, str>>> {
        (!message.is_empty()).then(|| Box::new(message))
    }

    pub(crate) fn failed(message: impl Into<Cow<'static, str>>) -> Self {
        Trap::wasm(code::HOST_FUNCTION_FAILED, message)
    }

    #[cold]
    pub(crate) fn out_of_bounds(offset: u64, length: u64) -> Self {
        let message = format!("{length} bytes at {offset} are not in the memory");
        Trap::wasm(code::MEMORY_OUT_OF_BOUNDS, message)
    }

    /// What a function of the runtime returned, if that was no success: passed on as it is.
    #[inline]
    pub(crate) fn check(result: RawResult) -> Result<(), Trap> {
        if result.0 & CODE_MASK == 0 && result.0 >> 24 == 0 {
            return Ok(());
        }
        Err(Trap { result: result.0, message: None })
    }

    /// Its number: of 24 bits, unique in its category only.
    pub fn code(&self) -> u32 {
        self.result & CODE_MASK
    }

    /// Whether the number is the plug-in's own.
    pub fn is_user(&self) -> bool {
        self.result >> 24 == 1
    }

    /// Whether it ends the run without a failure.
    pub fn is_termination(&self) -> bool {
        self.result == TERMINATED
    }

    /// What is written to standard error; empty for what the runtime has told itself.
    pub fn message(&self) -> &str {
        self.message.as_ref().map_or("", |message| message.as_ref())
    }

    pub(crate) fn report_code(&self) -> RawResult {
        RawResult(self.result)
    }

    /// Says the message, and gives the number to the runtime.
    pub(crate) fn report(self, place: &str) -> RawResult {
        if !self.message().is_empty() {
            eprintln!("{place}: {}", self.message());
        }
        RawResult(self.result)
    }
}

impl fmt::Debug for Trap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Trap {{ code: {:#x}, user: {}, message: {:?} }}", self.code(), self.is_user(), self.message())
    }
}

impl fmt::Display for Trap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

// Not an Error itself, so that every error converts.
impl<E: std::error::Error> From<E> for Trap {
    fn from(error: E) -> Self {
        Trap::failed(error.to_string())
    }
}
