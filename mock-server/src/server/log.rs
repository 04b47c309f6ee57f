//! The latest requests and answers, kept for people and tests to look at.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use serde_json::{Value, json};

/// Bytes of a body that are kept.
const MOST_BODY: usize = 16 * 1024;

/// A request and its answer.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) number: u64,
    pub(crate) time: String,
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) operation: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    pub(crate) status: u16,
    pub(crate) answer: Bytes,
    pub(crate) micros: u64,
    pub(crate) faults: Vec<String>,
    pub(crate) violations: Vec<String>,
}

/// The log.
#[derive(Debug)]
pub(crate) struct Log {
    entries: Mutex<VecDeque<Entry>>,
    next: AtomicU64,
    most: usize,
}

impl Log {
    /// A log of so many entries.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            entries: Mutex::default(),
            next: AtomicU64::new(1),
            most,
        }
    }

    pub(crate) fn is_on(&self) -> bool {
        self.most > 0
    }

    /// The number for the next entry.
    pub(crate) fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn add(&self, entry: Entry) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= self.most {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    pub(crate) fn clear(&self) {
        self.entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    /// Entries after a number, oldest first.
    pub(crate) fn after(&self, number: u64) -> Value {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries
            .iter()
            .filter(|entry| entry.number > number)
            .map(Entry::json)
            .collect()
    }
}

impl Entry {
    fn json(&self) -> Value {
        json!({
            "number": self.number,
            "time": self.time,
            "method": self.method,
            "target": self.target,
            "operation": self.operation,
            "headers": self.headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect::<serde_json::Map<_, _>>(),
            "body": shown(&self.body),
            "status": self.status,
            "answer": shown(&self.answer),
            "micros": self.micros,
            "faults": self.faults,
            "violations": self.violations,
        })
    }
}

/// JSON as JSON, everything else as text.
fn shown(body: &Bytes) -> Value {
    if body.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(body).unwrap_or_else(|_| json!(String::from_utf8_lossy(body)))
}

/// What is kept of a body: all of it, or a copy of its beginning.
pub(crate) fn kept(body: &Bytes) -> Bytes {
    match body.get(..MOST_BODY) {
        Some(beginning) if body.len() > MOST_BODY => Bytes::copy_from_slice(beginning),
        _ => body.clone(),
    }
}
