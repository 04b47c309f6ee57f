//! What is to be emitted, as plain data: every decision is taken, nothing is spelled yet.
//!
//! Does not import `proc_macro2`. Lists keep the order of the document.

mod alias;
mod derive;
mod operation;
mod package;
mod paging;
mod security;
mod texts;
mod types;
mod visit;
mod webhook;
mod xml;

use std::collections::BTreeMap;

pub(crate) use alias::target;
pub use derive::*;
pub use operation::*;
pub use package::*;
pub use paging::*;
pub use security::*;
pub use types::*;
pub use webhook::*;
pub use xml::*;

/// A whole API.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// The first server's URL with its variables' defaults filled in; empty if the document names none.
    pub base_url: String,
    /// The servers, where there is something to choose: several of them, or variables in their URLs.
    pub servers: Vec<Server>,
    /// The servers of single paths and operations, each once.
    pub operation_servers: Vec<OperationServer>,
    /// Headers that every operation has, with the values that the document gives them.
    pub headers: Vec<ConstantHeader>,
    /// Tags in the order of the document, then those that only operations name.
    pub tags: Vec<Tag>,
    /// All types, addressed by [`TypeId`].
    pub types: Vec<TypeDef>,
    /// All operations.
    pub operations: Vec<Operation>,
    /// What the API sends by itself, each kind once.
    pub webhooks: Vec<Webhooks>,
    /// Bodies of XML that have types.
    pub xml: Xml,
    /// Security schemes that can be used.
    pub security: Vec<SecurityScheme>,
    /// Whether the API speaks JSON:API anywhere.
    pub json_api: bool,
    /// Whether reading and writing is spelled for the compiler's sake rather than derived: for APIs with a great many
    /// types.
    pub compact: bool,
    /// Whether each tag is a cargo feature, which the gates of types refer to.
    pub features_per_tag: bool,
    /// The crate that the client is, or is part of.
    pub package: Package,
    /// Rust names that the user has chosen, as they were written: of types by JSON pointer, of methods by operation id.
    pub renames: BTreeMap<String, String>,
    /// How many operations the document has, generated or not.
    pub operations_in_document: usize,
    /// How many of the document's component schemas got a type of their own.
    pub component_schemas: usize,
    /// How many parts of the document became raw JSON, although the document says more about them.
    pub raw_json: usize,
    /// How many unions became raw JSON, as each of their alternatives takes anything.
    pub raw_unions: usize,
}

/// A header that every operation has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConstantHeader {
    /// Its name.
    pub wire: String,
    /// Its value unless another one is set: the `default`.
    pub value: String,
    /// `description`.
    pub docs: Option<String>,
}

/// A server (OpenAPI "Server Object").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// With variables in braces.
    pub url: String,
    /// `description`.
    pub docs: Option<String>,
    /// Variables in its URL.
    pub variables: Vec<ServerVariable>,
}

/// A server of single paths or operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationServer {
    /// With the default values of its variables. Relative to the base URL, if it names no host.
    pub url: String,
    /// `description`.
    pub docs: Option<String>,
    /// URLs of the servers that are listed beside it.
    pub others: Vec<String>,
}

/// A part of a server's URL that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// As it stands in braces.
    pub name: String,
    /// Value unless another one is chosen.
    pub default: String,
    /// Values to choose from; any if there are none.
    pub values: Vec<String>,
    /// `description`.
    pub docs: Option<String>,
}

/// A tag: a group of operations, which becomes a module.
#[derive(Clone, Debug)]
pub struct Tag {
    /// As written.
    pub name: String,
    /// `description`.
    pub docs: Option<String>,
}

/// Index into [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// Index into [`Api::tags`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(pub usize);

/// With which cargo features a type is compiled, where each tag is one ([`Api::features_per_tag`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gate {
    /// With any, and with none.
    #[default]
    Always,
    /// With each of these: one tag, or a few that share it.
    Tags(Vec<TagId>),
    /// With all together: no operation uses it.
    Full,
}

/// What a value of the type is for. A schema whose members differ by direction becomes one type per role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Received; also sent, where nothing differs.
    Read,
    /// Sent to create or replace: without read-only members and without ids that the server assigns.
    Create,
    /// Sent to change: every member may be left out, set to null or set to a value.
    Update,
}
