//! Media types: what they are, and words for them in names.

use crate::case::snake;

/// Media type without parameters, in lower case (RFC 9110 section 8.3.1).
pub(crate) fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Server-sent events (WHATWG HTML).
pub(crate) fn is_event_stream(essence: &str) -> bool {
    essence == "text/event-stream"
}

/// JSON values, one per line (jsonlines.org, NDJSON) or behind a record separator (RFC 7464).
pub(crate) fn is_json_lines(essence: &str) -> bool {
    const NAMES: [&str; 7] = [
        "application/jsonl",
        "application/jsonlines",
        "application/x-jsonlines",
        "application/ndjson",
        "application/x-ndjson",
        "application/stream+json",
        "application/json-seq",
    ];
    NAMES.contains(&essence)
}

/// Whether a media type is XML (RFC 7303).
pub(crate) fn is_xml(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// What a media type is called in the name of a method: `json`, `form`, `csv`.
pub(crate) fn media_word(media_type: &str) -> String {
    let essence = essence(media_type);
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
