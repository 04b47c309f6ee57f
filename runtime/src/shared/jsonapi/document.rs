//! Top-level documents (JSON:API 1.0 "Document Structure").

use super::super::one_or_many::OneOrMany;
use super::members::json_object;
use super::{Included, Links, Map, Meta};

/// A document around the primary data `D`, with meta information `M`.
pub struct Document<D, M = Meta> {
    /// The primary data.
    pub data: D,
    /// Resources the server added because they are related.
    pub included: Included,
    /// Links about the document; those to other pages are among them.
    pub links: Option<Links>,
    /// Meta information about the document.
    pub meta: Option<M>,
    /// What the server says about its implementation.
    pub jsonapi: Option<Map>,
    /// Members nobody declared.
    pub other: Map,
}

json_object! {
    [D, M] Document [D, M] {
        data: D = "data",
        included: Included = "included",
        links: Option<Links> = "links",
        meta: Option<M> = "meta",
        jsonapi: Option<Map> = "jsonapi",
    }
    nullable {}
    always { "data" unless meta, }
    marker {}
}

impl<D, M> Document<D, M> {
    /// A document with nothing but primary data.
    pub fn new(data: impl Into<D>) -> Self {
        Self {
            data: data.into(),
            included: Included::default(),
            links: None,
            meta: None,
            jsonapi: None,
            other: Map::new(),
        }
    }

    /// Adds meta information.
    #[must_use]
    pub fn meta(mut self, meta: impl Into<M>) -> Self {
        self.meta = Some(meta.into());
        self
    }

    /// Resources the server added because they are related.
    pub fn included(&self) -> &Included {
        &self.included
    }
}

impl<D, M> From<D> for Document<D, M> {
    fn from(data: D) -> Self {
        Self::new(data)
    }
}

/// One resource, where several are taken as well: `client.create_patient(NewResource::new(..))`.
impl<D, M> From<D> for Document<OneOrMany<D>, M> {
    fn from(data: D) -> Self {
        Self::new(data)
    }
}

/// Several resources, where one is taken as well.
impl<D, M> From<Vec<D>> for Document<OneOrMany<D>, M> {
    fn from(data: Vec<D>) -> Self {
        Self::new(data)
    }
}
