//! JSON:API 1.0 documents: resources, relationships, links and included resources, typed.
//!
//! Every type here writes back what it read: members that nobody declared are kept in `other`, and a member
//! that was absent, `null` or empty stays so.

mod document;
mod id;
mod identifier;
mod included;
mod kind;
mod links;
mod members;
mod new_relationship;
mod nothing;
mod relationship;
mod resource;
mod write;

pub use super::one_or_many::OneOrMany;
pub use document::Document;
pub use id::{Id, ResourceId};
pub use identifier::{Identifier, Reference};
pub use included::{Included, IncludedError};
pub use kind::{Any, Create, Kind, TypeName, Typed, Update};
pub use links::{Link, LinkObject, Links};
pub use new_relationship::{NewToMany, NewToOne};
pub use relationship::{ToMany, ToOne};
pub use resource::Resource;
pub use write::{NewResource, ResourceUpdate};

/// A JSON object whose members are not declared.
pub type Map = serde_json::Map<String, serde_json::Value>;

/// Meta information without a declared shape (JSON:API 1.0 "Meta Information").
pub type Meta = Map;
