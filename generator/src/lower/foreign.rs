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

    /// The type that the configuration has for a format, which is in lower case without dashes, of texts or numbers (`kind`).
    /// A type that writes numbers is not for texts, nor one that writes texts for numbers.
    pub(super) fn of_format(&mut self, format: &str, kind: &str, at: &str) -> Option<Type> {
        let formats = &self.config.formats;
        let mut named = formats.iter().filter(|_| !format.is_empty());
        let (_, ty) = named.find(|(named, _)| same_format(named, format))?;
        let is_text = kind == "string";
        if is_text && is_number(ty) {
            return None;
        }
        if !is_text && is_written_as_text(ty, self.config) {
            let message = format!("the numbers are no `{ty}`, which is written as a text");
            let help = "list its crate under `crates` in the configuration, with features by which it is written as a number";
            self.warn(Diagnostic::note("rust-type", at, message).help(help));
            return None;
        }
        Some(Type::Foreign(ty.clone()))
    }
}

/// Whether values of a type are read from numbers only.
fn is_number(ty: &str) -> bool {
    let digits = ty.strip_prefix(['i', 'u', 'f']).unwrap_or_default();
    matches!(digits, "8" | "16" | "32" | "64" | "128" | "size")
}

/// Whether values of a type are written as texts, with the features that the manifest asks for by itself.
fn is_written_as_text(ty: &str, config: &Config) -> bool {
    let mut crates = config.crates.keys().map(|name| name.replace('-', "_"));
    ty == "rust_decimal::Decimal" && !crates.any(|name| name == "rust_decimal")
}

/// Names with `::` between them, and nothing else: a document is not trusted with more.
fn is_path(ty: &str) -> bool {
    let name = |name: &str| syn::parse_str::<syn::Ident>(name).is_ok();
    ty.contains("::") && ty.split("::").all(name)
}
