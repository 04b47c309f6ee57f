//! Resources in requests: to be created or updated (JSON:API 1.0 "Creating Resources", "Updating Resources").

use super::members::json_object;
use super::{Create, Kind, Map, Meta, TypeName, Typed, Update};

/// A resource of the kind `K` to be created.
pub struct NewResource<K: Create> {
    /// The type; `K::TYPE` where the API's document says it.
    pub type_: TypeName<K>,
    /// An id of the caller's choice, where the server allows one.
    pub id: Option<K::Id>,
    /// A local id, by which the rest of the request refers to the resource.
    pub lid: Option<String>,
    /// The attributes.
    pub attributes: K::CreateAttributes,
    /// The relationships.
    pub relationships: K::CreateRelationships,
    /// Meta information about the resource.
    pub meta: Option<Meta>,
    /// Members nobody declared.
    pub other: Map,
}

json_object! {
    [K: Create] NewResource [K] {
        type_: TypeName<K> = "type",
        id: Option<K::Id> = "id",
        lid: Option<String> = "lid",
        attributes: K::CreateAttributes = "attributes",
        relationships: K::CreateRelationships = "relationships",
        meta: Option<Meta> = "meta",
    }
    nullable {}
    marker {}
}

impl<K: Create + Typed> NewResource<K> {
    /// A resource without relationships.
    pub fn new(attributes: impl Into<K::CreateAttributes>) -> Self
    where
        K::CreateRelationships: Default,
    {
        Self::with_relationships(attributes, K::CreateRelationships::default())
    }

    /// A resource with relationships.
    pub fn with_relationships(
        attributes: impl Into<K::CreateAttributes>,
        relationships: impl Into<K::CreateRelationships>,
    ) -> Self {
        Self::of_type(K::TYPE, attributes, relationships)
    }
}

impl<K: Create> NewResource<K> {
    /// A resource of a type that the API's document does not say.
    pub fn of_type(
        type_: &str,
        attributes: impl Into<K::CreateAttributes>,
        relationships: impl Into<K::CreateRelationships>,
    ) -> Self {
        Self {
            type_: TypeName::new(type_),
            id: None,
            lid: None,
            attributes: attributes.into(),
            relationships: relationships.into(),
            meta: None,
            other: Map::new(),
        }
    }

    /// Sets the relationships.
    #[must_use]
    pub fn relationships(mut self, relationships: impl Into<K::CreateRelationships>) -> Self {
        self.relationships = relationships.into();
        self
    }

    /// Sets an id of the caller's choice (JSON:API 1.0 "Client-Generated IDs").
    #[must_use]
    pub fn with_id(mut self, id: impl Into<K::Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets a local id, by which the rest of the request refers to the resource (JSON:API 1.1 "Resource Object
    /// Identification").
    #[must_use]
    pub fn with_local_id(mut self, lid: impl Into<String>) -> Self {
        self.lid = Some(lid.into());
        self
    }
}

/// An update of a resource of the kind `K`: what is left out stays as it is.
pub struct ResourceUpdate<K: Update> {
    /// The type; `K::TYPE` where the API's document says it.
    pub type_: TypeName<K>,
    /// The id of the resource to update.
    pub id: Option<K::Id>,
    /// Its local id, if the same request creates it.
    pub lid: Option<String>,
    /// The attributes to change.
    pub attributes: Option<K::UpdateAttributes>,
    /// The relationships to change.
    pub relationships: Option<K::UpdateRelationships>,
    /// Meta information about the resource.
    pub meta: Option<Meta>,
    /// Members nobody declared.
    pub other: Map,
}

json_object! {
    [K: Update] ResourceUpdate [K] {
        type_: TypeName<K> = "type",
        id: Option<K::Id> = "id",
        lid: Option<String> = "lid",
        attributes: Option<K::UpdateAttributes> = "attributes",
        relationships: Option<K::UpdateRelationships> = "relationships",
        meta: Option<Meta> = "meta",
    }
    nullable {}
    marker {}
}

impl<K: Update + Typed> ResourceUpdate<K> {
    /// An update of the resource of this id that changes nothing yet.
    pub fn new(id: impl Into<K::Id>) -> Self {
        Self::of_type(K::TYPE, id)
    }

    /// An update of what the same request creates under this local id (JSON:API 1.1 "Resource Object Identification").
    pub fn local(lid: impl Into<String>) -> Self {
        Self {
            id: None,
            lid: Some(lid.into()),
            ..Self::of_type(K::TYPE, String::new())
        }
    }
}

impl<K: Update> ResourceUpdate<K> {
    /// An update of a resource of a type that the API's document does not say, and this id.
    pub fn of_type(type_: &str, id: impl Into<K::Id>) -> Self {
        Self {
            type_: TypeName::new(type_),
            id: Some(id.into()),
            lid: None,
            attributes: None,
            relationships: None,
            meta: None,
            other: Map::new(),
        }
    }

    /// Changes attributes.
    #[must_use]
    pub fn attributes(mut self, attributes: impl Into<K::UpdateAttributes>) -> Self {
        self.attributes = Some(attributes.into());
        self
    }

    /// Changes relationships.
    #[must_use]
    pub fn relationships(mut self, relationships: impl Into<K::UpdateRelationships>) -> Self {
        self.relationships = Some(relationships.into());
        self
    }
}

impl<K: Kind> super::Resource<K> {
    /// The id and type, to be used in a relationship.
    pub fn reference<Me>(&self) -> super::Reference<K, Me> {
        super::Reference::of_type(&self.type_).with_id(self.id.clone())
    }

    /// An update of this very resource, with the type that the server gave.
    pub fn update(&self) -> ResourceUpdate<K>
    where
        K: Update,
    {
        ResourceUpdate::of_type(&self.type_, self.id.clone())
    }
}
