//! Resource identifiers (JSON:API 1.0 "Resource Identifier Objects").

use super::members::json_object;
use super::{Map, Meta};

/// What a relationship in a response points to.
pub struct Identifier<Me = Meta> {
    /// The type of the resource.
    pub type_: String,
    /// Its id.
    pub id: String,
    /// Meta information about the linkage.
    pub meta: Option<Me>,
    /// Members nobody declared.
    pub other: Map,
}

json_object! {
    [Me] Identifier [Me] {
        type_: String = "type",
        id: String = "id",
        meta: Option<Me> = "meta",
    }
    nullable {}
    marker {}
}

impl<Me> Identifier<Me> {
    /// An identifier without meta information.
    pub fn new(type_: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            type_: type_.into(),
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

/// What a relationship in a request points to: an existing resource; one that the same request creates, by its local
/// id; or, without an id, one that the server finds by `meta`.
pub struct Reference<Me = Meta> {
    /// The type of the resource.
    pub type_: String,
    /// Its id.
    pub id: Option<String>,
    /// Its local id (JSON:API 1.1 "Resource Object Identification").
    pub lid: Option<String>,
    /// Meta information about the linkage.
    pub meta: Option<Me>,
    /// Members nobody declared.
    pub other: Map,
}

json_object! {
    [Me] Reference [Me] {
        type_: String = "type",
        id: Option<String> = "id",
        lid: Option<String> = "lid",
        meta: Option<Me> = "meta",
    }
    nullable {}
    marker {}
}

impl<Me> Reference<Me> {
    /// A reference by id.
    pub fn id(type_: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            type_: type_.into(),
            id: Some(id.into()),
            lid: None,
            meta: None,
            other: Map::new(),
        }
    }

    /// A reference to what the same request creates under this local id.
    pub fn local(type_: impl Into<String>, lid: impl Into<String>) -> Self {
        Self {
            type_: type_.into(),
            id: None,
            lid: Some(lid.into()),
            meta: None,
            other: Map::new(),
        }
    }

    /// A reference without an id, that the server finds by what `meta` says.
    pub fn query(type_: impl Into<String>, meta: impl Into<Me>) -> Self {
        Self {
            type_: type_.into(),
            id: None,
            lid: None,
            meta: Some(meta.into()),
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

impl<Me> From<Identifier<Me>> for Reference<Me> {
    fn from(identifier: Identifier<Me>) -> Self {
        Self {
            type_: identifier.type_,
            id: Some(identifier.id),
            lid: None,
            meta: identifier.meta,
            other: identifier.other,
        }
    }
}
