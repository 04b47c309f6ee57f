//! Texts of documents as identifiers. The only user of `heck`.

use heck::{ToKebabCase, ToLowerCamelCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use unicode_normalization::UnicodeNormalization;

/// Names of crates that clients know.
pub(crate) const CRATES: [&str; 25] = [
    "alloc",
    "base64",
    "bytes",
    "chrono",
    "core",
    "fastrand",
    "futures_core",
    "futures_util",
    "hmac",
    "http",
    "http_body",
    "httpdate",
    "jiff",
    "percent_encoding",
    "proc_macro",
    "reqwest",
    "secrecy",
    "serde",
    "serde_json",
    "serde_path_to_error",
    "std",
    "time",
    "tokio",
    "tracing",
    "url",
];

/// Words that Rust keeps for itself, in any edition.
pub(crate) const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// A package name from a title, as Cargo takes it: not empty, not beginning with a digit, not the name of something else.
pub(crate) fn package_name(title: &str) -> String {
    let name = kebab(title);
    let plain = name.replace('-', "_");
    let taken =
        KEYWORDS.contains(&plain.as_str()) || plain == "test" || CRATES.contains(&plain.as_str());
    match name.chars().next() {
        None => "client".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("client-{name}"),
        Some(_) if taken => format!("{name}-client"),
        Some(_) => name,
    }
}

/// A Pascal-case identifier; never empty, never beginning with a digit.
pub(crate) fn pascal(text: &str) -> String {
    start(&words(text).to_upper_camel_case(), "Value", "N")
}

/// A snake-case identifier; never empty, never beginning with a digit.
pub(crate) fn snake(text: &str) -> String {
    start(&words(text).to_snake_case(), "value", "_")
}

/// The same behind a word, where it may begin with a digit.
pub(crate) fn snake_behind(word: &str, text: &str) -> String {
    format!("{word}_{}", snake(text).trim_matches('_'))
}

/// Words in camel case, for comparing them and for ids: not always an identifier.
pub(crate) fn upper_camel(text: &str) -> String {
    text.to_upper_camel_case()
}

/// The same, beginning in lower case.
pub(crate) fn lower_camel(text: &str) -> String {
    text.to_lower_camel_case()
}

fn start(name: &str, empty: &str, digit: &str) -> String {
    let name: String = name
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '_')
        .filter(|c| is_identifier_part(*c))
        // As the compiler compares identifiers.
        .nfc()
        .collect();
    match name.chars().next() {
        None => empty.to_owned(),
        Some('_') if name.chars().all(|c| c == '_') => empty.to_owned(),
        Some(first) if first.is_ascii_digit() || !is_identifier_start(first) => {
            format!("{digit}{name}")
        }
        Some(_) => name,
    }
}

fn is_identifier_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || syn::parse_str::<Ident>(&format!("a{c}")).is_ok()
}

fn is_identifier_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || syn::parse_str::<Ident>(&format!("{c}a")).is_ok()
}

/// Signs that carry meaning become words; all other signs separate words.
fn words(text: &str) -> String {
    let has_letters = text.chars().any(char::is_alphanumeric);
    let mut words = String::with_capacity(text.len());
    for (index, c) in text.char_indices() {
        match c {
            '-' if index == 0 && text.len() > 1 => words.push_str("minus "),
            // Among letters a sign only separates.
            _ if !has_letters || index == 0 || matches!(c, '+' | '%') => match spelled(c) {
                Some(word) => words.push_str(word),
                None if c.is_alphanumeric() || c == '_' => words.push(c),
                None => words.push(' '),
            },
            _ if c.is_alphanumeric() || c == '_' => words.push(c),
            '\'' | '’' => {}
            _ => words.push(' '),
        }
    }
    words
}

fn spelled(sign: char) -> Option<&'static str> {
    Some(match sign {
        '+' => " plus ",
        '*' => " star ",
        '<' => " less ",
        '>' => " greater ",
        '=' => " equal ",
        '!' => " not ",
        '%' => " percent ",
        '&' => " and ",
        '|' => " or ",
        '@' => " at ",
        '#' => " hash ",
        '~' => " tilde ",
        '^' => " caret ",
        _ => return None,
    })
}

fn ascii(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect()
}

/// An identifier; keywords become raw, and those that cannot take a trailing underscore.
pub(crate) fn ident(name: &str) -> Ident {
    if matches!(name, "self" | "Self" | "super" | "crate" | "_") {
        return Ident::new(&format!("{name}_"), Span::call_site());
    }
    // The parser is asked afterwards: it does not know the keywords of every edition.
    if KEYWORDS.contains(&name) {
        return Ident::new_raw(name, Span::call_site());
    }
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain || syn::parse_str::<Ident>(name).is_ok() {
        return Ident::new(name, Span::call_site());
    }
    let safe: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    Ident::new(&format!("n{safe}"), Span::call_site())
}

/// In kebab case, of letters and digits that Cargo takes; may be empty.
pub(crate) fn kebab(text: &str) -> String {
    ascii(text).to_kebab_case()
}

/// A name for a type under `renames` of the configuration: Pascal case.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn type_rename(name: &str) -> Result<(), String> {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if plain && name.starts_with(|c: char| c.is_ascii_uppercase()) && name != "Self" {
        return Ok(());
    }
    Err(format!(
        "`{name}` is not a name for a type: a capital letter, then letters and digits"
    ))
}

/// A name for a method under `renames` of the configuration: snake case. Keywords become raw identifiers, as far as
/// they can.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn method_rename(name: &str) -> Result<(), String> {
    let word = |word: &str| {
        let mut bytes = word.bytes();
        !word.is_empty() && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let is_snake = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('_').all(word);
    if is_snake && !matches!(name, "self" | "super" | "crate") {
        return Ok(());
    }
    Err(format!(
        "`{name}` is not a name for a method: lower-case letters, digits and single `_` between them"
    ))
}
