//! The attributes of the crate `wasmedge-plugin`, which documents them.

use proc_macro::TokenStream;
use proc_macro2::{Span, TokenStream as Tokens};
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    parse_macro_input, Attribute, Error, Expr, ExprLit, FnArg, ImplItem, ImplItemFn, ItemImpl, ItemStruct, Lit, LitStr,
    Meta, Path, Receiver, Result, ReturnType, Token, Type,
};

/// Makes a module of an `impl` block: `#[module("name")]`. Each function with `#[host_function]` is one that WebAssembly
/// imports, by its own name or `#[host_function(name = "...")]`.
///
/// A function takes `&self` (or `&mut self`, of which only one call at a time runs), a `&Caller` or `&mut Caller` if it wants
/// one, and parameters; it returns nothing, values, or a `Result` of them. With `#[host_function(errno)]`, it returns
/// `Result<(), E>`, and WebAssembly gets an i32: 0, or the error by `E: Into<i32>`.
///
/// The state of an instance is made by `Default`, or by a function with `#[create]` that returns it or a `Result` of it. A
/// function with `#[functions]`, which takes a `&mut FunctionTable<Self>`, adds functions that are made from data.
#[proc_macro_attribute]
pub fn module(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let name = parse_macro_input!(attribute as LitStr);
    let block = parse_macro_input!(item as ItemImpl);
    expand_module(&name, block).unwrap_or_else(Error::into_compile_error).into()
}

/// Makes the descriptor of a plug-in: `#[plugin(modules(A, B), options(Settings))]` on a unit struct. Name, description and
/// version are the crate's, or `name = "..."` and `description = "..."`.
#[proc_macro_attribute]
pub fn plugin(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let metas = parse_macro_input!(attribute with Punctuated::<Meta, Token![,]>::parse_terminated);
    let item = parse_macro_input!(item as ItemStruct);
    expand_plugin(metas, &item).unwrap_or_else(Error::into_compile_error).into()
}

/// Makes options of the fields of a struct: their names, or `#[option(name = "...")]`; their doc comments for help; the
/// default `#[option(default = ...)]`, else false, 0 or the empty text.
#[proc_macro_derive(Options, attributes(option))]
pub fn options(item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as ItemStruct);
    expand_options(&item).unwrap_or_else(Error::into_compile_error).into()
}

/// The text of the doc comments, in one line.
fn doc_text(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| {
        let Meta::NameValue(pair) = &attribute.meta else { return None };
        match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if pair.path.is_ident("doc") => {
                Some(text.value().trim().to_owned())
            }
            _ => None,
        }
    });
    // The first paragraph.
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn text_of(value: &Expr) -> Result<LitStr> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text.clone()),
        other => Err(Error::new(other.span(), "expected a text in quotes")),
    }
}

/// What `#[host_function(...)]` says.
struct HostFunction {
    name: LitStr,
    errno: bool,
}

fn read_host_function(attribute: &Attribute, function: &ImplItemFn) -> Result<HostFunction> {
    let ident = &function.sig.ident;
    let plain = ident.to_string();
    let mut read =
        HostFunction { name: LitStr::new(plain.strip_prefix("r#").unwrap_or(&plain), ident.span()), errno: false };
    if matches!(attribute.meta, Meta::Path(_)) {
        return Ok(read);
    }
    for meta in attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)? {
        match &meta {
            Meta::NameValue(pair) if pair.path.is_ident("name") => read.name = text_of(&pair.value)?,
            Meta::Path(path) if path.is_ident("errno") => read.errno = true,
            other => return Err(Error::new(other.span(), "expected name = \"...\" or errno")),
        }
    }
    Ok(read)
}

/// Whether a parameter is the caller, and whether it may be changed; None for another parameter.
fn caller_of(ty: &Type) -> Option<bool> {
    let Type::Reference(reference) = ty else { return None };
    let Type::Path(path) = &*reference.elem else { return None };
    let is_caller = path.path.segments.last()?.ident == "Caller";
    is_caller.then_some(reference.mutability.is_some())
}

fn receiver_of(function: &ImplItemFn) -> Result<&Receiver> {
    match function.sig.inputs.first() {
        Some(FnArg::Receiver(receiver)) if receiver.reference.is_some() => Ok(receiver),
        _ => Err(Error::new(
            function.sig.ident.span(),
            "a host function takes &self or &mut self first: the state of its module instance",
        )),
    }
}

/// The C function that the runtime calls, and its entry in the table.
fn glue(ty: &Type, function: &ImplItemFn, host: &HostFunction) -> Result<(Tokens, Tokens, bool)> {
    let signature = &function.sig;
    if let Some(token) = &signature.asyncness {
        return Err(Error::new(token.span(), "a host function cannot be async: the guest waits for it"));
    }
    if let Some(parameter) = signature.generics.params.first() {
        return Err(Error::new(parameter.span(), "a host function cannot be generic: WebAssembly has no such types"));
    }
    let is_changing = receiver_of(function)?.mutability.is_some();
    let mut types = Vec::new();
    let mut caller = None;
    for input in signature.inputs.iter().skip(1) {
        let FnArg::Typed(typed) = input else { continue };
        match caller_of(&typed.ty) {
            Some(is_mutable) if types.is_empty() && caller.is_none() => caller = Some(is_mutable),
            Some(_) => return Err(Error::new(typed.span(), "the caller comes once, right after self")),
            None => match &*typed.ty {
                Type::Reference(reference) => {
                    return Err(Error::new(
                        reference.span(),
                        "WebAssembly passes no references: take a GuestPtr, GuestSlice or GuestStr, and read it by the caller",
                    ))
                }
                other => types.push(other),
            },
        }
    }
    let ident = &signature.ident;
    let glue = format_ident!("__host_{}", ident.to_string().trim_start_matches("r#"));
    let names: Vec<_> = (0..types.len()).map(|at| format_ident!("p{at}")).collect();
    let given = caller.map(|is_mutable| if is_mutable { quote!(caller,) } else { quote!(&*caller,) });
    let call = quote!(state.#ident(#given #(#names),*));
    let output = match &signature.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => quote!(#ty),
    };
    let (call, output) = if host.errno {
        let errno = quote! {
            match #call { Ok(()) => 0i32, Err(error) => ::core::convert::Into::<i32>::into(error) }
        };
        (errno, quote!(i32))
    } else {
        (call, output)
    };
    let enter = if is_changing { quote!(call_mut) } else { quote!(call) };
    let state = if is_changing { quote!(&mut #ty) } else { quote!(&#ty) };
    let name = &host.name;
    let made = quote! {
        unsafe extern "C" fn #glue(
            data: *mut ::core::ffi::c_void,
            frame: *const ::wasmedge_plugin::__private::CallingFrame,
            params: *const ::wasmedge_plugin::__private::RawValue,
            returns: *mut ::wasmedge_plugin::__private::RawValue,
        ) -> ::wasmedge_plugin::__private::RawResult {
            // SAFETY: the runtime calls this with what the function was made with.
            unsafe {
                ::wasmedge_plugin::__private::#enter(
                    (data, frame, params, returns),
                    #name,
                    |state: #state, caller: &mut ::wasmedge_plugin::Caller<'_>, (#(#names,)*): (#(#types,)*)| -> #output {
                        let _ = &caller;
                        #call
                    },
                )
            }
        }
    };
    let entry = quote!(table.typed::<(#(#types,)*), #output>(#name, #glue););
    Ok((made, entry, is_changing))
}

fn take_attribute(attributes: &mut Vec<Attribute>, name: &str) -> Option<Attribute> {
    let at = attributes.iter().position(|attribute| attribute.path().is_ident(name))?;
    Some(attributes.remove(at))
}

fn expand_module(name: &LitStr, mut block: ItemImpl) -> Result<Tokens> {
    if block.trait_.is_some() || !block.generics.params.is_empty() {
        return Err(Error::new(block.span(), "expected an impl block of a type without parameters, and of no trait"));
    }
    if name.value().is_empty() {
        return Err(Error::new(name.span(), "expected the name by which WebAssembly imports the module"));
    }
    let ty = (*block.self_ty).clone();
    let description = doc_text(&block.attrs);
    let (mut glues, mut entries, mut dynamic) = (Vec::new(), Vec::new(), Vec::new());
    let mut create = quote!(::core::result::Result::Ok(<#ty as ::core::default::Default>::default()));
    let mut is_exclusive = false;
    let mut taken: Vec<String> = Vec::new();
    for item in &mut block.items {
        let ImplItem::Fn(function) = item else { continue };
        let ident = function.sig.ident.clone();
        if let Some(attribute) = take_attribute(&mut function.attrs, "host_function") {
            let host = read_host_function(&attribute, function)?;
            if taken.contains(&host.name.value()) {
                return Err(Error::new(
                    host.name.span(),
                    format!("there is a host function '{}' already", host.name.value()),
                ));
            }
            taken.push(host.name.value());
            let (made, entry, is_changing) = glue(&ty, function, &host)?;
            glues.push(made);
            entries.push(entry);
            is_exclusive |= is_changing;
        } else if take_attribute(&mut function.attrs, "create").is_some() {
            create = if returns_result(&function.sig.output) {
                quote!(#ty::#ident().map_err(::core::convert::Into::into))
            } else {
                quote!(::core::result::Result::Ok(#ty::#ident()))
            };
        } else if take_attribute(&mut function.attrs, "functions").is_some() {
            dynamic.push(quote!(#ty::#ident(table);));
        }
    }
    Ok(quote! {
        #block

        const _: () = {
            #(#glues)*

            impl ::wasmedge_plugin::Module for #ty {
                const NAME: &'static str = #name;
                const DESCRIPTION: &'static str = #description;
                const EXCLUSIVE: bool = #is_exclusive;
                fn create() -> ::core::result::Result<Self, ::wasmedge_plugin::Trap> { #create }
                fn functions(table: &mut ::wasmedge_plugin::FunctionTable<'_, Self>) {
                    #(#entries)*
                    #(#dynamic)*
                }
            }
        };
    })
}

fn returns_result(output: &ReturnType) -> bool {
    let ReturnType::Type(_, ty) = output else { return false };
    let Type::Path(path) = &**ty else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "Result")
}

fn expand_plugin(metas: Punctuated<Meta, Token![,]>, item: &ItemStruct) -> Result<Tokens> {
    let mut name = quote!(::core::env!("CARGO_PKG_NAME"));
    let mut description = quote!(::core::env!("CARGO_PKG_DESCRIPTION"));
    let mut modules: Vec<Path> = Vec::new();
    let mut options = quote!(());
    for meta in metas {
        match &meta {
            Meta::NameValue(pair) if pair.path.is_ident("name") => {
                let text = text_of(&pair.value)?;
                name = quote!(#text);
            }
            Meta::NameValue(pair) if pair.path.is_ident("description") => {
                let text = text_of(&pair.value)?;
                description = quote!(#text);
            }
            Meta::List(list) if list.path.is_ident("modules") => {
                modules = list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)?.into_iter().collect();
            }
            Meta::List(list) if list.path.is_ident("options") => {
                let path: Path = list.parse_args()?;
                options = quote!(#path);
            }
            other => {
                return Err(Error::new(
                    other.span(),
                    "expected modules(...), options(...), name = \"...\" or description = \"...\"",
                ))
            }
        }
    }
    if modules.is_empty() {
        return Err(Error::new(Span::call_site(), "expected at least one module: #[plugin(modules(Thing))]"));
    }
    Ok(quote! {
        #[allow(dead_code)]
        #item

        const _: () = {
            static DESCRIPTOR: ::std::sync::OnceLock<::wasmedge_plugin::__private::Descriptor> =
                ::std::sync::OnceLock::new();

            fn list() -> ::wasmedge_plugin::__private::List {
                ::wasmedge_plugin::__private::List {
                    name: #name,
                    description: #description,
                    version: [
                        ::wasmedge_plugin::__private::parse(::core::env!("CARGO_PKG_VERSION_MAJOR")),
                        ::wasmedge_plugin::__private::parse(::core::env!("CARGO_PKG_VERSION_MINOR")),
                        ::wasmedge_plugin::__private::parse(::core::env!("CARGO_PKG_VERSION_PATCH")),
                    ],
                    modules: ::std::vec![#((
                        <#modules as ::wasmedge_plugin::Module>::NAME,
                        <#modules as ::wasmedge_plugin::Module>::DESCRIPTION,
                        ::wasmedge_plugin::__private::create::<#modules>,
                    )),*],
                    options: <#options as ::wasmedge_plugin::Options>::list(),
                }
            }

            #[no_mangle]
            #[allow(non_snake_case)]
            pub extern "C" fn WasmEdge_Plugin_GetDescriptor(
            ) -> *const ::wasmedge_plugin::__private::PluginDescriptor {
                ::wasmedge_plugin::__private::descriptor_of(&DESCRIPTOR, list)
            }
        };
    })
}

fn expand_options(item: &ItemStruct) -> Result<Tokens> {
    let ident = &item.ident;
    let (mut statics, mut reads, mut entries) = (Vec::new(), Vec::new(), Vec::new());
    for field in &item.fields {
        let Some(field_name) = &field.ident else {
            return Err(Error::new(
                field.span(),
                "expected a struct with named fields: their names are those of the options",
            ));
        };
        let ty = &field.ty;
        let is_text =
            matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "String"));
        let is_bool = matches!(ty, Type::Path(path) if path.path.is_ident("bool"));
        let mut name = field_name.to_string();
        let mut default = None;
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("option")) {
            for meta in attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)? {
                match &meta {
                    Meta::NameValue(pair) if pair.path.is_ident("name") => name = text_of(&pair.value)?.value(),
                    Meta::NameValue(pair) if pair.path.is_ident("default") => default = Some(pair.value.clone()),
                    other => return Err(Error::new(other.span(), "expected name = \"...\" or default = ...")),
                }
            }
        }
        let help = doc_text(&field.attrs);
        let value = match default {
            Some(value) => quote!(#value),
            None if is_text => quote!(""),
            None if is_bool => quote!(false),
            None => quote!(0 as #ty),
        };
        let made = if is_text {
            quote!(::wasmedge_plugin::__private::StringStorage::new(#value))
        } else if is_bool {
            quote!(::wasmedge_plugin::__private::OptionStorage::new(#value as u8))
        } else {
            quote!(::wasmedge_plugin::__private::OptionStorage::<#ty>::new(#value))
        };
        let storage = format_ident!("{}_STORAGE", field_name.to_string().to_uppercase());
        let initial = format_ident!("{}_DEFAULT", field_name.to_string().to_uppercase());
        statics.push(quote! {
            static #storage: <#ty as ::wasmedge_plugin::OptionValue>::Storage = #made;
            static #initial: <#ty as ::wasmedge_plugin::OptionValue>::Storage = #made;
        });
        reads.push(quote!(#field_name: <#ty as ::wasmedge_plugin::OptionValue>::read(&#storage)));
        let (name, help) = (format!("{name}\0"), format!("{help}\0"));
        entries.push(quote! {
            ::wasmedge_plugin::__private::ProgramOption {
                name: #name.as_ptr().cast(),
                description: #help.as_ptr().cast(),
                kind: <#ty as ::wasmedge_plugin::OptionValue>::KIND,
                storage: <#ty as ::wasmedge_plugin::OptionValue>::pointer(&#storage),
                default_value: <#ty as ::wasmedge_plugin::OptionValue>::pointer(&#initial),
            }
        });
    }
    Ok(quote! {
        const _: () = {
            #(#statics)*

            impl ::wasmedge_plugin::Options for #ident {
                fn get() -> Self {
                    #ident { #(#reads),* }
                }
                fn list() -> ::std::vec::Vec<::wasmedge_plugin::__private::ProgramOption> {
                    ::std::vec![#(#entries),*]
                }
            }
        };
    })
}
