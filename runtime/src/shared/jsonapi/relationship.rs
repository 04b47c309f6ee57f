//! Relationships in responses (JSON:API 1.0 "Relationships").

use std::marker::PhantomData;

use super::members::json_object;
use super::{Any, Identifier, Links, Map, Meta};

/// A relationship to at most one resource of the kind `K`.
pub struct ToOne<K = Any, Me = Meta> {
    /// The linkage: absent, `Some(None)` where it is `null`, or what it points to.
    pub data: Option<Option<Identifier<Me>>>,
    /// Where the relationship can be fetched.
    pub links: Option<Links>,
    /// Meta information about the relationship.
    pub meta: Option<Map>,
    /// Members nobody declared.
    pub other: Map,
    pub(super) kind: PhantomData<fn() -> K>,
}

json_object! {
    [K, Me] ToOne [K, Me] {
        links: Option<Links> = "links",
        meta: Option<Map> = "meta",
    }
    nullable {
        data: Identifier<Me> = "data",
    }
    marker { kind, }
}

impl<K, Me> ToOne<K, Me> {
    /// What the relationship points to, if the server said so.
    pub fn identifier(&self) -> Option<&Identifier<Me>> {
        self.data.as_ref()?.as_ref()
    }

    /// The id of the resource it points to.
    pub fn id(&self) -> Option<&str> {
        self.identifier().map(|identifier| identifier.id.as_str())
    }

    /// Whether the server said that there is no related resource.
    pub fn is_null(&self) -> bool {
        matches!(self.data, Some(None))
    }
}

impl<K, Me> Default for ToOne<K, Me> {
    fn default() -> Self {
        Self {
            data: None,
            links: None,
            meta: None,
            other: Map::new(),
            kind: PhantomData,
        }
    }
}

impl<K, Me> From<Identifier<Me>> for ToOne<K, Me> {
    fn from(identifier: Identifier<Me>) -> Self {
        Self {
            data: Some(Some(identifier)),
            ..Self::default()
        }
    }
}

/// A relationship to any number of resources of the kind `K`.
pub struct ToMany<K = Any, Me = Meta> {
    /// The linkage; absent where the server does not say.
    pub data: Option<Vec<Identifier<Me>>>,
    /// Where the relationship can be fetched.
    pub links: Option<Links>,
    /// Meta information about the relationship.
    pub meta: Option<Map>,
    /// Members nobody declared.
    pub other: Map,
    pub(super) kind: PhantomData<fn() -> K>,
}

json_object! {
    [K, Me] ToMany [K, Me] {
        data: Option<Vec<Identifier<Me>>> = "data",
        links: Option<Links> = "links",
        meta: Option<Map> = "meta",
    }
    nullable {}
    marker { kind, }
}

impl<K, Me> ToMany<K, Me> {
    /// What the relationship points to; nothing where the server does not say.
    pub fn identifiers(&self) -> &[Identifier<Me>] {
        self.data.as_deref().unwrap_or_default()
    }

    /// The ids of the resources it points to.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.identifiers()
            .iter()
            .map(|identifier| identifier.id.as_str())
    }
}

impl<K, Me> Default for ToMany<K, Me> {
    fn default() -> Self {
        Self {
            data: None,
            links: None,
            meta: None,
            other: Map::new(),
            kind: PhantomData,
        }
    }
}

impl<K, Me> FromIterator<Identifier<Me>> for ToMany<K, Me> {
    fn from_iter<I: IntoIterator<Item = Identifier<Me>>>(identifiers: I) -> Self {
        Self {
            data: Some(identifiers.into_iter().collect()),
            ..Self::default()
        }
    }
}
