//! Media types as words of names.

use crate::case::snake;

/// What a media type is called in the name of a method: `json`, `form`, `csv`.
pub(crate) fn media_word(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let word = match essence.as_str() {
        "application/x-www-form-urlencoded" => "form",
        "multipart/form-data" => "multipart",
        "text/plain" | "text/*" => "text",
        "application/octet-stream" => "bytes",
        "application/vnd.api+json" => "json_api",
        "*/*" | "application/*" => "any",
        "application/*+json" => "json",
        "application/*+xml" => "xml",
        _ => {
            let (kind, name) = essence.split_once('/').unwrap_or(("", &essence));
            let name = if name == "*" { kind } else { name };
            let word = snake(&name.strip_prefix("x-").unwrap_or(name).replace('+', "_"));
            return word.trim_start_matches('_').to_owned();
        }
    };
    word.to_owned()
}
