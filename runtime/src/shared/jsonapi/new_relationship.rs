//! Relationships in requests.

use std::marker::PhantomData;

use super::members::json_object;
use super::{Any, Map, Meta, Reference, Typed};

/// A relationship to at most one resource of the kind `K`, as it is sent.
pub struct NewToOne<K = Any, Me = Meta> {
    /// What it points to; `Some(None)` clears the relationship, and is written as `null`.
    pub data: Option<Option<Reference<Me>>>,
    /// Members nobody declared.
    pub other: Map,
    kind: PhantomData<fn() -> K>,
}

json_object! {
    [K, Me] NewToOne [K, Me] {}
    nullable {
        data: Reference<Me> = "data",
    }
    marker { kind, }
}

impl<K, Me> NewToOne<K, Me> {
    /// Points to this resource.
    pub fn reference(reference: impl Into<Reference<Me>>) -> Self {
        Self::with(Some(reference.into()))
    }

    /// Clears the relationship.
    pub fn null() -> Self {
        Self::with(None)
    }

    fn with(data: Option<Reference<Me>>) -> Self {
        Self {
            data: Some(data),
            other: Map::new(),
            kind: PhantomData,
        }
    }
}

impl<K: Typed, Me> NewToOne<K, Me> {
    /// Points to the resource of this id.
    pub fn id(id: impl Into<String>) -> Self {
        Self::reference(Reference::id(K::TYPE, id))
    }
}

impl<K, Me> From<Reference<Me>> for NewToOne<K, Me> {
    fn from(reference: Reference<Me>) -> Self {
        Self::reference(reference)
    }
}

/// A relationship to any number of resources of the kind `K`, as it is sent.
pub struct NewToMany<K = Any, Me = Meta> {
    /// What it points to.
    pub data: Option<Vec<Reference<Me>>>,
    /// Members nobody declared.
    pub other: Map,
    kind: PhantomData<fn() -> K>,
}

json_object! {
    [K, Me] NewToMany [K, Me] {
        data: Option<Vec<Reference<Me>>> = "data",
    }
    nullable {}
    marker { kind, }
}

impl<K, Me> NewToMany<K, Me> {
    /// Points to these resources.
    pub fn references<R: Into<Reference<Me>>>(references: impl IntoIterator<Item = R>) -> Self {
        let data = references.into_iter().map(Into::into).collect();
        Self {
            data: Some(data),
            other: Map::new(),
            kind: PhantomData,
        }
    }
}

impl<K: Typed, Me> NewToMany<K, Me> {
    /// Points to the resources of these ids.
    pub fn ids<I: Into<String>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self::references(ids.into_iter().map(|id| Reference::id(K::TYPE, id)))
    }
}

impl<K, Me> FromIterator<Reference<Me>> for NewToMany<K, Me> {
    fn from_iter<I: IntoIterator<Item = Reference<Me>>>(references: I) -> Self {
        Self::references(references)
    }
}
