//! What a document cannot say about its API, said by whoever knows it. Everything has a default, so that any document can
//! be served without.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::error::Failure;
use crate::store::{Resource, Store};

/// Knowledge about one API, beyond its document.
pub trait Model: std::fmt::Debug + Send + Sync {
    /// The resource type that everything belongs to; a token gives access to one of them.
    fn tenant(&self) -> Option<&str> {
        None
    }

    /// The resource type that a token can be limited to.
    fn scope(&self) -> Option<&str> {
        None
    }

    /// Relationships that the document does not declare, or whose target it does not name.
    fn relationships(&self) -> &[ExtraRelationship] {
        &[]
    }

    /// Filters whose meaning their name does not tell.
    fn filters(&self) -> &[FilterAlias] {
        &[]
    }

    /// Links beside `self`: resource type, name, text with `{id}`.
    fn links(&self) -> &[(&'static str, &'static str, &'static str)] {
        &[]
    }

    /// Fills an empty store.
    fn seed(&self, store: &mut Store, options: &SeedOptions);

    /// Completes and checks a resource that is about to be added (`before` is `None`) or changed.
    ///
    /// # Errors
    ///
    /// What the API would answer to it.
    fn prepare(&self, _change: &mut Change<'_>) -> Result<Prepared, Failure> {
        Ok(Prepared::Write)
    }

    /// What else changes once a resource was added or changed.
    fn applied(&self, _store: &mut Store, _resource: &Resource) {}

    /// The resource that a query for a relationship's target found none of, if the API then makes one.
    fn made_on_demand(
        &self,
        _resource_type: &str,
        _query: &Map<String, Value>,
    ) -> Option<Map<String, Value>> {
        None
    }
}

/// A relationship that the document does not (fully) declare.
#[derive(Clone, Copy, Debug)]
pub struct ExtraRelationship {
    /// The resource type that has it.
    pub kind: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Whether it is to-many.
    pub many: bool,
    /// The resource type it leads to.
    pub target: &'static str,
}

/// What a filter of one resource type compares.
#[derive(Clone, Copy, Debug)]
pub struct FilterAlias {
    /// The resource type.
    pub kind: &'static str,
    /// The name in `filter[...]`.
    pub filter: &'static str,
    /// The members below `attributes`; lists on the way are gone through.
    pub path: &'static [&'static str],
    /// How it compares.
    pub comparison: Comparison,
}

/// How a filter compares.
#[derive(Clone, Copy, Debug)]
pub enum Comparison {
    /// As the parameter's type says.
    Same,
    /// At that time or later.
    Since,
    /// Before that time.
    Before,
    /// Whether there is a value at all.
    Present,
    /// As the parameter's type says, and this attribute has no value.
    Without(&'static str),
}

/// What to fill a store with.
#[derive(Clone, Copy, Debug)]
pub struct SeedOptions {
    /// The same seed gives the same data.
    pub seed: u64,
    /// How many patients; for other documents, how many resources of each type.
    pub size: usize,
}

/// A resource that is about to be written.
#[derive(Debug)]
pub struct Change<'a> {
    /// Everything there is.
    pub store: &'a Store,
    /// What it will be.
    pub resource: &'a mut Resource,
    /// What it is, if it is there already.
    pub before: Option<&'a Resource>,
    /// The time, RFC 3339.
    pub now: &'a str,
    /// Whether the request asks for duplicates to be ignored.
    pub actor: &'a str,
}

/// What is to be done with a resource.
#[derive(Clone, Debug)]
pub enum Prepared {
    /// It is to be written.
    Write,
    /// It is there already, under this id.
    Duplicate(Arc<str>, Failure),
}
