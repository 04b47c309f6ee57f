//! What the user can choose.

mod file;
mod value;

use std::collections::BTreeMap;

pub use file::{ConfigFile, KEYS};
pub use value::{crate_name, crate_version};

/// The JSON Schema of a [`ConfigFile`], for editors.
pub const SCHEMA: &str = include_str!("../../config.schema.json");

/// Choices for one generated client. `Config::default()` suits most documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Package name; made from the document's title if it is not given.
    pub package: Option<String>,
    /// Package version of the client; `0.1.0` if it is not given.
    pub version: Option<String>,
    /// What instants and days are made of.
    pub date_time: DateTime,
    /// Rust names to use instead of the ones that would be given, keyed by JSON pointer (types, in Pascal case)
    /// or operation id (methods, in snake case). A name of another form, or one that is taken, is an error.
    pub renames: BTreeMap<String, String>,
    /// Tags to generate, together with [`Config::include_operations`]; everything if both are empty.
    pub include_tags: Vec<String>,
    /// Tags to leave out.
    pub exclude_tags: Vec<String>,
    /// Operations to generate, by id, together with [`Config::include_tags`]; everything if both are empty.
    pub include_operations: Vec<String>,
    /// Operations to leave out, by id.
    pub exclude_operations: Vec<String>,
    /// Whether each tag is a cargo feature of the client. Decided by the number of structs if it is not given; never in a
    /// build script unless it is given.
    pub features_per_tag: Option<bool>,
    /// Whether every type gets `Serialize` and `Deserialize`. Otherwise types that are only sent get no `Deserialize`,
    /// which saves the compiler time.
    pub all_derives: bool,
    /// Further traits for every type whose parts have them.
    pub derives: Vec<Derive>,
    /// Whether structs are read and written by code that is short for the compiler rather than derived. Decided by the
    /// number of structs if it is not given.
    pub compact: Option<bool>,
    /// Whether a defect of the document (a dangling reference, say) ends the generation. Otherwise it is a warning, and
    /// the part concerned is typed as raw JSON.
    pub strict: bool,
}

/// What instants (RFC 3339 `date-time`) and days (`full-date`) are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DateTime {
    /// The library `jiff`: `Timestamp` and `civil::Date`.
    #[default]
    Jiff,
    /// The library `chrono`: `DateTime<Utc>` (in a type of the runtime that writes RFC 3339) and `NaiveDate`.
    Chrono,
    /// The library `time`: `OffsetDateTime` (in a type of the runtime that writes RFC 3339) and `Date`.
    Time,
    /// No library: text, as it was received.
    String,
}

impl DateTime {
    /// Every choice, by its name in a [`ConfigFile`].
    pub const ALL: [(&'static str, Self); 4] = [
        ("jiff", Self::Jiff),
        ("chrono", Self::Chrono),
        ("time", Self::Time),
        ("string", Self::String),
    ];
}

/// A trait that types of the client can have beyond `Clone`, `Debug`, `PartialEq` and those of `serde`. A type whose parts do
/// not have it (a float, say) goes without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Derive {
    /// `Eq`.
    Eq,
    /// `Hash`.
    Hash,
}

impl Derive {
    /// Every choice, by its name in a [`ConfigFile`].
    pub const ALL: [(&'static str, Self); 2] = [("Eq", Self::Eq), ("Hash", Self::Hash)];
}
