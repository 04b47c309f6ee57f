//! Operations: what is sent and what comes back.

use serde_json::Value;

use super::{Paging, ResponseVariant, TagId, Type, XmlRoot};

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// JSON pointer.
    pub pointer: String,
    /// `operationId`, or one made from method and path.
    pub id: String,
    /// Method in upper case.
    pub method: String,
    /// Path template.
    pub path: String,
    /// The module it goes to.
    pub tag: TagId,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Parameters but those that paging takes care of.
    pub parameters: Vec<Parameter>,
    /// URL of the server that it has to itself, one of [`Api::operation_servers`](super::Api::operation_servers).
    pub server: Option<String>,
    /// The request body.
    pub body: Option<Body>,
    /// What can be sent in its place in other media types.
    pub other_bodies: Vec<Body>,
    /// The success body.
    pub output: Output,
    /// What can be asked for in its place in other media types.
    pub other_outputs: Vec<Output>,
    /// The success responses as the document lists them.
    pub successes: Vec<Success>,
    /// Whether the success body is nothing but a stream of events or lines, so that there is no value to be had.
    pub streamed_only: bool,
    /// Type of the data of server-sent events, if the operation can answer with them.
    pub events: Option<Type>,
    /// Type of a line, if the operation can answer with a stream of JSON values.
    pub lines: Option<Type>,
    /// Error bodies, by status.
    pub errors: Vec<ResponseVariant>,
    /// The [`Shape::Errors`](super::Shape::Errors) that tells error bodies of several types apart.
    pub error: Option<Type>,
    /// Headers that the document describes in responses.
    pub headers: Vec<ResponseHeader>,
    /// Alternatives of scheme names (OpenAPI "Security Requirement Object").
    pub security: Vec<Vec<String>>,
    /// Paging, for collections.
    pub paging: Option<Paging>,
    /// Whether it can be asked for a page and answers with a list, whether or not it is known how it is paged.
    pub looks_paged: bool,
    /// The header that carries a key for each call, by which the server knows that it is sent twice.
    pub idempotency_key: Option<String>,
    /// How its requests are repeated.
    pub retries: Retries,
    /// Groups of parameters of each of which one at least must be set.
    pub required_one_of: Vec<Vec<String>>,
    /// Groups of parameters that must be set together.
    pub required_together: Vec<Vec<String>>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query string.
    Query,
    /// Into a header.
    Header,
    /// Into the `Cookie` header.
    Cookie,
}

/// How a parameter is spelled (OpenAPI "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// One value.
    Plain,
    /// A list, joined by this text.
    Joined(&'static str),
    /// A list, one pair (or cookie) per item.
    Repeated,
    /// A list, one pair per item under `name[]`.
    Brackets,
    /// An object, one pair per member under `name[member]`.
    DeepObject,
    /// An object, one pair per member under its own name, or all in one pair.
    FormObject {
        /// Whether each member is a pair of its own.
        explode: bool,
    },
    /// An object, all in one pair, joined by this text.
    JoinedObject(&'static str),
    /// An object in a header or a cookie.
    Members {
        /// Whether members are written `name=value`.
        explode: bool,
    },
    /// A JSON text (`content: application/json`).
    Json,
    /// A value in the path that is a list or an object, or does not stand there by itself.
    Path {
        /// What it is.
        structure: Structure,
        /// How it is spelled.
        style: PathStyle,
        /// Whether its parts are spelled one by one.
        explode: bool,
    },
}

/// What a value consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// One value.
    Scalar,
    /// A list.
    List,
    /// An object.
    Object,
}

/// Styles of path parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStyle {
    /// `a,b`.
    Simple,
    /// `.a.b`.
    Label,
    /// `;name=a,b`.
    Matrix,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Name on the wire.
    pub wire: String,
    /// Where it goes.
    pub place: Place,
    /// Whether it must be given.
    pub required: bool,
    /// Type of the value (of one item, for lists).
    pub ty: Type,
    /// How it is spelled.
    pub style: Style,
    /// Whether reserved characters stay as they are (`allowReserved`).
    pub reserved: bool,
    /// `description`.
    pub docs: Option<String>,
    /// `default` on the server's side.
    pub default: Option<Value>,
    /// An example of its value.
    pub example: Option<Value>,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

impl Operation {
    /// All bodies that can be sent.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.body.iter().chain(&self.other_bodies)
    }

    /// All success bodies that can be asked for.
    pub fn outputs(&self) -> impl Iterator<Item = &Output> {
        std::iter::once(&self.output).chain(&self.other_outputs)
    }

    /// Whether the document lists several media types for an answer.
    pub fn has_other_answers(&self) -> bool {
        !self.other_outputs.is_empty()
            || !self.output.also.is_empty()
            || !self.output.untyped.is_empty()
    }
}

impl Parameter {
    /// Whether the value is a list.
    pub fn is_list(&self) -> bool {
        matches!(
            self.style,
            Style::Joined(_)
                | Style::Repeated
                | Style::Brackets
                | Style::Path {
                    structure: Structure::List,
                    ..
                }
        )
    }
}

/// A header of responses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHeader {
    /// Name on the wire.
    pub wire: String,
    /// Type of its value.
    pub ty: Type,
    /// `description`.
    pub docs: Option<String>,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encode {
    /// As JSON.
    Json,
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As `multipart/form-data`.
    Multipart,
    /// As XML.
    Xml(XmlRoot),
    /// As text.
    Text,
    /// As bytes.
    Bytes,
}

/// How a list or an object in `application/x-www-form-urlencoded` is written (OpenAPI "Encoding Object").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStyle {
    /// `name=a,b`.
    Comma,
    /// `name=a b`.
    Space,
    /// `name=a|b`.
    Pipe,
    /// `name=a%09b`.
    Tab,
    /// The members of an object as fields of their own.
    Members,
    /// `name[]=a&name[]=b`.
    Brackets,
    /// As JSON.
    Json,
}

/// How parts of a `multipart/form-data` body are written (OpenAPI "Encoding Object").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Name of the part.
    pub wire: String,
    /// Its media type unless the caller chooses another; empty where the document leaves it open.
    pub media_type: String,
    /// All media types that the document lists.
    pub choices: Vec<String>,
    /// What separates the items of a list that is written as one part; empty for a part per item.
    pub joined: &'static str,
    /// Headers of the part.
    pub headers: Vec<PartHeader>,
}

/// A header of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartHeader {
    /// Name on the wire.
    pub wire: String,
    /// Its value, where the document leaves no choice; else empty.
    pub value: String,
    /// Whether a part cannot be sent without it.
    pub required: bool,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Media type, which goes over the wire as `Content-Type`.
    pub media_type: String,
    /// How it is written.
    pub encode: Encode,
    /// Other media types that the same value can be sent as.
    pub also: Vec<String>,
    /// Fields of a form that have a style of their own, by name.
    pub styles: Vec<(String, FormStyle)>,
    /// Parts of a `multipart/form-data` body that the document says more about.
    pub parts: Vec<Part>,
    /// Type.
    pub ty: Type,
    /// Whether it must be given.
    pub required: bool,
    /// `description`.
    pub docs: Option<String>,
}

/// How a body is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decode {
    /// There is none.
    Empty,
    /// As JSON.
    Json,
    /// As JSON, or nothing.
    JsonOrEmpty,
    /// As XML.
    Xml(XmlRoot),
    /// As XML, or nothing.
    XmlOrEmpty(XmlRoot),
    /// As text.
    Text,
    /// As text, or as JSON that is one string.
    TextOrJson,
    /// As bytes.
    Bytes,
    /// By status, as a [`Shape::Responses`](super::Shape::Responses).
    ByStatus,
}

/// A success response, as far as documentation speaks of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Success {
    /// The status, such as `201`, `2XX` or `default`.
    pub status: String,
    /// `description`.
    pub docs: Option<String>,
}

/// The success body of an operation.
#[derive(Clone, Debug)]
pub struct Output {
    /// What `Accept` asks for; empty for nothing.
    pub accept: String,
    /// How it is read.
    pub decode: Decode,
    /// Type.
    pub ty: Type,
    /// Other media types that come as the same type.
    pub also: Vec<String>,
    /// Further media types, for which there is no type.
    pub untyped: Vec<String>,
    /// `description` of the response.
    pub docs: Option<String>,
}

/// How requests of an operation are repeated, where its method and the policy of the client do not say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retries {
    /// How often one is sent at most, the first time included.
    pub attempts: Option<u32>,
    /// Whether sending one twice does no more than sending it once (RFC 9110 section 9.2.2).
    pub idempotent: Option<bool>,
}
