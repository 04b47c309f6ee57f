//! What an operation does with the state.

use serde::{Deserialize, Serialize};

use super::KindId;
use super::collection::Rest;

/// What an operation does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Action {
    /// Answers a collection.
    List { kind: KindId },
    /// Answers one resource by its id.
    Fetch { kind: KindId },
    /// Adds one resource or several.
    Create { kind: KindId },
    /// Changes the resource that `meta.query` finds, or adds one.
    Upsert { kind: KindId },
    /// Changes one resource.
    Update { kind: KindId },
    /// Takes one resource away.
    Delete { kind: KindId },
    /// Answers what a resource is linked to.
    Related {
        parent: KindId,
        relationship: usize,
        shape: Shape,
    },
    /// Answers or changes the linkage of a resource (JSON:API 1.0, "Fetching Relationships", "Updating Relationships").
    Linkage {
        parent: KindId,
        relationship: usize,
        change: Option<Change>,
    },
    /// Carries out a list of operations, all or none (JSON:API, "Atomic Operations" extension).
    Atomic,
    /// Hands out an access token.
    Token,
    /// Something with a collection of plain REST.
    Rest(Box<Rest>),
    /// Nothing of the above: a value made up from the schema.
    Sample,
}

/// What a request does to a linkage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Change {
    Replace,
    Add,
    Remove,
}

/// How many resources a related route answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Shape {
    One,
    Many,
}
