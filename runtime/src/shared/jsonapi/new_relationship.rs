//! Relationships in requests.

use super::members::json_object;
use super::{Any, Kind, Map, Meta, Reference, Typed};

/// A relationship to at most one resource of the kind `K`, as it is sent.
pub struct NewToOne<K: Kind = Any, Me = Meta> {
    /// What it points to; `Some(None)` clears the relationship, and is written as `null`.
    pub data: Option<Option<Reference<K, Me>>>,
    /// Members nobody declared.
    pub other: Map,
}

json_object! {
    [K: Kind, Me] NewToOne [K, Me] {}
    nullable {
        data: Reference<K, Me> = "data",
    }
    marker {}
}

impl<K: Kind, Me> NewToOne<K, Me> {
    /// Points to this resource.
    pub fn reference(reference: impl Into<Reference<K, Me>>) -> Self {
        Self::with(Some(reference.into()))
    }

    /// Clears the relationship.
    pub fn null() -> Self {
        Self::with(None)
    }

    fn with(data: Option<Reference<K, Me>>) -> Self {
        Self {
            data: Some(data),
            other: Map::new(),
        }
    }
}

impl<K: Typed, Me> NewToOne<K, Me> {
    /// Points to the resource of this id.
    pub fn id(id: impl Into<K::Id>) -> Self {
        Self::reference(Reference::id(id))
    }
}

impl<K: Kind, Me> From<Reference<K, Me>> for NewToOne<K, Me> {
    fn from(reference: Reference<K, Me>) -> Self {
        Self::reference(reference)
    }
}

/// A relationship to any number of resources of the kind `K`, as it is sent.
pub struct NewToMany<K: Kind = Any, Me = Meta> {
    /// What it points to.
    pub data: Option<Vec<Reference<K, Me>>>,
    /// Members nobody declared.
    pub other: Map,
}

json_object! {
    [K: Kind, Me] NewToMany [K, Me] {
        data: Option<Vec<Reference<K, Me>>> = "data",
    }
    nullable {}
    marker {}
}

impl<K: Kind, Me> NewToMany<K, Me> {
    /// Points to these resources.
    pub fn references<R: Into<Reference<K, Me>>>(references: impl IntoIterator<Item = R>) -> Self {
        let data = references.into_iter().map(Into::into).collect();
        Self {
            data: Some(data),
            other: Map::new(),
        }
    }
}

impl<K: Typed, Me> NewToMany<K, Me> {
    /// Points to the resources of these ids.
    pub fn ids<I: Into<K::Id>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self::references(ids.into_iter().map(Reference::id))
    }
}

impl<K: Kind, Me> FromIterator<Reference<K, Me>> for NewToMany<K, Me> {
    fn from_iter<I: IntoIterator<Item = Reference<K, Me>>>(references: I) -> Self {
        Self::references(references)
    }
}
