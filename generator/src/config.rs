//! What the user can choose.

use std::collections::BTreeMap;

/// Choices for one generated client. `Config::default()` suits most documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Package name; made from the document's title if it is not given.
    pub package: Option<String>,
    /// Package version of the client; `0.1.0` if it is not given.
    pub version: Option<String>,
    /// Rust names to use instead of the ones that would be given, keyed by JSON pointer (types) or operation id
    /// (methods).
    pub renames: BTreeMap<String, String>,
    /// Tags to generate; all if empty.
    pub include_tags: Vec<String>,
    /// Whether every type gets `Serialize` and `Deserialize`. Otherwise types that are only sent get no `Deserialize`,
    /// which saves the compiler time.
    pub all_derives: bool,
    /// Whether structs are read and written by code that is short for the compiler rather than derived. Decided by the
    /// number of structs if it is not given.
    pub compact: Option<bool>,
    /// Whether a defect of the document (a dangling reference, say) ends the generation. Otherwise it is a warning, and
    /// the part concerned is typed as raw JSON.
    pub strict: bool,
    /// Tags to leave out.
    pub exclude_tags: Vec<String>,
}
