//! Parameters.

use serde_json::Value;

use super::Lowerer;
use crate::diag::Diagnostic;
use crate::ir::{Parameter, PathStyle, Place, Role, Structure, Style, Type};
use crate::{pointer, resolve};

impl Lowerer<'_> {
    /// Parameters of an operation: those of its path item first, unless it declares them anew.
    pub(super) fn parameters(
        &mut self,
        item: &Value,
        operation: &Value,
        at: &str,
        path: &str,
    ) -> Vec<Parameter> {
        let item_at = at.rsplit_once('/').map_or("", |(item, _)| item);
        let mut parameters: Vec<Parameter> = Vec::new();
        for (owner, owner_at) in [(item, item_at), (operation, at)] {
            for (index, node) in owner
                .get("parameters")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .enumerate()
            {
                let place = format!("{owner_at}/parameters/{index}");
                let Some(parameter) = self.parameter(node, &place) else {
                    continue;
                };
                match parameters
                    .iter_mut()
                    .find(|known| known.wire == parameter.wire && known.place == parameter.place)
                {
                    Some(known) => *known = parameter,
                    None => parameters.push(parameter),
                }
            }
        }
        self.complete_path_parameters(&mut parameters, at, path);
        parameters
    }

    /// The template says which path parameters there are; the list may disagree.
    fn complete_path_parameters(&mut self, parameters: &mut Vec<Parameter>, at: &str, path: &str) {
        let names = template_names(path);
        parameters.retain(|parameter| {
            let used =
                parameter.place != Place::Path || names.iter().any(|name| *name == parameter.wire);
            if !used {
                let message = format!(
                    "the path has no `{{{}}}`; this parameter is left out",
                    parameter.wire
                );
                self.warn(Diagnostic::warning("path-parameter", at, message));
            }
            used
        });
        for (index, name) in names.iter().enumerate() {
            if parameters
                .iter()
                .any(|parameter| parameter.place == Place::Path && parameter.wire == *name)
            {
                continue;
            }
            self.warn(Diagnostic::warning(
                "path-parameter",
                at,
                format!("the path parameter `{name}` is not declared; it is taken as a string"),
            ));
            let undeclared = Parameter {
                wire: (*name).to_owned(),
                place: Place::Path,
                required: true,
                ty: Type::String,
                style: Style::Plain,
                reserved: false,
                docs: None,
                default: None,
                example: None,
                deprecated: false,
            };
            parameters.insert(index.min(parameters.len()), undeclared);
        }
        // Arguments come in the order of the path.
        parameters.sort_by_key(|parameter| match parameter.place {
            Place::Path => names
                .iter()
                .position(|name| *name == parameter.wire)
                .unwrap_or(names.len()),
            _ => names.len(),
        });
    }

    fn parameter(&mut self, node: &Value, at: &str) -> Option<Parameter> {
        let tree = self.tree;
        let resolved = match resolve::resolve(tree, node, at) {
            Ok(resolved) => resolved,
            Err(diagnostic) => {
                self.warn(diagnostic);
                return None;
            }
        };
        let (node, at) = (resolved.node, resolved.pointer.into_owned());
        let text = |name: &str| node.get(name).and_then(Value::as_str);
        let place = match text("in") {
            Some("path") => Place::Path,
            Some("query") => Place::Query,
            Some("header") => Place::Header,
            Some("cookie") => Place::Cookie,
            other => {
                let message = format!(
                    "`in: {}` is not `path`, `query`, `header` or `cookie`; this parameter is skipped",
                    other.unwrap_or("?")
                );
                self.warn(Diagnostic::warning("parameter", at, message));
                return None;
            }
        };
        let Some(wire) = text("name").map(str::to_owned) else {
            self.warn(Diagnostic::warning(
                "parameter",
                at,
                "this parameter has no name; it is skipped",
            ));
            return None;
        };
        // OpenAPI "Parameter Object": definitions of these headers are ignored; they are the transport's.
        if place == Place::Header
            && ["accept", "content-type", "authorization"]
                .contains(&wire.to_ascii_lowercase().as_str())
        {
            return None;
        }
        let (ty, style, schema) = self.value(node, &at, place);
        Some(Parameter {
            wire,
            place,
            required: place == Place::Path
                || node.get("required").and_then(Value::as_bool) == Some(true),
            ty,
            style,
            reserved: place == Place::Query
                && node.get("allowReserved").and_then(Value::as_bool) == Some(true),
            docs: text("description").map(str::to_owned),
            default: schema
                .and_then(|schema| schema.get("default"))
                .filter(|default| !default.is_null())
                .cloned(),
            example: super::example::of_parameter(tree, node),
            deprecated: node.get("deprecated").and_then(Value::as_bool) == Some(true),
        })
    }

    fn value<'n>(
        &mut self,
        node: &'n Value,
        at: &str,
        place: Place,
    ) -> (Type, Style, Option<&'n Value>) {
        if let Some(content) = node.get("content").and_then(Value::as_object)
            && let Some((media_type, content)) = content.iter().next()
        {
            let at = pointer::join(&pointer::join(at, "content"), media_type);
            if !super::body::is_json(&crate::media_type::essence(media_type)) {
                return (Type::String, Style::Plain, content.get("schema"));
            }
            let ty = content.get("schema").map_or(Type::Json, |schema| {
                self.schema(schema, &pointer::join(&at, "schema"), Role::Create)
            });
            return (ty, Style::Json, None);
        }
        let Some(schema) = node.get("schema") else {
            return (Type::String, Style::Plain, None);
        };
        let at = pointer::join(at, "schema");
        let ty = self.schema(schema, &at, Role::Create);
        let style = node.get("style").and_then(Value::as_str);
        let pairs = matches!(place, Place::Query | Place::Cookie);
        let default_explode =
            matches!(style, None | Some("form" | "cookie" | "deepObject")) && pairs;
        let explode = node
            .get("explode")
            .and_then(Value::as_bool)
            .unwrap_or(default_explode);
        let target = self.alias_target(&ty);
        let structure = match &target {
            Type::OneOrMany(_) => Some(Structure::List),
            _ => self.structure(schema),
        };
        let separator = super::part::separator(node);
        let (ty, style) = match structure {
            // Raw JSON as a parameter is given as text.
            None => (Type::String, Style::Plain),
            Some(Structure::List) if separator.is_some() => (
                element(Structure::List, ty, target),
                Style::Joined(separator.unwrap_or(",")),
            ),
            Some(structure) if place == Place::Path => (
                element(structure, ty, target),
                path_style(structure, style, explode),
            ),
            Some(Structure::Scalar) => (ty, Style::Plain),
            Some(Structure::List) => {
                let style = match style {
                    Some("deepObject") => Style::Brackets,
                    _ if pairs && explode => Style::Repeated,
                    Some("spaceDelimited") => Style::Joined(" "),
                    Some("pipeDelimited") => Style::Joined("|"),
                    _ => Style::Joined(","),
                };
                (element(Structure::List, ty, target), style)
            }
            Some(Structure::Object) => match (style, place) {
                (Some("deepObject"), Place::Query) => (ty, Style::DeepObject),
                (Some("spaceDelimited"), Place::Query) if !explode => {
                    (ty, Style::JoinedObject(" "))
                }
                (Some("pipeDelimited"), Place::Query) if !explode => (ty, Style::JoinedObject("|")),
                (_, Place::Query) => (ty, Style::FormObject { explode }),
                _ => (ty, Style::Members { explode }),
            },
        };
        (ty, style, Some(schema))
    }

    pub(super) fn structure(&self, schema: &Value) -> Option<Structure> {
        let node = resolve::resolve(self.tree, schema, "").ok()?.node;
        if node.get("enum").is_some() {
            return Some(Structure::Scalar);
        }
        match node.get("type").and_then(Value::as_str) {
            Some("array") => Some(Structure::List),
            Some("string" | "integer" | "number" | "boolean") => Some(Structure::Scalar),
            _ if super::members::is_object(self.tree, node) => Some(Structure::Object),
            _ => super::composition::only_member(self.tree, node, "")
                .and_then(|(only, _)| self.structure(only)),
        }
    }

    /// What a type stands for, through alias definitions that are already lowered.
    pub(super) fn alias_target(&mut self, ty: &Type) -> Type {
        let Type::Named(id) = ty else {
            return ty.clone();
        };
        if self.types[id.0].shape.is_none() {
            let pointer = self.types[id.0].pointer.clone();
            if let Some(node) = resolve::lookup(self.tree, &pointer) {
                self.define(*id, node);
            }
        }
        match &self.types[id.0].shape {
            Some(crate::ir::Shape::Alias(target)) if target != ty => target.clone(),
            _ => ty.clone(),
        }
    }
}

/// The type of a value, or of one item of a list.
fn element(structure: Structure, ty: Type, target: Type) -> Type {
    match (structure, target) {
        (Structure::List, Type::Array(item) | Type::OneOrMany(item)) => *item,
        (Structure::List, _) => Type::String,
        _ => ty,
    }
}

fn path_style(structure: Structure, style: Option<&str>, explode: bool) -> Style {
    let style = match style {
        Some("label") => PathStyle::Label,
        Some("matrix") => PathStyle::Matrix,
        _ if structure == Structure::Scalar => return Style::Plain,
        _ => PathStyle::Simple,
    };
    Style::Path {
        structure,
        style,
        explode,
    }
}

/// Names in braces, in the order of the path.
fn template_names(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect()
}
