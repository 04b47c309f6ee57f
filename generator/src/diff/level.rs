//! How much of a change something is.

use std::fmt;

/// How much a change asks of users of the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing: other behaviour behind the same interface.
    Patch,
    /// Nothing, but there is something new to use.
    Minor,
    /// Code that uses what changed may no longer compile.
    Major,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}
