//! The resource types of the document: attributes, relationships, where they are found.

use openapi_client_generator::ir::{self, Api, Linkage, Shape, Type, TypeDef};
use openapi_client_generator::resolve;
use serde_json::Value;

use super::KindId;
use super::action::Action;
use crate::model::Model;
use crate::schema::{is_read_only, properties};

/// A resource type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kind {
    /// `type` of its resources.
    pub(crate) resource_type: String,
    /// JSON pointer of the schema that answers have.
    pub(crate) pointer: String,
    /// Path of its collection, without that of the server: `/patient`.
    pub(crate) collection: String,
    /// Attributes that are declared; `None` if anything goes.
    pub(crate) attributes: Option<Vec<Attribute>>,
    pub(crate) relationships: Vec<Relationship>,
    /// Whether resources have `links.self`.
    pub(crate) self_link: bool,
    /// Further links, with `{id}` in them.
    pub(crate) links: Vec<(String, String)>,
    /// The relationships that lead to what a token can be limited to.
    pub(crate) scope_path: Option<Vec<usize>>,
    /// What is taken out of each row, to filter and sort by.
    pub(crate) columns: Vec<ColumnPlan>,
}

/// An attribute.
#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: String,
    pub(crate) read_only: bool,
    /// Whether it is a list.
    pub(crate) list: bool,
}

/// A relationship.
// Each flag is a fact of the document of its own.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug)]
pub(crate) struct Relationship {
    pub(crate) name: String,
    /// Whether it leads to any number of resources.
    pub(crate) many: bool,
    /// The one type it leads to, if there is only one.
    pub(crate) target: Option<String>,
    pub(crate) read_only: bool,
    /// Whether answers have its `data`, and its `links.related`.
    pub(crate) data: bool,
    pub(crate) links: bool,
    /// Whether `data` is never missing, so that without any the whole relationship is.
    pub(crate) data_required: bool,
    /// Known to the server alone; never answered.
    pub(crate) hidden: bool,
    /// The relationship of the target that says the same from the other side.
    pub(crate) inverse: Option<(KindId, usize)>,
}

/// A value taken out of a resource's attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ColumnPlan {
    /// Member names from `attributes` down; lists on the way are gone through.
    pub(crate) path: Vec<String>,
    /// For a list of objects: the members to keep together.
    pub(crate) members: Vec<String>,
}

impl Kind {
    pub(crate) fn relationship(&self, name: &str) -> Option<(usize, &Relationship)> {
        self.relationships
            .iter()
            .enumerate()
            .find(|(_, relationship)| relationship.name == name)
    }

    /// The position of a column, which is added if there is none yet.
    pub(crate) fn column(&mut self, path: &[&str], members: &[&str]) -> usize {
        let own = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        let plan = ColumnPlan {
            path: own(path),
            members: own(members),
        };
        self.columns
            .iter()
            .position(|column| *column == plan)
            .unwrap_or_else(|| {
                self.columns.push(plan);
                self.columns.len() - 1
            })
    }
}

/// What resources of a kind are called. Where the document does not say it, the mock has to, and takes their name.
pub(super) fn resource_type(ty: &TypeDef, kind: &ir::Kind) -> String {
    let named = || ty.words.join("_").to_lowercase();
    kind.resource_type.clone().unwrap_or_else(named)
}

/// All resource types, what is answered first.
pub(super) fn kinds(tree: &Value, api: &Api, model: &dyn Model) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    let described = api.types.iter().filter_map(|ty| match &ty.shape {
        Shape::Kind(kind) => Some((ty, kind)),
        _ => None,
    });
    let (read, sent): (Vec<_>, Vec<_>) = described.partition(|(_, kind)| kind.read.is_some());
    for (ty, described) in read.into_iter().chain(sent) {
        if kinds
            .iter()
            .any(|kind| kind.resource_type == resource_type(ty, described))
        {
            continue;
        }
        let parts = described
            .read
            .as_ref()
            .or(described.create.as_ref())
            .or(described.update.as_ref());
        let mut kind = Kind {
            resource_type: resource_type(ty, described),
            pointer: ty.pointer.clone(),
            ..Kind::default()
        };
        if let Some(node) = resolve::lookup(tree, &ty.pointer) {
            look(tree, node, &mut kind);
        }
        if let Some(Type::Named(id)) = parts.map(|parts| &parts.relationships)
            && let Some(Shape::Struct(shape)) = api.types.get(id.0).map(|ty| &ty.shape)
        {
            let known = shape.fields.iter().filter_map(|field| {
                linkage(&field.ty).map(|(linkage, many)| (&field.wire, linkage, many))
            });
            for (name, linkage, many) in known {
                if let Some(relationship) = kind
                    .relationships
                    .iter_mut()
                    .find(|relationship| relationship.name == *name)
                {
                    relationship.many = many;
                    relationship.target.clone_from(&linkage.target);
                }
            }
        }
        kinds.push(kind);
    }
    add_from_model(&mut kinds, model);
    pair_inverses(&mut kinds);
    kinds
}

fn linkage(ty: &Type) -> Option<(&Linkage, bool)> {
    match ty {
        Type::ToOne(linkage) => Some((linkage, false)),
        Type::ToMany(linkage) => Some((linkage, true)),
        Type::Nullable(inner) | Type::Boxed(inner) => linkage(inner),
        _ => None,
    }
}

fn look(tree: &Value, node: &Value, kind: &mut Kind) {
    for (name, member) in properties(tree, node) {
        match name {
            "attributes" => {
                let declared = properties(tree, member);
                let attributes = declared.into_iter().map(|(name, schema)| Attribute {
                    name: name.to_owned(),
                    read_only: is_read_only(tree, schema) || is_read_only(tree, member),
                    list: schema.get("type").is_some_and(|ty| ty == "array"),
                });
                let attributes: Vec<Attribute> = attributes.collect();
                kind.attributes = Some(attributes).filter(|attributes| !attributes.is_empty());
            }
            "relationships" => {
                kind.relationships = properties(tree, member)
                    .into_iter()
                    .map(|(name, schema)| relationship(tree, name, schema))
                    .collect();
            }
            "links" => {
                kind.self_link = properties(tree, member)
                    .iter()
                    .any(|(name, _)| *name == "self");
            }
            _ => {}
        }
    }
}

fn relationship(tree: &Value, name: &str, schema: &Value) -> Relationship {
    let members = properties(tree, schema);
    let has = |name: &str| members.iter().any(|(member, _)| *member == name);
    Relationship {
        name: name.to_owned(),
        many: false,
        target: None,
        read_only: is_read_only(tree, schema),
        data: has("data"),
        links: has("links"),
        data_required: schema
            .get("required")
            .and_then(Value::as_array)
            .is_some_and(|names| names.iter().any(|name| name == "data")),
        hidden: false,
        inverse: None,
    }
}

fn add_from_model(kinds: &mut [Kind], model: &dyn Model) {
    for kind in kinds.iter_mut() {
        for extra in model
            .relationships()
            .iter()
            .filter(|extra| extra.kind == kind.resource_type)
        {
            let target = Some(extra.target.to_owned());
            match kind
                .relationships
                .iter_mut()
                .find(|relationship| relationship.name == extra.name)
            {
                Some(known) => known.target = target,
                None => kind.relationships.push(Relationship {
                    name: extra.name.to_owned(),
                    many: extra.many,
                    target,
                    read_only: true,
                    data: false,
                    links: false,
                    data_required: false,
                    hidden: true,
                    inverse: None,
                }),
            }
        }
        let links = model
            .links()
            .iter()
            .filter(|(resource_type, ..)| *resource_type == kind.resource_type);
        kind.links = links
            .map(|(_, name, template)| ((*name).to_owned(), (*template).to_owned()))
            .collect();
    }
}

/// Two relationships say the same from two sides if each is the only one between the two types.
fn pair_inverses(kinds: &mut [Kind]) {
    let between = |from: &Kind, to: &Kind| -> Option<usize> {
        let mut found = from
            .relationships
            .iter()
            .enumerate()
            .filter(|(_, relationship)| relationship.target.as_ref() == Some(&to.resource_type));
        let first = found.next();
        first
            .filter(|(_, relationship)| found.next().is_none() && relationship.data)
            .map(|(position, _)| position)
    };
    let mut pairs = Vec::new();
    for (a, from) in kinds.iter().enumerate() {
        for (b, to) in kinds.iter().enumerate().filter(|(b, _)| *b != a) {
            if let (Some(there), Some(back)) = (between(from, to), between(to, from)) {
                pairs.push((a, there, b, back));
            }
        }
    }
    for (kind, there, other, back) in pairs {
        if let Some(relationship) = kinds
            .get_mut(kind)
            .and_then(|kind| kind.relationships.get_mut(there))
        {
            relationship.inverse = Some((other, back));
        }
    }
}

/// Says where each kind is found: the path of the operation that fetches one, or lists them, or else the type itself.
pub(super) fn collections(kinds: &mut [Kind], api: &Api, actions: &[Action]) {
    for (id, kind) in kinds.iter_mut().enumerate() {
        let mut path = format!("/{}", kind.resource_type);
        for (operation, action) in api.operations.iter().zip(actions) {
            match action {
                Action::Fetch { kind } if *kind == id => {
                    path = operation
                        .path
                        .rsplit_once('/')
                        .map_or(path, |(collection, _)| collection.to_owned());
                    break;
                }
                Action::List { kind } if *kind == id => path.clone_from(&operation.path),
                _ => {}
            }
        }
        kind.collection = path;
    }
}
