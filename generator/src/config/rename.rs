//! Names that the user gives: which form they have.

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
