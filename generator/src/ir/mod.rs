//! What is to be emitted, as plain data: every decision is taken, nothing is spelled yet.
//!
//! Does not import `proc_macro2`. Lists keep the order of the document.

mod visit;

use serde_json::Value;

use crate::config::Derive;

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
    /// Tags in the order of the document, then those that only operations name.
    pub tags: Vec<Tag>,
    /// All types, addressed by [`TypeId`].
    pub types: Vec<TypeDef>,
    /// All operations.
    pub operations: Vec<Operation>,
    /// Security schemes that can be used.
    pub security: Vec<SecurityScheme>,
    /// Whether the API speaks JSON:API anywhere.
    pub json_api: bool,
    /// Whether reading and writing is spelled for the compiler's sake rather than derived: for APIs with a great many
    /// types.
    pub compact: bool,
    /// Whether each tag is a cargo feature, which the gates of types refer to.
    pub features_per_tag: bool,
    /// How many operations the document has, generated or not.
    pub operations_in_document: usize,
    /// How many of the document's component schemas got a type of their own.
    pub component_schemas: usize,
    /// How many parts of the document became raw JSON, although the document says more about them.
    pub raw_json: usize,
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

/// The use of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// No value at all: the body of a `204`.
    Unit,
    /// A string.
    String,
    /// A string that must not be shown: `format: password`.
    Secret,
    /// `true` or `false`.
    Bool,
    /// A signed integer of 32 bits.
    Int32,
    /// A signed integer of 64 bits.
    Int64,
    /// An unsigned integer of 64 bits.
    Uint64,
    /// A double.
    Float,
    /// An instant: RFC 3339 `date-time`.
    DateTime,
    /// A day: RFC 3339 `full-date`.
    Date,
    /// `START..END`, two instants in a query parameter.
    DateRange,
    /// Bytes as they are: a body that is not text.
    Binary,
    /// A file in a `multipart/form-data` body.
    File,
    /// Any JSON value.
    Json,
    /// Any JSON object.
    JsonObject,
    /// A list.
    Array(Box<Type>),
    /// An object whose members all have one type.
    Map(Box<Type>),
    /// A value or `null`.
    Nullable(Box<Type>),
    /// A value on the heap, to end a recursion.
    Boxed(Box<Type>),
    /// A type of its own.
    Named(TypeId),
    /// One value or a list of them.
    OneOrMany(Box<Type>),
    /// JSON:API resource object.
    Resource {
        /// The resource's [`Kind`], or `None` for a resource of any type.
        kind: Option<TypeId>,
        /// Direction.
        role: Role,
    },
    /// JSON:API document.
    Document {
        /// Primary data.
        data: Box<Type>,
        /// Top-level `meta`; [`Type::JsonObject`] if nothing is known of it.
        meta: Box<Type>,
    },
    /// JSON:API to-one relationship object.
    ToOne(Linkage),
    /// JSON:API to-many relationship object.
    ToMany(Linkage),
    /// JSON:API resource identifier object.
    Identifier(Linkage),
    /// JSON:API links object.
    Links,
}

/// What a relationship points to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Linkage {
    /// The resource type, if there is only one, as written in `type`.
    pub target: Option<String>,
    /// The [`Kind`] with that type; filled in once all are known.
    pub kind: Option<TypeId>,
    /// `meta` of each identifier; `None` if nothing is known of it.
    pub meta: Option<Box<Type>>,
    /// Direction.
    pub role: Role,
}

/// A type definition.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// JSON pointer of the schema.
    pub pointer: String,
    /// Words of the name, from the outermost owner to the member: `["PatientResource", "attributes"]`.
    pub words: Vec<String>,
    /// Direction.
    pub role: Role,
    /// `description` (or `title`).
    pub docs: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Whether it is a component of the document, so that its name is the document's choice.
    pub component: bool,
    /// Whether callers make values of it: in a request body or parameter.
    pub sent: bool,
    /// Whether servers send values of it.
    pub received: bool,
    /// The tag whose file it goes to; `None` for types that several tags share.
    pub owner: Option<TagId>,
    /// With which features it is compiled.
    pub gate: Gate,
    /// Further traits that it has.
    pub derives: Vec<Derive>,
    /// What it is.
    pub shape: Shape,
}

impl TypeDef {
    /// Whether it is (part of) the schema of a parameter.
    pub fn is_in_parameter(&self) -> bool {
        crate::pointer::is_in_parameter(&self.pointer)
    }
}

/// What a [`TypeDef`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Not lowered yet; never leaves the lowering.
    Pending,
    /// A struct.
    Struct(Struct),
    /// An open enumeration of strings.
    StringEnum(Vec<StringValue>),
    /// An open enumeration of integers.
    IntegerEnum(Vec<i64>),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
    /// A new type around another one, where an alias would be recursive.
    Newtype(Type),
    /// A marker type that says what a JSON:API resource is made of.
    Kind(Kind),
    /// Success bodies that differ by status.
    Responses(Vec<ResponseVariant>),
    /// Error bodies that differ by status: exact statuses first, then ranges, then `default`.
    Errors(Vec<ResponseVariant>),
    /// A `multipart/form-data` body with its parts as members.
    Form(Struct),
}

/// An object with declared members.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// Members in the order of the document.
    pub fields: Vec<Field>,
    /// Type of further members, if they are declared.
    pub additional: Option<Type>,
}

/// A member of a [`Struct`].
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Name on the wire.
    pub wire: String,
    /// `description`.
    pub docs: Option<String>,
    /// Type, without optionality.
    pub ty: Type,
    /// How it may be absent.
    pub presence: Presence,
    /// `default` on the server's side.
    pub default: Option<Value>,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// How a member may be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always there.
    Required,
    /// Always there, perhaps as null.
    RequiredNullable,
    /// May be missing (or null).
    Optional,
    /// Missing, null and a value mean three different things.
    Patch,
}

/// A known value of a string enumeration.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StringValue {
    /// On the wire.
    pub wire: String,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// Alternatives in the order in which they are tried.
    pub variants: Vec<Variant>,
    /// Name of the member that tells which, if there is one.
    pub discriminator: Option<String>,
}

/// An alternative of a [`Union`].
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// What it should be called.
    pub words: Vec<String>,
    /// Values of the discriminator that select it; empty without a discriminator.
    pub tags: Vec<String>,
    /// What it holds.
    pub ty: Type,
}

/// What a JSON:API resource is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// Its `type` member.
    pub resource_type: String,
    /// As received, if it ever is.
    pub read: Option<KindParts>,
    /// As sent on creation, if it ever is.
    pub create: Option<KindParts>,
    /// As sent on update, if it ever is.
    pub update: Option<KindParts>,
}

impl Kind {
    /// The parts in one direction.
    pub fn parts(&self, role: Role) -> Option<&KindParts> {
        match role {
            Role::Read => self.read.as_ref(),
            Role::Create => self.create.as_ref(),
            Role::Update => self.update.as_ref(),
        }
    }

    /// The place for the parts in one direction.
    pub fn parts_mut(&mut self, role: Role) -> &mut Option<KindParts> {
        match role {
            Role::Read => &mut self.read,
            Role::Create => &mut self.create,
            Role::Update => &mut self.update,
        }
    }
}

/// The two typed members of a JSON:API resource.
#[derive(Clone, Debug, PartialEq)]
pub struct KindParts {
    /// Type of `attributes`.
    pub attributes: Type,
    /// Whether `attributes` may be missing.
    pub attributes_optional: bool,
    /// Type of `relationships`.
    pub relationships: Type,
    /// Whether `relationships` may be missing.
    pub relationships_optional: bool,
}

/// A body of an operation that has several, by status.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResponseVariant {
    /// The status, such as `201`, `2XX` or `default`.
    pub status: String,
    /// `description` of the response, where it is the variant's own.
    pub docs: Option<String>,
    /// How the body is read.
    pub decode: Decode,
    /// What it holds.
    pub ty: Type,
}

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
    /// The request body.
    pub body: Option<Body>,
    /// The success body.
    pub output: Output,
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
    /// The [`Shape::Errors`] that tells error bodies of several types apart.
    pub error: Option<Type>,
    /// Headers that the document describes in responses.
    pub headers: Vec<ResponseHeader>,
    /// Alternatives of scheme names (OpenAPI "Security Requirement Object").
    pub security: Vec<Vec<String>>,
    /// Paging, for collections.
    pub paging: Option<Paging>,
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
    /// Whether it is deprecated.
    pub deprecated: bool,
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

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encode {
    /// As JSON.
    Json,
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As `multipart/form-data`.
    Multipart,
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
    /// The members of an object as fields of their own.
    Members,
    /// `name[]=a&name[]=b`.
    Brackets,
    /// As JSON.
    Json,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Media type, which goes over the wire as `Content-Type`.
    pub media_type: String,
    /// How it is written.
    pub encode: Encode,
    /// Fields of a form that have a style of their own, by name.
    pub styles: Vec<(String, FormStyle)>,
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
    /// As text.
    Text,
    /// As bytes.
    Bytes,
    /// By status, as a [`Shape::Responses`].
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
    /// `description` of the response.
    pub docs: Option<String>,
}

/// How a collection is paged.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// Type of an item.
    pub item: Type,
    /// Where things stand in a page.
    pub page: PageShape,
    /// Skip-based paging, if the operation has it.
    pub skip: Option<SkipPaging>,
    /// Cursor-based paging, if the operation has it.
    pub cursor: Option<CursorPaging>,
    /// Whether the header `Link` leads to the next page.
    pub link_header: bool,
}

/// Where things stand in a page.
#[derive(Clone, Debug, PartialEq)]
pub enum PageShape {
    /// A JSON:API document: data, links and `meta`.
    JsonApi {
        /// The number of all items is the member `count` (or `total`) of `meta`, named here, if it is declared.
        count: Option<String>,
    },
    /// The body is the list.
    List,
    /// An object: paths of member names.
    Object {
        /// To the items.
        items: Vec<String>,
        /// To a link to the next page.
        next_link: Option<Vec<String>>,
        /// To the next cursor.
        next_cursor: Option<Vec<String>>,
        /// To the number of all items.
        total: Option<Vec<String>>,
    },
}

/// Skip-based paging: by page number or by offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkipPaging {
    /// Parameter that says which page, or how many items to skip.
    pub number: String,
    /// Parameter that says how many items a page has.
    pub size: Option<String>,
    /// The first page, or 0 for offsets.
    pub first: u64,
    /// Largest size that the document allows.
    pub max_size: Option<u64>,
    /// Whether `number` counts items rather than pages.
    pub offset: bool,
}

/// Cursor-based paging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CursorPaging {
    /// Parameter that takes the cursor.
    pub cursor: String,
    /// Parameter that says how many items a page has.
    pub size: Option<String>,
    /// Largest size that the document allows.
    pub max_size: Option<u64>,
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Name in the document.
    pub name: String,
    /// `description`.
    pub docs: Option<String>,
    /// What it is.
    pub kind: SchemeKind,
}

/// What a client can authenticate with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// A bearer token that is already known.
    BearerToken,
    /// The client credentials grant (RFC 6749 section 4.4).
    ClientCredentials,
    /// A refresh token (RFC 6749 section 6).
    RefreshToken,
    /// A user name and a password (RFC 7617).
    Basic,
    /// An API key.
    ApiKey,
}

impl SecurityScheme {
    /// Ways to authenticate for it.
    pub fn credentials(&self) -> &'static [Credential] {
        match &self.kind {
            SchemeKind::OAuth2(endpoint) if !endpoint.url.is_empty() => &[
                Credential::BearerToken,
                Credential::ClientCredentials,
                Credential::RefreshToken,
            ],
            SchemeKind::Bearer | SchemeKind::OAuth2(_) => &[Credential::BearerToken],
            SchemeKind::Basic => &[Credential::Basic],
            SchemeKind::ApiKeyHeader(_)
            | SchemeKind::ApiKeyQuery(_)
            | SchemeKind::ApiKeyCookie(_) => &[Credential::ApiKey],
        }
    }
}

/// What a security scheme is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// HTTP bearer (RFC 6750).
    Bearer,
    /// HTTP basic (RFC 7617).
    Basic,
    /// A key in a header.
    ApiKeyHeader(String),
    /// A key in the query string.
    ApiKeyQuery(String),
    /// A key in a cookie.
    ApiKeyCookie(String),
    /// `OAuth2` (RFC 6749) with a token endpoint.
    OAuth2(TokenEndpoint),
}

/// Where and how an `OAuth2` token is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenEndpoint {
    /// Absolute, or relative to the base URL; empty if the flow has none.
    pub url: String,
    /// Scopes that the document names.
    pub scopes: Vec<String>,
    /// Whether the client credentials grant is offered.
    pub client_credentials: bool,
    /// Form of the request and the answer.
    pub envelope: TokenEnvelope,
}

/// Form of a token request and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenEnvelope {
    /// RFC 6749: form in, JSON out.
    Form,
    /// JSON in, JSON out, under this media type.
    Json(String),
    /// A JSON:API document in and out.
    JsonApi {
        /// Media type.
        media_type: String,
        /// `type` of the resource.
        resource_type: String,
    },
}
