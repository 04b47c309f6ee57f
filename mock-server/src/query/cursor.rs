//! Where a page of cursor-based paging begins: after a row, whether it is still there or not.

use serde_json::{Value, json};

use crate::store::Column;

/// The place of a row in the order of a collection.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cursor {
    /// Sort values of the row.
    pub(crate) values: Vec<Column>,
    /// Its place among rows with the same values.
    pub(crate) sequence: u64,
}

impl Cursor {
    /// Opaque to clients: hexadecimal digits.
    pub(crate) fn text(&self) -> String {
        use std::fmt::Write as _;
        let values: Vec<Value> = self.values.iter().map(Column::json).collect();
        let plain = json!([self.sequence, values]).to_string();
        plain
            .bytes()
            .fold(String::with_capacity(plain.len() * 2), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            })
    }

    /// Reads a cursor; `None` if it is none of ours.
    pub(crate) fn parse(text: &str, sorted_by: usize) -> Option<Self> {
        let digits = text.as_bytes();
        if !digits.len().is_multiple_of(2) || digits.len() > 4096 {
            return None;
        }
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let plain: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
        let parsed: Value = serde_json::from_slice(&plain?).ok()?;
        let sequence = parsed.get(0)?.as_u64()?;
        let values: Vec<Column> = parsed
            .get(1)?
            .as_array()?
            .iter()
            .map(Column::value)
            .collect();
        (values.len() == sorted_by).then_some(Self { values, sequence })
    }
}
