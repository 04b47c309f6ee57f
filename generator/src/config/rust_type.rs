//! Types of other crates that stand for schemas.

use std::collections::BTreeMap;

use serde_json::Value;

use super::value::{Place, text};
use crate::diag::Diagnostic;
use crate::pointer;

/// Formats that have an obvious type, which `true` stands for: the format, the type, and what the manifest of the client
/// says of its crate.
pub(crate) const KNOWN: [(&str, &str, &str); 12] = [
    (
        "uuid",
        "uuid::Uuid",
        r#"uuid = { version = "1", features = ["serde"] }"#,
    ),
    (
        "uri",
        "url::Url",
        r#"url = { version = "2", features = ["serde"] }"#,
    ),
    (
        "url",
        "url::Url",
        r#"url = { version = "2", features = ["serde"] }"#,
    ),
    ("ipv4", "std::net::Ipv4Addr", ""),
    ("ipv6", "std::net::Ipv6Addr", ""),
    ("ip", "std::net::IpAddr", ""),
    ("int8", "i8", ""),
    ("int16", "i16", ""),
    ("int32", "i32", ""),
    ("uint32", "u32", ""),
    ("float", "f32", ""),
    (
        "decimal",
        "rust_decimal::Decimal",
        r#"rust_decimal = { version = "1", features = ["serde"] }"#,
    ),
];

/// A format as it is compared: in lower case, without what separates words.
pub(crate) fn same_format(one: &str, normal: &str) -> bool {
    let letters = one.chars().filter(|c| !matches!(c, '-' | '_'));
    letters.flat_map(char::to_lowercase).eq(normal.chars())
}

/// A type as it is written in Rust: a path, perhaps with arguments.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn rust_type(text: &str) -> Result<(), String> {
    match syn::parse_str::<syn::Type>(text) {
        Ok(syn::Type::Path(path)) if path.qself.is_none() => Ok(()),
        _ => Err(format!(
            "`{text}` is not a type such as `uuid::Uuid`: a path, with the name of its crate in front"
        )),
    }
}

/// Types by what they stand for; `true` is the obvious one of a format.
pub(super) fn rust_types(
    value: &Value,
    at: Place<'_>,
) -> Result<BTreeMap<String, String>, Diagnostic> {
    members(value, at, |key, value, at| {
        if value == &Value::Bool(true) {
            let known = KNOWN.iter().find(|(format, ..)| same_format(key, format));
            return match known {
                Some((_, ty, _)) => Ok((*ty).to_owned()),
                None => Err(at
                    .error(format!("there is no obvious type for `{key}`"))
                    .help("name one, such as `uuid::Uuid`")),
            };
        }
        let ty = text(value, at)?;
        rust_type(&ty).map_err(|message| at.error(message))?;
        Ok(ty)
    })
}

/// Dependencies by the name of the crate, each as it stands in a manifest.
pub(super) fn crates(value: &Value, at: Place<'_>) -> Result<BTreeMap<String, String>, Diagnostic> {
    members(value, at, |key, value, at| {
        super::crate_name(key).map_err(|message| at.error(message))?;
        let dependency = text(value, at)?;
        let one_line = !dependency.chars().any(char::is_control);
        let table = dependency.starts_with('{') && dependency.ends_with('}');
        if !one_line || !table && dependency.contains(['"', '\\']) {
            let message = format!("`{dependency}` is neither a version nor a table of one line");
            return Err(at
                .error(message)
                .help(r#"write `1` or `{ version = "1" }`"#));
        }
        Ok(dependency)
    })
}

fn members(
    value: &Value,
    at: Place<'_>,
    read: impl Fn(&str, &Value, Place<'_>) -> Result<String, Diagnostic>,
) -> Result<BTreeMap<String, String>, Diagnostic> {
    let members = value.as_object();
    let members = members.ok_or_else(|| at.expected("an object", value))?;
    let read = |(key, value): (&String, &Value)| {
        let pointer = pointer::join(at.pointer, key);
        let at = Place {
            key,
            pointer: &pointer,
        };
        Ok((key.clone(), read(key, value, at)?))
    };
    members.iter().map(read).collect()
}
