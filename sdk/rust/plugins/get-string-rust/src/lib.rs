#![forbid(unsafe_code)]
use wasmedge_plugin::{module, plugin, Caller, GuestSlice, Options, Trap};

#[derive(Options)]
struct Settings {
    /// The string that get_string returns
    #[option(default = "A string from a WasmEdge plug-in")]
    string: String,
    /// Return the string in capital letters
    upper: bool,
}

#[derive(Default)]
struct GetString;

/// Copies a string into the memory of the caller
#[module("get_string_rust")]
impl GetString {
    #[host_function]
    fn get_string(&self, caller: &mut Caller, space: GuestSlice<u8>) -> Result<u32, Trap> {
        let Settings { string, upper } = Settings::get();
        let text = if upper { string.to_ascii_uppercase() } else { string };
        // As much as fits, in whole characters.
        let most = text.len().min(space.len() as usize);
        let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        space.write(caller, &text.as_bytes()[..end])?;
        Ok(text.len() as u32)
    }
}

#[plugin(modules(GetString), options(Settings))]
struct Plugin;
