//! Resource identifiers (JSON:API 1.0 "Resource Identifier Objects").

use super::members::json_object;
use super::{Any, Kind, Map, Meta, TypeName, Typed};

/// What a relationship in a response points to: a resource of the kind `K`.
pub struct Identifier<K: Kind = Any, Me = Meta> {
    /// The type of the resource; `K::TYPE` as a rule.
    pub type_: TypeName<K>,
    /// Its id.
    pub id: K::Id,
    /// Meta information about the linkage.
    pub meta: Option<Me>,
    /// Members nobody declared.
    pub other: Map,
}

json_object! {
    [K: Kind, Me] Identifier [K, Me] {
        type_: TypeName<K> = "type",
        id: K::Id = "id",
        meta: Option<Me> = "meta",
    }
    nullable {}
    marker {}
}

impl<K: Typed, Me> Identifier<K, Me> {
    /// An identifier without meta information.
    pub fn new(id: impl Into<K::Id>) -> Self {
        Self::of_type(K::TYPE, id)
    }
}

impl<K: Kind, Me> Identifier<K, Me> {
    /// An identifier of a type that the API's document does not say.
    pub fn of_type(type_: &str, id: impl Into<K::Id>) -> Self {
        Self {
            type_: TypeName::new(type_),
            id: id.into(),
            meta: None,
            other: Map::new(),
        }
    }

    /// Adds meta information.
    #[must_use]
    pub fn meta(mut self, meta: impl Into<Me>) -> Self {
        self.meta = Some(meta.into());
        self
    }
}

/// What a relationship in a request points to: an existing resource of the kind `K`; one that the same request creates,
/// by its local id; or, without an id, one that the server finds by `meta`.
pub struct Reference<K: Kind = Any, Me = Meta> {
    /// The type of the resource; `K::TYPE` where the API's document says it.
    pub type_: TypeName<K>,
    /// Its id.
    pub id: Option<K::Id>,
    /// Its local id (JSON:API 1.1 "Resource Object Identification").
    pub lid: Option<String>,
    /// Meta information about the linkage.
    pub meta: Option<Me>,
    /// Members nobody declared.
    pub other: Map,
}

json_object! {
    [K: Kind, Me] Reference [K, Me] {
        type_: TypeName<K> = "type",
        id: Option<K::Id> = "id",
        lid: Option<String> = "lid",
        meta: Option<Me> = "meta",
    }
    nullable {}
    marker {}
}

impl<K: Typed, Me> Reference<K, Me> {
    /// A reference by id.
    pub fn id(id: impl Into<K::Id>) -> Self {
        Self::of_type(K::TYPE).with_id(id)
    }

    /// A reference to what the same request creates under this local id.
    pub fn local(lid: impl Into<String>) -> Self {
        Self::of_type(K::TYPE).with_local_id(lid)
    }

    /// A reference without an id, that the server finds by what `meta` says.
    pub fn query(meta: impl Into<Me>) -> Self {
        Self::of_type(K::TYPE).meta(meta)
    }
}

impl<K: Kind, Me> Reference<K, Me> {
    /// A reference to a resource of a type that the API's document does not say, without an id yet.
    pub fn of_type(type_: &str) -> Self {
        Self {
            type_: TypeName::new(type_),
            id: None,
            lid: None,
            meta: None,
            other: Map::new(),
        }
    }

    /// Sets the id.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<K::Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the local id.
    #[must_use]
    pub fn with_local_id(mut self, lid: impl Into<String>) -> Self {
        self.lid = Some(lid.into());
        self
    }

    /// Adds meta information.
    #[must_use]
    pub fn meta(mut self, meta: impl Into<Me>) -> Self {
        self.meta = Some(meta.into());
        self
    }

    /// The same for a relationship to resources of any type.
    pub fn of_any(self) -> Reference<Any, Me> {
        Reference {
            type_: TypeName::new(&self.type_),
            id: self.id.map(|id| id.as_ref().to_owned()),
            lid: self.lid,
            meta: self.meta,
            other: self.other,
        }
    }
}

impl<K: Kind, Me> From<Identifier<K, Me>> for Reference<K, Me> {
    fn from(identifier: Identifier<K, Me>) -> Self {
        Self {
            type_: identifier.type_,
            id: Some(identifier.id),
            lid: None,
            meta: identifier.meta,
            other: identifier.other,
        }
    }
}
