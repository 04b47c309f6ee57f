//! The alternatives of a union.

use serde_json::Value;

use super::members::Members;
use super::node::is_null;

/// An alternative and where it stands.
pub(super) struct Alternative<'n> {
    pub(super) node: &'n Value,
    pub(super) place: String,
    /// The members of the object that it is an alternative of, and its own.
    pub(super) members: Option<Members>,
}

/// What `oneOf` and `anyOf` list beside null.
pub(super) fn alternatives<'n>(node: &'n Value, at: &str) -> Vec<Alternative<'n>> {
    let listed = ["oneOf", "anyOf"].iter().flat_map(|key| {
        let listed = node.get(key).and_then(Value::as_array);
        let listed = listed.into_iter().flatten().enumerate();
        listed.map(move |(index, node)| Alternative {
            node,
            place: format!("{at}/{key}/{index}"),
            members: None,
        })
    });
    listed
        .filter(|alternative| !is_null(alternative.node))
        .collect()
}
