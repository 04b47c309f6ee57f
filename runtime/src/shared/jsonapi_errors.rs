//! Errors about the fields of resources (JSON:API 1.0 "Error Objects").

use std::borrow::Cow;

use super::error::Error;
use super::error_object::ErrorObject;
use super::jsonapi::Kind;

impl ErrorObject {
    /// The attribute or the relationship at fault, as the field of `K`'s resources is called in Rust: `first_name` where
    /// `source.pointer` is `/data/attributes/firstName` (JSON:API 1.0 "Error Objects"). A name that no field has is the
    /// one of the request body, as for [`member`](Self::member).
    pub fn field<K: Kind>(&self) -> Option<Cow<'_, str>> {
        let member = self.member()?;
        let known = K::FIELDS.iter().find(|(wire, _)| *wire == member);
        Some(known.map_or(member, |(_, field)| Cow::Borrowed(*field)))
    }
}

impl Error {
    /// What the server reported about one attribute or relationship of `K`'s resources, by the name of its field in Rust
    /// ([`ErrorObject::field`]).
    pub fn errors_of_field<'e, K: Kind>(
        &'e self,
        field: &'e str,
    ) -> impl Iterator<Item = &'e ErrorObject> {
        let errors = self.errors().iter();
        errors.filter(move |error| error.field::<K>().as_deref() == Some(field))
    }
}
