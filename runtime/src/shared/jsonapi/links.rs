//! Links (JSON:API 1.0 "Links").

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::Map;
use super::members::json_object;

/// The links of a document, a resource or a relationship. A link may be absent, or there and `null`.
#[derive(Default)]
pub struct Links {
    /// The object itself.
    pub self_: Option<Option<Link>>,
    /// The resource a relationship leads to.
    pub related: Option<Option<Link>>,
    /// The first page.
    pub first: Option<Option<Link>>,
    /// The last page.
    pub last: Option<Option<Link>>,
    /// The page before this one.
    pub prev: Option<Option<Link>>,
    /// The page after this one.
    pub next: Option<Option<Link>>,
    /// Links of other names.
    pub other: Map,
}

json_object! {
    [] Links [] {}
    nullable {
        self_: Link = "self",
        related: Link = "related",
        first: Link = "first",
        last: Link = "last",
        prev: Link = "prev",
        next: Link = "next",
    }
    marker {}
}

impl Links {
    /// The URL of the next page, as the server wrote it.
    pub fn next_url(&self) -> Option<&str> {
        self.next.as_ref()?.as_ref().map(Link::href)
    }

    /// The URL of the link of this name, as the server wrote it.
    pub fn url(&self, name: &str) -> Option<&str> {
        let declared = match name {
            "self" => &self.self_,
            "related" => &self.related,
            "first" => &self.first,
            "last" => &self.last,
            "prev" => &self.prev,
            "next" => &self.next,
            _ => {
                let link = self.other.get(name)?;
                return link.as_str().or_else(|| link.get("href")?.as_str());
            }
        };
        declared.as_ref()?.as_ref().map(Link::href)
    }
}

/// A link: a URL, or an object with one.
#[derive(Debug, Clone, PartialEq)]
pub enum Link {
    /// The URL alone.
    Url(String),
    /// A link object; in a box, as it is rare and would make all links as large.
    Object(Box<LinkObject>),
}

/// A URL with meta information.
pub struct LinkObject {
    /// The URL.
    pub href: String,
    /// Meta information about the link.
    pub meta: Option<Map>,
    /// Members nobody declared.
    pub other: Map,
}

json_object! {
    [] LinkObject [] {
        href: String = "href",
        meta: Option<Map> = "meta",
    }
    nullable {}
    marker {}
}

impl Link {
    /// The URL, as the server wrote it.
    pub fn href(&self) -> &str {
        match self {
            Self::Url(href) => href,
            Self::Object(object) => &object.href,
        }
    }
}

impl From<&str> for Link {
    fn from(href: &str) -> Self {
        Self::Url(href.to_owned())
    }
}

impl Serialize for Link {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Url(href) => serializer.serialize_str(href),
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Link {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(href) => Ok(Self::Url(href)),
            object => LinkObject::deserialize(object)
                .map(|object| Self::Object(Box::new(object)))
                .map_err(serde::de::Error::custom),
        }
    }
}
