//! Which stage a document is in, for who wants to show it.

use std::fmt;

/// A stage on the way from text to a client on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Text to tree.
    Read,
    /// Brought to OpenAPI 3.0, overlays applied.
    Correct,
    /// What the client is made of is decided.
    Lower,
    /// It is spelled.
    Emit,
    /// `rustfmt` runs; left to the caller of [`crate::generate`].
    Format,
    /// Files are written; left to the caller of [`crate::generate`].
    Write,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Correct => "correct",
            Self::Lower => "lower",
            Self::Emit => "emit",
            Self::Format => "format",
            Self::Write => "write",
        })
    }
}
