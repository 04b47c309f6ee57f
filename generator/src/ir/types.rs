//! Types: how they are used, and what they are made of.

use serde_json::Value;

use super::derive::Derive;
use super::{Decode, Gate, Role, TagId, TypeId};

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
    /// A signed integer of 64 bits.
    Int64,
    /// An unsigned integer of 64 bits.
    Uint64,
    /// A double.
    Float,
    /// A number of which no digit is lost.
    Number,
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
    /// A type that is not generated, as it is written in Rust.
    Foreign(String),
    /// One value or a list of them.
    OneOrMany(Box<Type>),
    /// The id of a resource of a [`Kind`].
    ResourceId(TypeId),
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
    /// Whether values of it are decoded, so that it has to be readable.
    pub decoded: bool,
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A struct.
    Struct(Struct),
    /// An open enumeration of strings.
    StringEnum {
        /// What the document lists.
        values: Vec<StringValue>,
        /// Whether the document allows any other string beside them.
        any: bool,
    },
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Struct {
    /// Members in the order of the document.
    pub fields: Vec<Field>,
    /// Members with one value only, which tell what the object is.
    pub constants: Vec<Constant>,
    /// Type of further members, if they are declared.
    pub additional: Option<Type>,
    /// Whether members that are not declared are kept and written back, and null is told from absence.
    pub keeps_undeclared: bool,
}

/// A member of a [`Struct`] that has one value only: no field, but read, checked and written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Constant {
    /// Name on the wire.
    pub wire: String,
    /// Its value.
    pub value: Scalar,
    /// Whether it is always there.
    pub required: bool,
}

/// A value that tells the alternatives of a [`Union`] apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scalar {
    /// A string.
    Text(String),
    /// An integer.
    Integer(i64),
    /// `true` or `false`.
    Bool(bool),
}

impl std::fmt::Display for Scalar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(integer) => integer.fmt(f),
            Self::Bool(is) => is.fmt(f),
        }
    }
}

/// A member of a [`Struct`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// Name on the wire.
    pub wire: String,
    /// `description`.
    pub docs: Option<String>,
    /// Type, without optionality.
    pub ty: Type,
    /// How it may be absent.
    pub presence: Presence,
    /// Whether null is among its values.
    pub nullable: bool,
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Union {
    /// Alternatives in the order in which they are tried.
    pub variants: Vec<Variant>,
    /// Name of the member that tells which, if there is one.
    pub discriminator: Option<String>,
    /// Whether the document names that member; else it was found.
    pub declared: bool,
}

/// An alternative of a [`Union`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variant {
    /// What it should be called.
    pub words: Vec<String>,
    /// Values of the discriminator that select it; empty without a discriminator.
    pub tags: Vec<Scalar>,
    /// How the discriminator is written.
    pub writes: Writes,
    /// What it holds.
    pub ty: Type,
}

/// Who writes the discriminator of an alternative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Writes {
    /// Its type, or nobody.
    Own,
    /// The union.
    Tagged,
    /// Its type, as it was received: it is also taken where the discriminator is missing or has a value that selects no
    /// alternative (OpenAPI 3.2 `defaultMapping`).
    Default,
    /// Nobody: the type takes any object or any value, and is chosen where no other alternative fits.
    Open,
}

/// What a JSON:API resource is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Kind {
    /// Its `type` member, where the document says what it is.
    pub resource_type: Option<String>,
    /// Whether its ids are a type of their own, rather than strings.
    pub typed_id: bool,
    /// As received, if it ever is.
    pub read: Option<KindParts>,
    /// As sent on creation, if it ever is.
    pub create: Option<KindParts>,
    /// As sent on update, if it ever is; neither member is ever required.
    pub update: Option<KindParts>,
}

impl super::Api {
    /// All JSON:API kinds.
    pub fn kinds(&self) -> impl Iterator<Item = (TypeId, &Kind)> {
        let types = self.types.iter().enumerate();
        types.filter_map(|(index, def)| match &def.shape {
            Shape::Kind(kind) => Some((TypeId(index), kind)),
            _ => None,
        })
    }
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

    /// What it has its name for: what is received, else what is sent.
    pub fn main_role(&self) -> Role {
        let roles = [Role::Read, Role::Create, Role::Update].into_iter();
        let mut used = roles.filter(|role| self.parts(*role).is_some());
        used.next().unwrap_or(Role::Read)
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
