//! The crate that a client is, or is part of: what no document says.

use std::collections::BTreeSet;

/// What is decided about the crate of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// Its name, if the user has chosen one.
    pub name: Option<String>,
    /// Its version.
    pub version: String,
    /// Where it has the runtime from.
    pub runtime: Runtime,
    /// The parts of the runtime that the client uses: cargo features of its crate.
    pub parts: BTreeSet<&'static str>,
    /// What the client does without.
    pub left_out: BTreeSet<Extra>,
    /// What instants and days are made of.
    pub date_time: DateTime,
    /// Whether the examples in its documentation are compiled.
    pub doctests: bool,
    /// Whether untyped JSON keeps every digit of its numbers.
    pub exact_json: bool,
    /// Crates of types that stand for formats and schemas. A later one replaces an earlier one of the same name.
    pub dependencies: Vec<Dependency>,
}

/// A crate that the client depends on for the sake of types that the user has chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Its name in a path.
    pub name: String,
    /// What a manifest says of it.
    pub line: String,
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
    /// Every choice, by its name in a [configuration file](crate::ConfigFile).
    pub const ALL: [(&'static str, Self); 4] = [
        ("jiff", Self::Jiff),
        ("chrono", Self::Chrono),
        ("time", Self::Time),
        ("string", Self::String),
    ];
}

/// Where a client has from what all clients share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Runtime {
    /// A copy, of the parts that it uses: nothing of this project is needed to build it.
    #[default]
    Inline,
    /// The crate `openapi-client-runtime`, with the features for the parts that it uses: less text, one `Error` for several
    /// clients, and fixes without generating anew.
    Crate,
}

impl Runtime {
    /// Every choice, by its name in a [configuration file](crate::ConfigFile).
    pub const ALL: [(&'static str, Self); 2] = [("inline", Self::Inline), ("crate", Self::Crate)];
}

/// What a client has unless the user leaves it out: no document asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extra {
    /// The feature `blocking`: calls that block.
    Blocking,
    /// What browsers need.
    Browser,
    /// `before_request` and `after_response` of the builder.
    Hooks,
    /// HTTP/2, of reqwest: seven crates.
    Http2,
    /// `rate_limit` of the builder.
    RateLimit,
    /// The feature `testing`: `Client::stub`.
    Testing,
    /// The feature `tracing`: a span per request.
    Tracing,
}

impl Extra {
    /// Each one, by its name in a [configuration file](crate::ConfigFile).
    pub const ALL: [(&'static str, Self); 7] = [
        ("blocking", Self::Blocking),
        ("browser", Self::Browser),
        ("hooks", Self::Hooks),
        ("http2", Self::Http2),
        ("rate-limit", Self::RateLimit),
        ("testing", Self::Testing),
        ("tracing", Self::Tracing),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, extra)| *extra == self);
        found.map_or("", |(name, _)| name)
    }
}
