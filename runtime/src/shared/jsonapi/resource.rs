//! Resources in responses (JSON:API 1.0 "Resource Objects").

use super::members::json_object;
use super::{Kind, Links, Map, Meta, TypeName};

/// A resource of the kind `K`.
pub struct Resource<K: Kind> {
    /// The type the server gave; `K::TYPE` as a rule.
    pub type_: TypeName<K>,
    /// The id, unique within the type.
    pub id: K::Id,
    /// The attributes.
    pub attributes: K::Attributes,
    /// The relationships.
    pub relationships: K::Relationships,
    /// Links about the resource.
    pub links: Option<Links>,
    /// Meta information about the resource.
    pub meta: Option<Meta>,
    /// Members nobody declared.
    pub other: Map,
}

json_object! {
    [K: Kind] Resource [K] {
        type_: TypeName<K> = "type",
        id: K::Id = "id",
        attributes: K::Attributes = "attributes",
        relationships: K::Relationships = "relationships",
        links: Option<Links> = "links",
        meta: Option<Meta> = "meta",
    }
    nullable {}
    marker {}
}
