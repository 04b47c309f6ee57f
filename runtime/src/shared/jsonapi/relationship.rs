//! Relationships in responses (JSON:API 1.0 "Relationships").

use super::members::json_object;
use super::{Any, Identifier, Kind, Links, Map, Meta};

/// A relationship to at most one resource of the kind `K`.
pub struct ToOne<K: Kind = Any, Me = Meta> {
    /// The linkage: absent, `Some(None)` where it is `null`, or what it points to.
    pub data: Option<Option<Identifier<K, Me>>>,
    /// Where the relationship can be fetched.
    pub links: Option<Links>,
    /// Meta information about the relationship.
    pub meta: Option<Map>,
    /// Members nobody declared.
    pub other: Map,
}

json_object! {
    [K: Kind, Me] ToOne [K, Me] {
        links: Option<Links> = "links",
        meta: Option<Map> = "meta",
    }
    nullable {
        data: Identifier<K, Me> = "data",
    }
    marker {}
}

impl<K: Kind, Me> ToOne<K, Me> {
    /// What the relationship points to, if the server said so.
    pub fn identifier(&self) -> Option<&Identifier<K, Me>> {
        self.data.as_ref()?.as_ref()
    }

    /// The id of the resource it points to.
    pub fn id(&self) -> Option<&K::Id> {
        self.identifier().map(|identifier| &identifier.id)
    }

    /// Whether the server said that there is no related resource.
    pub fn is_null(&self) -> bool {
        matches!(self.data, Some(None))
    }
}

impl<K: Kind, Me> Default for ToOne<K, Me> {
    fn default() -> Self {
        Self {
            data: None,
            links: None,
            meta: None,
            other: Map::new(),
        }
    }
}

impl<K: Kind, Me> From<Identifier<K, Me>> for ToOne<K, Me> {
    fn from(identifier: Identifier<K, Me>) -> Self {
        Self {
            data: Some(Some(identifier)),
            ..Self::default()
        }
    }
}

/// A relationship to any number of resources of the kind `K`.
pub struct ToMany<K: Kind = Any, Me = Meta> {
    /// The linkage; absent where the server does not say.
    pub data: Option<Vec<Identifier<K, Me>>>,
    /// Where the relationship can be fetched.
    pub links: Option<Links>,
    /// Meta information about the relationship.
    pub meta: Option<Map>,
    /// Members nobody declared.
    pub other: Map,
}

json_object! {
    [K: Kind, Me] ToMany [K, Me] {
        data: Option<Vec<Identifier<K, Me>>> = "data",
        links: Option<Links> = "links",
        meta: Option<Map> = "meta",
    }
    nullable {}
    marker {}
}

impl<K: Kind, Me> ToMany<K, Me> {
    /// What the relationship points to; nothing where the server does not say.
    pub fn identifiers(&self) -> &[Identifier<K, Me>] {
        self.data.as_deref().unwrap_or_default()
    }

    /// The ids of the resources it points to.
    pub fn ids(&self) -> impl Iterator<Item = &K::Id> {
        self.identifiers().iter().map(|identifier| &identifier.id)
    }
}

impl<K: Kind, Me> Default for ToMany<K, Me> {
    fn default() -> Self {
        Self {
            data: None,
            links: None,
            meta: None,
            other: Map::new(),
        }
    }
}

impl<K: Kind, Me> FromIterator<Identifier<K, Me>> for ToMany<K, Me> {
    fn from_iter<I: IntoIterator<Item = Identifier<K, Me>>>(identifiers: I) -> Self {
        Self {
            data: Some(identifiers.into_iter().collect()),
            ..Self::default()
        }
    }
}
