//! Choices of the library as values of flags.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Takes one of the names, which the help lists.
pub(crate) fn choice<T: Copy + Send + Sync + 'static, const N: usize>(
    all: [(&'static str, T); N],
) -> impl TypedValueParser<Value = T> {
    let names = all.map(|(name, _)| name);
    PossibleValuesParser::new(names).try_map(move |given| {
        let found = all.iter().find(|(name, _)| *name == given);
        found.map(|(_, chosen)| *chosen).ok_or("no such choice")
    })
}
