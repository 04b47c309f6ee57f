//! The resource types of a document.

use openapi_client_generator::unstable::ir::{self, Api, Linkage, Shape, Type, TypeDef};
use serde_json::{Value, json};

use crate::model::Model;
use crate::plan::kinds::{Attribute, IdForm};
use crate::plan::{Action, Kind, Relationship};
use crate::schema::{Validators, is_read_only, merged, properties};

/// What resources of a kind are called. Where the document does not say it, the mock has to, and takes their name.
pub(super) fn resource_type(ty: &TypeDef, kind: &ir::Kind) -> String {
    let named = || ty.words.join("_").to_lowercase();
    kind.resource_type.clone().unwrap_or_else(named)
}

/// All resource types, what is answered first.
pub(super) fn kinds(tree: &Value, api: &Api, model: &dyn Model) -> Vec<Kind> {
    let validators = Validators::default();
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
        if let Some(node) = crate::tree::lookup(tree, &ty.pointer) {
            look(tree, &validators, node, &mut kind);
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

fn look(tree: &Value, validators: &Validators, node: &Value, kind: &mut Kind) {
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
                    .filter(|(_, schema)| may_be_object(tree, schema))
                    .map(|(name, schema)| relationship(tree, name, schema))
                    .collect();
            }
            "id" => kind.id_form = id_form(tree, validators, member),
            "links" => {
                kind.self_link = properties(tree, member)
                    .iter()
                    .any(|(name, _)| *name == "self");
            }
            _ => {}
        }
    }
}

/// Whether a schema describes an object, or does not say. Members of `relationships` that do not are no relationships.
fn may_be_object(tree: &Value, schema: &Value) -> bool {
    let schema = merged(tree, schema);
    let ty = schema.as_ref().and_then(|schema| schema.get("type"));
    ty.and_then(Value::as_str).is_none_or(|ty| ty == "object")
}

/// The first form of ids that keeps to the document.
fn id_form(tree: &Value, validators: &Validators, schema: &Value) -> IdForm {
    let whole = merged(tree, schema);
    let whole = whole.as_deref();
    let text = |key: &str| whole.and_then(|schema| schema.get(key)?.as_str());
    // Letters among the digits, as most have.
    let fits = |form: &IdForm| validators.fits_answer(tree, schema, &json!(form.id(1, u64::MAX)));
    let number = matches!(text("format"), Some("int64" | "int32" | "integer"));
    let forms = [IdForm::Digits, IdForm::Hexadecimal, IdForm::Uuid];
    let mut forms = forms
        .into_iter()
        .skip(usize::from(!number))
        .chain([IdForm::Digits]);
    forms.find(fits).unwrap_or_default()
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
