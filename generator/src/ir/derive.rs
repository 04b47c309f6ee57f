//! Traits that types of the client can have beyond the usual ones.

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
    /// Every choice, by its name in a [configuration file](crate::ConfigFile).
    pub const ALL: [(&'static str, Self); 2] = [("Eq", Self::Eq), ("Hash", Self::Hash)];
}
