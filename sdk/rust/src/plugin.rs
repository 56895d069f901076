//! The descriptor: what a plug-in says of itself.

use crate::sys::*;
use std::ffi::{c_char, CString};
use std::panic::catch_unwind;
use std::sync::OnceLock;

/// What the attribute `plugin` knows.
pub struct List {
    pub name: &'static str,
    pub description: &'static str,
    pub version: [u32; 3],
    /// Name, description and create function of each.
    pub modules: Vec<(&'static str, &'static str, Create)>,
    pub options: Vec<ProgramOption>,
}

/// The descriptor as the runtime reads it, and all that it points to.
pub struct Descriptor(PluginDescriptor);

// SAFETY: nothing of it changes but the storage of options, which are Sync themselves.
unsafe impl Sync for Descriptor {}
// SAFETY: as above.
unsafe impl Send for Descriptor {}

/// A number of the crate's version.
pub const fn parse(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut value = 0;
    let mut at = 0;
    while at < bytes.len() {
        value = value * 10 + (bytes[at] - b'0') as u32;
        at += 1;
    }
    value
}

/// A text that lives as long as the plug-in, which is as long as the process.
fn leak(text: &str) -> *const c_char {
    CString::new(text.replace('\0', "")).unwrap_or_default().into_raw()
}

impl Descriptor {
    fn make(list: List) -> Self {
        let modules: Vec<ModuleDescriptor> = list
            .modules
            .into_iter()
            .map(|(name, description, create)| ModuleDescriptor {
                name: leak(name),
                description: leak(description),
                create,
            })
            .collect();
        let [major, minor, patch] = list.version;
        Descriptor(PluginDescriptor {
            name: leak(list.name),
            description: leak(list.description),
            api_version: API_VERSION,
            version: Version { parts: [major, minor, patch, 0] },
            module_count: modules.len() as u32,
            option_count: list.options.len() as u32,
            modules: modules.leak().as_ptr(),
            options: list.options.leak().as_ptr(),
        })
    }
}

/// The descriptor, made once; null, and a line on standard error, when the runtime is none that this plug-in can use.
pub fn descriptor_of(descriptor: &'static OnceLock<Descriptor>, list: fn() -> List) -> *const PluginDescriptor {
    let made = catch_unwind(|| {
        let loaded = crate::api::load();
        loaded.map(|()| descriptor.get_or_init(|| Descriptor::make(list())))
    });
    match made {
        Ok(Ok(Descriptor(raw))) => raw,
        Ok(Err(problem)) => {
            let _ = catch_unwind(|| eprintln!("{problem}"));
            std::ptr::null()
        }
        Err(panic) => {
            std::mem::forget(panic); // its message is written already; dropping it may panic
            std::ptr::null()
        }
    }
}
