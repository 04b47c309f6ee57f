//! Which schemas are types that the user has, instead of types that are generated.

use serde_json::Value;

use super::Lowerer;
use crate::config::{Config, rust_type, same_format};
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::Type;
use crate::{pointer, resolve};

/// Says which choices cannot be followed: types that are none, and pointers to nothing.
pub(super) fn check(tree: &Value, config: &Config, diagnostics: &mut Diagnostics) {
    for (at, ty) in &config.replace {
        if resolve::lookup(tree, at).is_none() {
            let message = format!("there is no schema at `{at}`, for which `{ty}` should stand");
            diagnostics.push(Diagnostic::error("replace", "", message));
        }
    }
    for ty in config.formats.values().chain(config.replace.values()) {
        if let Err(message) = rust_type(ty) {
            diagnostics.push(Diagnostic::error("rust-type", "", message));
        }
    }
}

impl Lowerer<'_> {
    /// The user's type for the schema at this place: by its pointer, else by what the document itself says.
    pub(super) fn foreign(&mut self, node: &Value, at: &str) -> Option<Type> {
        if let Some(ty) = self.config.replace.get(at) {
            return Some(Type::Foreign(ty.clone()));
        }
        let ty = node.get("x-rust-type").and_then(Value::as_str)?;
        let krate = ty.split("::").next().unwrap_or_default();
        let crates = self.config.crates.keys();
        let listed = || {
            crates
                .map(|name| name.replace('-', "_"))
                .any(|name| name == krate)
        };
        let at = pointer::join(at, "x-rust-type");
        if !is_path(ty) {
            let message = format!("`{ty}` is not the path of a type; the schema is used");
            self.warn(Diagnostic::warning("rust-type", at, message));
            return None;
        }
        if !matches!(krate, "std" | "core" | "alloc") && !listed() {
            let message = format!("the schema is used instead of the type `{ty}`");
            let help = format!("list the crate `{krate}` under `crates` in the configuration");
            self.warn(Diagnostic::note("rust-type", at, message).help(help));
            return None;
        }
        Some(Type::Foreign(ty.to_owned()))
    }

    /// The type that the configuration has for a format, which is in lower case without dashes.
    pub(super) fn of_format(&self, format: &str) -> Option<Type> {
        let formats = &self.config.formats;
        let mut named = formats.iter().filter(|_| !format.is_empty());
        let found = named.find(|(named, _)| same_format(named, format));
        found.map(|(_, ty)| Type::Foreign(ty.clone()))
    }
}

/// Names with `::` between them, and nothing else: a document is not trusted with more.
fn is_path(ty: &str) -> bool {
    let name = |name: &str| syn::parse_str::<syn::Ident>(name).is_ok();
    ty.contains("::") && ty.split("::").all(name)
}
