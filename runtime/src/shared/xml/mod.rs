//! Values as elements of XML (OpenAPI "XML Object").
//!
//! What a value is written as is data: an [`Element`] with its [`Content`]. A type is read and written by the same code
//! as for JSON; between that and XML stands a translation by this data.

mod json;
mod read;
mod write;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::decode::{DecodeError, Received};
use super::error::Error;
use super::response::RawResponse;

/// How deep elements may be nested.
const DEEPEST: usize = 100;

/// The namespace of `xsi:nil` (XML Schema part 1, section 2.6.2).
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// A kind of body: what its outermost element is.
pub trait Root {
    /// The outermost element. Without a name, it can be read only, whatever its name is.
    const ELEMENT: &'static Element;
}

/// An element, or an attribute.
#[derive(Debug)]
pub struct Element {
    /// Its name, without a prefix.
    pub name: &'static str,
    /// The prefix that it is written with; empty for none.
    pub prefix: &'static str,
    /// Its namespace; empty for none.
    pub namespace: &'static str,
    /// What is in it.
    pub content: &'static Content,
}

/// What is in an element.
#[derive(Debug)]
pub enum Content {
    /// A string.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Members, and what further ones are; any content if nothing is said.
    Object(&'static [Member], Option<&'static Content>),
    /// Items, each an element.
    List(&'static Element),
    /// Anything: a string where there is only text.
    Any,
}

/// A member of an object.
#[derive(Debug)]
pub struct Member {
    /// Its name in JSON.
    pub json: &'static str,
    /// Where it stands.
    pub place: Place,
    /// Its element or attribute; of [`Place::Items`], that of an item.
    pub element: Element,
    /// Whether a list without items is there nevertheless.
    pub required: bool,
}

/// Where a member stands in the element of its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It is an element.
    Element,
    /// It is a list whose items are elements, with nothing around them.
    Items,
    /// It is an attribute.
    Attribute,
    /// It is the text of the element.
    Text,
}

/// Reads a document.
///
/// # Errors
///
/// When it is not well-formed, or does not have the shape of `T`. It says where in the value.
pub fn from_str<R: Root, T: DeserializeOwned>(text: &str) -> Result<T, DecodeError> {
    received::<R, T>(&Received::unnamed(&Bytes::copy_from_slice(text.as_bytes())))
}

/// Writes a document, with an XML declaration.
///
/// # Errors
///
/// When the value has no place in XML: a character that XML does not allow, or a member whose name cannot be that of an
/// element.
pub fn to_string<R: Root>(value: &impl Serialize) -> Result<String, Error> {
    write::document(value, R::ELEMENT)
}

/// Reads the body of a response. Generated code calls this.
///
/// # Errors
///
/// As [`from_str`].
#[doc(hidden)]
pub fn decode<R: Root, T: DeserializeOwned>(raw: &RawResponse) -> Result<T, DecodeError> {
    received::<R, T>(&raw.into())
}

/// The same, where the body may be empty.
#[doc(hidden)]
pub fn decode_or_empty<R: Root, T: DeserializeOwned>(
    raw: &RawResponse,
) -> Result<Option<T>, DecodeError> {
    if raw.body.is_empty() {
        Ok(None)
    } else {
        decode::<R, T>(raw).map(Some)
    }
}

/// The body of an error, if it can be read. Generated code calls this.
#[cfg(feature = "error-bodies")]
#[doc(hidden)]
pub fn error_body<R: Root, T: DeserializeOwned>(body: &Bytes) -> Option<T> {
    received::<R, T>(&Received::unnamed(body)).ok()
}

fn received<R: Root, T: DeserializeOwned>(received: &Received<'_>) -> Result<T, DecodeError> {
    received.translated(|body| read::document(body, R::ELEMENT))
}
