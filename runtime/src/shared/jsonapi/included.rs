//! Included resources (JSON:API 1.0 "Compound Documents").

use std::any::Any as AnyType;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Any, Identifier, Kind, Resource, ToMany, ToOne, Typed};

/// The resources a server added to a document because they are related to its primary data.
///
/// They stay raw JSON until they are asked for; each is decoded once.
#[derive(Default)]
pub struct Included {
    /// Absent and empty are not the same.
    entries: Option<Vec<Entry>>,
    /// From type and id to the position of an entry, built when it is first needed.
    index: OnceLock<HashMap<String, HashMap<String, usize>>>,
}

/// Why a related resource cannot be had from a document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum IncludedError {
    /// The relationship does not say what it points to: it has no `data`.
    NoLinkage,
    /// The document does not include the resource; the request did not ask for it, as a rule.
    NotIncluded {
        /// The type of the resource.
        type_: String,
        /// Its id.
        id: String,
    },
    /// The resource is not of the shape of its kind.
    Decode {
        /// The type of the resource.
        type_: String,
        /// Its id.
        id: String,
        /// What is wrong with it, and at which path.
        message: String,
    },
}

impl fmt::Display for IncludedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLinkage => f.write_str("the relationship has no data"),
            Self::NotIncluded { type_, id } => {
                write!(f, "{type_} {id} is not included in the document")
            }
            Self::Decode { type_, id, message } => write!(f, "included {type_} {id}: {message}"),
        }
    }
}

impl std::error::Error for IncludedError {}

impl Included {
    /// The resource a relationship points to; `None` where the relationship is `null`.
    ///
    /// # Errors
    ///
    /// When the relationship has no `data`, or its resource is not included or not of the shape of `K`.
    pub fn get<K: Kind, Me>(
        &self,
        relationship: &ToOne<K, Me>,
    ) -> Result<Option<&Resource<K>>, IncludedError>
    where
        Resource<K>: DeserializeOwned + Send + Sync,
    {
        match &relationship.data {
            None => Err(IncludedError::NoLinkage),
            Some(None) => Ok(None),
            Some(Some(identifier)) => self.resource(identifier).map(Some),
        }
    }

    /// The resources a relationship points to, in its order.
    ///
    /// # Errors
    ///
    /// When the relationship has no `data`, or a resource is not included or not of the shape of `K`.
    pub fn get_many<K: Kind, Me>(
        &self,
        relationship: &ToMany<K, Me>,
    ) -> Result<Vec<&Resource<K>>, IncludedError>
    where
        Resource<K>: DeserializeOwned + Send + Sync,
    {
        let identifiers = relationship.data.as_ref().ok_or(IncludedError::NoLinkage)?;
        identifiers
            .iter()
            .map(|identifier| self.resource(identifier))
            .collect()
    }

    /// The resource of this type and id.
    ///
    /// # Errors
    ///
    /// When it is not included or not of the shape of `K`.
    pub fn resource<K: Kind, Me>(
        &self,
        identifier: &Identifier<K, Me>,
    ) -> Result<&Resource<K>, IncludedError>
    where
        Resource<K>: DeserializeOwned + Send + Sync,
    {
        let (type_, id) = (identifier.type_.as_str(), identifier.id.as_ref());
        let position = self.index().get(type_).and_then(|ids| ids.get(id));
        let entry = position.and_then(|position| self.entries().get(*position));
        match entry {
            Some(entry) => entry.decoded(),
            None => Err(IncludedError::NotIncluded {
                type_: type_.to_owned(),
                id: id.to_owned(),
            }),
        }
    }

    /// All included resources of the kind `K`, in the order of the document.
    pub fn iter<K: Typed>(&self) -> impl Iterator<Item = Result<&Resource<K>, IncludedError>>
    where
        Resource<K>: DeserializeOwned + Send + Sync,
    {
        self.of_type(K::TYPE)
    }

    /// All included resources of a type, read as the kind `K`: for kinds of which the API's document does not say the
    /// type.
    pub fn of_type<K: Kind>(
        &self,
        type_: &str,
    ) -> impl Iterator<Item = Result<&Resource<K>, IncludedError>>
    where
        Resource<K>: DeserializeOwned + Send + Sync,
    {
        let of_type = move |entry: &&Entry| entry.text("type") == type_;
        self.entries().iter().filter(of_type).map(Entry::decoded)
    }

    /// All included resources of any type.
    pub fn all(&self) -> impl Iterator<Item = Result<&Resource<Any>, IncludedError>> {
        self.entries().iter().map(Entry::decoded)
    }

    /// All included resources as raw JSON.
    pub fn raw(&self) -> impl Iterator<Item = &Value> {
        self.entries().iter().map(|entry| &entry.raw)
    }

    /// How many resources are included.
    pub fn len(&self) -> usize {
        self.entries().len()
    }

    /// Whether nothing is included.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the document has the member `included`, empty or not.
    pub fn is_present(&self) -> bool {
        self.entries.is_some()
    }

    fn entries(&self) -> &[Entry] {
        self.entries.as_deref().unwrap_or_default()
    }

    fn index(&self) -> &HashMap<String, HashMap<String, usize>> {
        self.index.get_or_init(|| {
            let mut index: HashMap<String, HashMap<String, usize>> = HashMap::new();
            for (position, entry) in self.entries().iter().enumerate() {
                let ids = index.entry(entry.text("type").to_owned()).or_default();
                ids.entry(entry.text("id").to_owned()).or_insert(position);
            }
            index
        })
    }
}

/// An included resource and what it was decoded into.
struct Entry {
    raw: Value,
    memo: Memo,
}

/// The results of decoding, one for each kind that was asked for; there is hardly ever more than one.
#[derive(Default)]
struct Memo(OnceLock<(Box<dyn AnyType + Send + Sync>, Box<Memo>)>);

impl Entry {
    fn new(raw: Value) -> Self {
        Self {
            raw,
            memo: Memo::default(),
        }
    }

    fn text(&self, member: &str) -> &str {
        self.raw
            .get(member)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    fn decoded<K: Kind>(&self) -> Result<&Resource<K>, IncludedError>
    where
        Resource<K>: DeserializeOwned + Send + Sync,
    {
        let mut memo = &self.memo;
        loop {
            let (decoded, next) = memo
                .0
                .get_or_init(|| (Box::new(self.decode::<K>()), Box::default()));
            match decoded.downcast_ref::<Result<Resource<K>, IncludedError>>() {
                Some(Ok(resource)) => return Ok(resource),
                Some(Err(error)) => return Err(error.clone()),
                None => memo = next,
            }
        }
    }

    fn decode<K: Kind>(&self) -> Result<Resource<K>, IncludedError>
    where
        Resource<K>: DeserializeOwned,
    {
        serde_path_to_error::deserialize(&self.raw).map_err(|error| IncludedError::Decode {
            type_: self.text("type").to_owned(),
            id: self.text("id").to_owned(),
            message: error.to_string(),
        })
    }
}

impl From<Vec<Value>> for Included {
    fn from(resources: Vec<Value>) -> Self {
        Self {
            entries: Some(resources.into_iter().map(Entry::new).collect()),
            index: OnceLock::new(),
        }
    }
}

impl Clone for Included {
    fn clone(&self) -> Self {
        let copy = |entries: &Vec<Entry>| {
            entries
                .iter()
                .map(|entry| Entry::new(entry.raw.clone()))
                .collect()
        };
        Self {
            entries: self.entries.as_ref().map(copy),
            index: OnceLock::new(),
        }
    }
}

impl PartialEq for Included {
    fn eq(&self, other: &Self) -> bool {
        self.is_present() == other.is_present() && self.raw().eq(other.raw())
    }
}

impl fmt::Debug for Included {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.raw()).finish()
    }
}

impl Serialize for Included {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.entries {
            None => serializer.serialize_none(),
            Some(entries) => serializer.collect_seq(entries.iter().map(|entry| &entry.raw)),
        }
    }
}

impl<'de> Deserialize<'de> for Included {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let resources: Option<Vec<Value>> = Option::deserialize(deserializer)?;
        Ok(resources.map(Self::from).unwrap_or_default())
    }
}
