//! What an API sends by itself.

use super::{Decode, Encode, TagId, Type};

/// What an API sends by itself, of one kind.
#[derive(Clone, Debug)]
pub struct Webhooks {
    /// Which kind.
    pub kind: WebhookKind,
    /// How many the document has, generated or not.
    pub in_document: usize,
    /// Those that are generated.
    pub events: Vec<Event>,
    /// What says which event a message is; nothing if the document does not say it.
    pub clues: Option<Vec<Clue>>,
    /// How messages prove where they are from, if it is known.
    pub signature: Option<Signature>,
    /// The tag whose types and cargo feature they have.
    pub tag: TagId,
}

/// A kind of messages that an API sends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookKind {
    /// `webhooks` (OpenAPI 3.1 "OpenAPI Object"), or `x-webhooks` of earlier versions.
    Webhooks,
    /// `callbacks` (OpenAPI "Callback Object").
    Callbacks,
}

impl WebhookKind {
    /// Name of the module, and of the tag.
    pub fn name(self) -> &'static str {
        match self {
            Self::Webhooks => "webhooks",
            Self::Callbacks => "callbacks",
        }
    }
}

/// An event.
#[derive(Clone, Debug)]
pub struct Event {
    /// JSON pointer of the operation that describes it.
    pub pointer: String,
    /// Its key under `webhooks` or `callbacks`.
    pub key: String,
    /// How many operations of the document describe it in the same words.
    pub places: usize,
    /// Method in upper case.
    pub method: String,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What the document describes beside the body, headers first.
    pub inputs: Vec<EventInput>,
    /// How the body is read.
    pub decode: Decode,
    /// Type of the body.
    pub payload: Type,
    /// What it is answered with.
    pub replies: Vec<Reply>,
    /// For each clue what it says of this event; nothing where it does not tell this event from another.
    pub says: Vec<Vec<String>>,
}

/// A header of an event, or a query parameter of the URL that it is sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventInput {
    /// Name on the wire.
    pub wire: String,
    /// Whether it is a header.
    pub is_header: bool,
    /// Type of its value: a number, a truth value, else text.
    pub ty: Type,
    /// `description`.
    pub docs: Option<String>,
}

/// An answer to an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status, such as `201`, `2XX` or `default`.
    pub status: String,
    /// `description`.
    pub docs: Option<String>,
    /// Media type of the body; empty if there is none.
    pub media_type: String,
    /// How the body is written.
    pub encode: Encode,
    /// Type of the body.
    pub ty: Type,
}

/// What says which event a message is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Clue {
    /// A header.
    Header(String),
    /// A JSON pointer into the body.
    Member(String),
}

/// How messages prove where they are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// Standard Webhooks 1.0.0.
    Standard {
        /// What names of its headers begin with: `webhook-`.
        prefix: String,
    },
    /// A secret in a header, as it is.
    Secret {
        /// The header.
        header: String,
        /// Text before it: the name of an HTTP authentication scheme.
        prefix: &'static str,
        /// Whether it is base64.
        base64: bool,
    },
    /// HMAC SHA-256 of the body.
    HmacSha256 {
        /// The header that has it.
        header: String,
        /// Text before it.
        prefix: String,
        /// Whether it is base64 rather than hexadecimal digits.
        base64: bool,
    },
}
