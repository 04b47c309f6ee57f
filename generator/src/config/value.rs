//! Values of a configuration file: what each kind may look like, and what is said if it does not.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use crate::case::{method_rename, type_rename};
use crate::diag::Diagnostic;
use crate::pointer;

/// Where a value stands.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) key: &'a str,
    pub(crate) pointer: &'a str,
}

impl Place<'_> {
    pub(super) fn error(self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error("config", self.pointer, message)
    }

    pub(super) fn expected(self, what: &str, found: &Value) -> Diagnostic {
        let found = match found {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number; in YAML, put quotes around it to make it a string",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.error(format!("`{}` takes {what}, not {found}", self.key))
    }
}

pub(super) fn text(value: &Value, at: Place<'_>) -> Result<String, Diagnostic> {
    match value.as_str() {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        Some(_) => Err(at.error(format!("`{}` must not be empty", at.key))),
        None => Err(at.expected("a text", value)),
    }
}

pub(super) fn path(value: &Value, at: Place<'_>) -> Result<PathBuf, Diagnostic> {
    text(value, at).map(PathBuf::from)
}

pub(super) fn flag(value: &Value, at: Place<'_>) -> Result<bool, Diagnostic> {
    value
        .as_bool()
        .ok_or_else(|| at.expected("true or false", value))
}

pub(super) fn list<T>(
    value: &Value,
    at: Place<'_>,
    item: impl Fn(&Value, Place<'_>) -> Result<T, Diagnostic>,
) -> Result<Vec<T>, Diagnostic> {
    let items = value
        .as_array()
        .ok_or_else(|| at.expected("a list", value))?;
    let read = |(index, value): (usize, &Value)| {
        let pointer = format!("{}/{index}", at.pointer);
        let (key, pointer) = (at.key, pointer.as_str());
        item(value, Place { key, pointer })
    };
    items.iter().enumerate().map(read).collect()
}

/// Names by what they are for: a JSON pointer for a type, an operation id for a method.
pub(super) fn renames(
    value: &Value,
    at: Place<'_>,
) -> Result<BTreeMap<String, String>, Diagnostic> {
    let members = value
        .as_object()
        .ok_or_else(|| at.expected("an object", value))?;
    let read = |(key, value): (&String, &Value)| {
        let pointer = pointer::join(at.pointer, key);
        let pointer = pointer.as_str();
        let at = Place { key, pointer };
        let name = text(value, at)?;
        let check = if key.starts_with('/') {
            type_rename
        } else {
            method_rename
        };
        check(&name).map_err(|message| Diagnostic::error("rename", pointer, message))?;
        Ok((key.clone(), name))
    };
    members.iter().map(read).collect()
}

/// Names of headers, by operation id.
pub(super) fn headers(
    value: &Value,
    at: Place<'_>,
) -> Result<BTreeMap<String, String>, Diagnostic> {
    let members = value
        .as_object()
        .ok_or_else(|| at.expected("an object", value))?;
    let read = |(key, value): (&String, &Value)| {
        let pointer = pointer::join(at.pointer, key);
        let at = Place {
            key,
            pointer: &pointer,
        };
        let name = header_name(value, at)?;
        Ok((key.clone(), name))
    };
    members.iter().map(read).collect()
}

/// Where a member stands.
pub(super) struct At {
    key: &'static str,
    pointer: String,
}

impl At {
    pub(super) fn place(&self) -> Place<'_> {
        Place {
            key: self.key,
            pointer: &self.pointer,
        }
    }
}

/// The values of an object that has no other members than these.
pub(super) fn members<'v, const N: usize>(
    value: &'v Value,
    at: Place<'_>,
    keys: [&'static str; N],
) -> Result<[Option<(&'v Value, At)>; N], Diagnostic> {
    let members = value
        .as_object()
        .ok_or_else(|| at.expected("an object", value))?;
    if let Some(key) = members.keys().find(|key| !keys.contains(&key.as_str())) {
        let pointer = pointer::join(at.pointer, key);
        let pointer = pointer.as_str();
        let unknown = Place { key, pointer }.error(format!("there is no key `{key}`"));
        return Err(unknown.help(format!("the keys are {}", keys.join(", "))));
    }
    Ok(keys.map(|key| {
        let pointer = pointer::join(at.pointer, key);
        members.get(key).map(|value| (value, At { key, pointer }))
    }))
}

/// The name of a header: a token of RFC 9110, section 5.6.2.
pub(super) fn header_name(value: &Value, at: Place<'_>) -> Result<String, Diagnostic> {
    let name = text(value, at)?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.bytes().all(fits) {
        return Ok(name);
    }
    Err(at.error(format!("`{name}` is no name of a header")))
}

pub(super) fn choice<T: Copy>(
    value: &Value,
    at: Place<'_>,
    all: &[(&'static str, T)],
) -> Result<T, Diagnostic> {
    let chosen = text(value, at)?;
    if let Some((_, known)) = all.iter().find(|(name, _)| *name == chosen) {
        return Ok(*known);
    }
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    let diagnostic = at.error(format!("`{chosen}` is not a choice for `{}`", at.key));
    Err(match closest(&chosen, names.iter().copied()) {
        Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
        None => diagnostic.help(format!("choose one of {}", names.join(", "))),
    })
}

/// Several choices, each counted once, in a fixed order.
pub(super) fn choices<T: Copy + Ord>(
    value: &Value,
    at: Place<'_>,
    all: &[(&'static str, T)],
) -> Result<Vec<T>, Diagnostic> {
    let mut chosen = list(value, at, |value, at| choice(value, at, all))?;
    chosen.sort();
    chosen.dedup();
    Ok(chosen)
}

/// The name that was probably meant, if there is one.
pub(super) fn closest<'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    /// Below this Jaro-Winkler similarity two names have little to do with each other.
    const SIMILAR: f64 = 0.8;
    let scored = known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(wanted, name), name));
    let best = scored.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(score, _)| *score >= SIMILAR)
        .map(|(_, name)| name)
}

/// A package name as Cargo takes it.
///
/// # Errors
///
/// What is wrong with it.
pub fn crate_name(text: &str) -> Result<String, String> {
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(letters) {
        return Ok(text.to_owned());
    }
    Err(format!(
        "`{text}` is not a name for a crate: a letter, then letters, digits, `-` and `_`"
    ))
}

/// A package version as Cargo takes it: three numbers, perhaps with a pre-release or build (Semantic Versioning 2.0.0).
///
/// # Errors
///
/// What is wrong with it.
pub fn crate_version(text: &str) -> Result<String, String> {
    let end = text.find(['-', '+']).unwrap_or(text.len());
    let (numbers, rest) = text.split_at(end);
    let number = |part: &str| {
        part == "0"
            || (!part.starts_with('0')
                && !part.is_empty()
                && part.len() < 20
                && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let three = numbers.split('.').count() == 3 && numbers.split('.').all(number);
    let (pre, build) = rest.split_once('+').unwrap_or((rest, ""));
    let names = |text: &str| {
        text.split('.').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
    };
    let pre_fits = pre.strip_prefix('-').is_none_or(names);
    let build_fits = !rest.contains('+') || names(build);
    if three && pre_fits && build_fits {
        return Ok(text.to_owned());
    }
    Err(format!(
        "`{text}` is not a version: three numbers such as `1.0.0`"
    ))
}
