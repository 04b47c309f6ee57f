//! What makes one type of resource different from another.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};

#[cfg(feature = "testing")]
use super::super::sample;
use super::{Map, ResourceId};

/// A type of resource (JSON:API 1.0 "Resource Objects"). Implemented by generated marker types.
pub trait Kind: 'static {
    /// The value of the member `type`; empty where the API's document does not say what it is.
    const TYPE: &'static str;
    /// Attributes and relationships whose fields have another name in Rust: the name in JSON, and that of the field.
    const FIELDS: &'static [(&'static str, &'static str)] = &[];
    /// The member `id`.
    type Id: ResourceId;
    /// The member `attributes`; an `Option` where the document does not require it.
    type Attributes: 'static;
    /// The member `relationships`; an `Option` where the document does not require it.
    type Relationships: 'static;
}

/// A type of resource whose `type` is known, so that it need not be given.
pub trait Typed: Kind {}

/// A type of resource that can be created.
pub trait Create: Kind {
    /// The member `attributes` of a resource sent to be created.
    type CreateAttributes;
    /// The member `relationships` of a resource sent to be created.
    type CreateRelationships;
}

/// A type of resource that can be updated.
pub trait Update: Kind {
    /// The member `attributes` of an update: members left out stay as they are.
    type UpdateAttributes;
    /// The member `relationships` of an update.
    type UpdateRelationships;
}

/// Any type of resource, its members as raw JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Any {}

impl Kind for Any {
    const TYPE: &'static str = "";
    type Id = String;
    type Attributes = Option<Map>;
    type Relationships = Option<Map>;
}

impl Create for Any {
    type CreateAttributes = Option<Map>;
    type CreateRelationships = Option<Map>;
}

impl Update for Any {
    type UpdateAttributes = Map;
    type UpdateRelationships = Map;
}

/// The `type` of a resource: `K::TYPE` unless the server sent another one.
pub struct TypeName<K> {
    name: Cow<'static, str>,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> TypeName<K> {
    /// A name; nothing is allocated for that of the kind.
    pub fn new(name: &str) -> Self {
        let name = if name == K::TYPE {
            Cow::Borrowed(K::TYPE)
        } else {
            Cow::Owned(name.to_owned())
        };
        Self {
            name,
            kind: PhantomData,
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.name
    }
}

impl<K: Typed> Default for TypeName<K> {
    fn default() -> Self {
        Self::new(K::TYPE)
    }
}

impl<K> Clone for TypeName<K> {
    fn clone(&self) -> Self {
        Self {
            name: self.name.clone(),
            kind: PhantomData,
        }
    }
}

impl<K> PartialEq for TypeName<K> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl<K> PartialEq<str> for TypeName<K> {
    fn eq(&self, other: &str) -> bool {
        self.name == other
    }
}

impl<K> PartialEq<&str> for TypeName<K> {
    fn eq(&self, other: &&str) -> bool {
        self.name == *other
    }
}

impl<K> Deref for TypeName<K> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.name
    }
}

impl<K> fmt::Debug for TypeName<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.name, f)
    }
}

impl<K> fmt::Display for TypeName<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

impl<K> Serialize for TypeName<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name)
    }
}

impl<'de, K: Kind> Deserialize<'de> for TypeName<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name<K>(PhantomData<fn() -> K>);

        impl<K: Kind> Visitor<'_> for Name<K> {
            type Value = TypeName<K>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the type of a resource")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<TypeName<K>, E> {
                #[cfg(feature = "testing")]
                if sample::is_active() {
                    return Ok(TypeName::new(K::TYPE));
                }
                Ok(TypeName::new(name))
            }
        }

        deserializer.deserialize_str(Name(PhantomData))
    }
}
