//! Formats that a generated client decodes into a type of their own (OpenAPI 3.0, "Data Types";
//! RFC 3339).

/// Whether `text` is what `format` says; formats that are not known admit everything.
pub(super) fn admits(format: &str, text: &str) -> bool {
    match canonical(format) {
        "date" => is_date(text),
        "date-time" => is_date_time(text),
        "uuid" => is_uuid(text),
        _ => true,
    }
}

/// The usual spelling of a format.
pub(super) fn canonical(format: &str) -> &str {
    match format {
        "dateTime" | "datetime" | "DateTime" | "ISODate" | "isodate" | "iso8601" | "timestamp" => {
            "date-time"
        }
        "guid" | "UUID" => "uuid",
        other => other,
    }
}

fn matches(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text
            .bytes()
            .zip(pattern.bytes())
            .all(|(byte, wanted)| match wanted {
                b'0' => byte.is_ascii_digit(),
                b'x' => byte.is_ascii_hexdigit(),
                other => byte == other,
            })
}

fn is_date(text: &str) -> bool {
    matches(text, "0000-00-00") && {
        let number = |range: std::ops::Range<usize>| {
            text.get(range).and_then(|part| part.parse::<u8>().ok())
        };
        matches!(number(5..7), Some(1..=12)) && matches!(number(8..10), Some(1..=31))
    }
}

fn is_date_time(text: &str) -> bool {
    let (Some(date), Some(separator), Some(time), Some(rest)) = (
        text.get(..10),
        text.get(10..11),
        text.get(11..19),
        text.get(19..),
    ) else {
        return false;
    };
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => {
            let offset = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
            if offset.len() == fraction.len() {
                return false;
            }
            offset
        }
        None => rest,
    };
    is_date(date)
        && matches!(separator, "T" | "t" | " ")
        && matches(time, "00:00:00")
        && (matches!(offset, "Z" | "z") || matches(offset, "+00:00") || matches(offset, "-00:00"))
}

fn is_uuid(text: &str) -> bool {
    matches(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")
}
