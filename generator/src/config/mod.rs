//! What the user can choose.

mod file;
mod paging;
mod retry;
mod rust_type;
mod value;
mod webhook;

use std::collections::BTreeMap;

pub use crate::ir::{Clue, DateTime, Derive, Extra, Retries, Runtime, Signature};
pub use file::ConfigFile;
#[doc(hidden)]
pub use file::KEYS;
#[doc(hidden)]
pub use paging::PAGING_KEYS;
pub(crate) use paging::rule as paging_rule;
pub use paging::{PagingPlan, PagingRule};
pub(crate) use retry::retries_rule;
pub(crate) use rust_type::{KNOWN as KNOWN_TYPES, rust_type, same_format};
pub(crate) use value::Place as ConfigPlace;
#[doc(hidden)]
pub use value::{crate_name, crate_version};
pub(crate) use webhook::signature_rule;
pub use webhook::{EventRule, WebhookRules};

/// The JSON Schema of a [`ConfigFile`], for editors.
pub const SCHEMA: &str = include_str!("../../config.schema.json");

/// Choices for one generated client. `Config::default()` suits most documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Package name; made from the document's title if it is not given.
    pub package: Option<String>,
    /// Package version of the client; `0.1.0` if it is not given.
    pub version: Option<String>,
    /// Whether the client has a copy of the runtime or depends on its crate.
    pub runtime: Runtime,
    /// What requests are sent with unless the application gives something else.
    pub transport: Transport,
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
    /// What the client shall not have, in order to be smaller. With [`Runtime::Crate`] only [`Extra::Hooks`] and
    /// [`Extra::RateLimit`] matter.
    pub leave_out: Vec<Extra>,
    /// Whether every type gets `Serialize` and `Deserialize`. Otherwise types that are only sent get no `Deserialize`,
    /// which saves the compiler time.
    pub all_derives: bool,
    /// Further traits for every type whose parts have them.
    pub derives: Vec<Derive>,
    /// Which types keep members that the document does not declare, and null apart from absence.
    pub undeclared: Undeclared,
    /// Whether files are left as they are rendered, without rustfmt, which takes longer than all else for a big client.
    /// Decided by the number of structs if it is not given.
    pub compact: Option<bool>,
    /// Whether methods carry an example that `cargo test --doc` compiles: yes unless it is said here. In a build script it is
    /// no unless it is said here, as the client is then part of a crate whose name is not known; the examples are text.
    pub doctests: Option<bool>,
    /// Types for formats, as they are written in Rust: `uuid` may be `uuid::Uuid`, `int32` may be `i32`. What is not listed keeps
    /// its type: text, or a type that takes whatever a server sends. A type needs `Clone`, `Debug`, `PartialEq`,
    /// `serde::Serialize` and `serde::Deserialize`, in parameters also `Display`. A value that it cannot be read from costs the
    /// response. Types of numbers (`i32`) are for numbers. `rust_decimal::Decimal` is written as a text, so that numbers keep
    /// their type unless [`Config::crates`] lists the crate, with features by which it is written as a number.
    pub formats: BTreeMap<String, String>,
    /// Types for schemas, by JSON pointer, which need the same. Nothing is generated for the schema.
    pub replace: BTreeMap<String, String>,
    /// Dependencies of the client for such types, by the name of the crate, as they stand in a manifest: `1` or
    /// `{ version = "1" }`. Types that the document names (`x-rust-type`) are used where their crate is listed here.
    pub crates: BTreeMap<String, String>,
    /// Whether `type: number` is the runtime's `Number`, of which no digit is lost, rather than `f64`. With the formats `float`
    /// and `double` it stays `f64`; with `decimal` it is `Number` in any case.
    pub exact_numbers: bool,
    /// Whether untyped JSON (`serde_json::Value`) keeps every digit of its numbers. The manifest then asks for the feature
    /// `arbitrary_precision` of `serde_json`.
    ///
    /// Cargo turns the feature on for the whole program that the client is part of, and other crates may not expect it: numbers
    /// inside `#[serde(untagged)]` and `#[serde(flatten)]` can no longer be read from JSON there.
    pub exact_json: bool,
    /// How operations are paged, by id, where the usual names do not tell or mislead. Goes before whatever the document
    /// says: its extension `x-paging`, which takes the same, then `x-ms-pageable`, `x-speakeasy-pagination` and
    /// `x-fern-pagination`.
    pub paging: BTreeMap<String, PagingRule>,
    /// Headers that carry a key by which the server knows that a call is sent twice, by operation id, where an API has another
    /// than `Idempotency-Key` or does not declare it. Each call gets a key of its own, and is retried with it.
    pub idempotency_keys: BTreeMap<String, String>,
    /// How requests are repeated, by operation id, where the method does not tell or the policy of the client does not fit.
    /// Goes before what the document says: its extension `x-retries`, which takes the same.
    pub retries: BTreeMap<String, Retries>,
    /// How webhooks are told apart and verified, where the document does not say it. How they are verified is also said by
    /// the document's extension `x-webhook-signature`, which takes the same, and by events that all declare the headers of
    /// Standard Webhooks.
    pub webhooks: WebhookRules,
    /// The same for callbacks of operations.
    pub callbacks: WebhookRules,
    /// What ids of JSON:API resources are.
    pub ids: Ids,
    /// Whether a defect of the document (a dangling reference, say) ends the generation. Otherwise it is a warning, and
    /// the part concerned is typed as raw JSON.
    pub strict: bool,
}

impl Config {
    /// Says how the operation of this id is paged, or that it is not.
    #[must_use]
    pub fn paging(mut self, operation: impl Into<String>, rule: impl Into<PagingRule>) -> Self {
        self.paging.insert(operation.into(), rule.into());
        self
    }
}

/// What ids of JSON:API resources are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ids {
    /// A type for each type of resource, so that the id of a coach is not taken for that of a patient. They are made from
    /// strings, and read as strings.
    #[default]
    Typed,
    /// Strings.
    String,
}

impl Ids {
    /// Every choice, by its name in a [`ConfigFile`].
    pub const ALL: [(&'static str, Self); 2] = [("typed", Self::Typed), ("string", Self::String)];
}

/// What a client sends requests with, unless the application gives it a transport.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Transport {
    /// The library `reqwest`, with rustls.
    #[default]
    Reqwest,
    /// Nothing: the client does not depend on `reqwest`, and its builder needs a transport.
    None,
}

impl Transport {
    /// Every choice, by its name in a [`ConfigFile`].
    pub const ALL: [(&'static str, Self); 2] = [("reqwest", Self::Reqwest), ("none", Self::None)];
}

/// Which types keep members that the document does not declare, so that they are written back as they were received.
///
/// A type also remembers which optional members were null rather than absent. Where a member may be null and is sent, its
/// type always does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Undeclared {
    /// All structs.
    #[default]
    All,
    /// Those that are both received and sent.
    RoundTrip,
    /// None: such members are passed over.
    None,
}

impl Undeclared {
    /// Every choice, by its name in a [`ConfigFile`].
    pub const ALL: [(&'static str, Self); 3] = [
        ("all", Self::All),
        ("round-trip", Self::RoundTrip),
        ("none", Self::None),
    ];
}
