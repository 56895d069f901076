//! Write [WasmEdge](https://wasmedge.org) plug-ins in Rust: shared libraries whose host functions WebAssembly imports.
//!
//! A plug-in is ordinary typed code. Signatures are those of the functions, guest memory is a view that the borrow checker
//! keeps from outliving a call back or a growth, panics end in a trap of the guest and never in the runtime.
//!
//! ```
//! use wasmedge_plugin::{module, plugin, Caller, GuestSlice, Trap};
//!
//! #[derive(Default)]
//! struct Text;
//!
//! /// Works on text in the memory of the caller.
//! #[module("text")]
//! impl Text {
//!     /// How many words there are.
//!     #[host_function]
//!     fn words(&self, caller: &Caller, text: GuestSlice<u8>) -> Result<u32, Trap> {
//!         let bytes = text.bytes(caller)?;
//!         Ok(String::from_utf8_lossy(bytes).split_whitespace().count() as u32)
//!     }
//!
//!     /// Sum and difference.
//!     #[host_function]
//!     fn both(&self, a: i32, b: i32) -> (i32, i32) {
//!         (a.wrapping_add(b), a.wrapping_sub(b))
//!     }
//! }
//!
//! #[plugin(modules(Text))]
//! struct Plugin;
//! # fn main() {}
//! ```
//!
//! The crate's type is `cdylib`; `cargo build --release` alone makes the plug-in, with no WasmEdge installed: the functions of
//! the runtime are looked up when it opens the plug-in. The same library works in a stock WasmEdge and in Node through
//! `wasmedge-plugin-kit`.
//!
//! Types of parameters: `i32`, `u32`, `i64`, `u64`, `f32`, `f64`, [`V128`], `bool`, `Option<`[`FuncRef`]`>`,
//! `Option<`[`ExternRef`]`>`, [`GuestPtr`], [`GuestSlice`], [`GuestStr`]. Types of results: the same values, tuples of them, and
//! `Result` of these with an error that becomes a [`Trap`].
//!
//! What is borrowed from a memory cannot outlive a call that might move it:
//!
//! ```compile_fail,E0502
//! # use wasmedge_plugin::{Caller, Trap};
//! fn wrong(caller: &mut Caller) -> Result<u8, Trap> {
//!     let bytes = caller.memory(0)?.bytes(0u32, 4u32)?;
//!     caller.memory_mut(0)?.grow(1)?; // the memory may move
//!     Ok(bytes[0])
//! }
//! ```
//!
//! ```compile_fail,E0502
//! # use wasmedge_plugin::{Caller, Trap};
//! fn wrong(caller: &mut Caller) -> Result<u8, Trap> {
//!     let free = caller.func::<(u32,), ()>("free")?;
//!     let bytes = caller.memory(0)?.bytes(0u32, 4u32)?;
//!     free.call(caller, (0,))?; // the guest runs
//!     Ok(bytes[0])
//! }
//! ```
//!
//! State that calls change is not shared between threads unawares:
//!
//! ```compile_fail,E0277
//! # use wasmedge_plugin::module;
//! #[derive(Default)]
//! struct Counter { count: std::cell::Cell<u32> }
//!
//! #[module("counter")]
//! impl Counter {
//!     #[host_function]
//!     fn next(&self) -> u32 { self.count.get() }
//! }
//! ```
//!
//! The layouts and signatures of the C API are those of WasmEdge 0.17.1 (plug-in API 5), with the feature `api-4` those of
//! 0.14.1 to 0.16.

#[cfg(all(panic = "abort", not(feature = "allow-abort")))]
compile_error!(
    "a panic in a plug-in would end the whole program: remove panic = \"abort\" from the profile, or enable the feature `allow-abort` of wasmedge-plugin"
);

mod api;
mod caller;
mod cell;
mod function;
mod guest;
mod handles;
mod memory;
mod module;
mod options;
#[allow(missing_docs)]
mod plugin;
#[allow(missing_docs)]
mod sys;
pub mod testing;
mod trap;
mod value;

pub use caller::{Caller, Global, Table, TypedFunc};
pub use cell::Exclusive;
pub use function::{FunctionTable, FunctionType};
pub use guest::{GuestPtr, GuestSlice, GuestStr};
pub use handles::Handles;
pub use memory::{Memory, MemoryMut, Scalar};
pub use module::Module;
pub use options::{OptionValue, Options};
pub use trap::{code, Trap};
pub use value::{ExternRef, FuncRef, GuestType, Results, Val, ValType, V128};
pub use wasmedge_plugin_macros::{module, plugin, Options};

/// What the attributes expand to. Not for other code: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::api::load as load_api;
    pub use crate::function::{call, call_mut, Outcome, Params};
    pub use crate::module::create;
    pub use crate::options::{OptionStorage, StringStorage};
    pub use crate::plugin::{descriptor_of, parse, Descriptor, List};
    pub use crate::sys::{
        CallingFrame, ModuleDescriptor, ModuleInstance, PluginDescriptor, ProgramOption, RawResult, RawString,
        RawValue, Version, API_VERSION,
    };
}
