//! Swagger 2.0 to OpenAPI 3.0: what stands where. Keywords inside schemas are rewritten by
//! [`schema`] when the walk comes by.

mod body;
mod host;
mod operation;
mod parameter;
mod security;

use serde_json::{Map, Value, json};

use super::REWRITTEN;
use super::reference::Renamed;
use crate::diag::{Diagnostic, Diagnostics};
use crate::pointer;
use crate::source::Sources;
use crate::trail::Trail;

/// Keeps account of what moves: for positions, and for references to it.
pub(super) struct Places<'a> {
    pub(super) sources: &'a mut Sources,
    pub(super) renamed: &'a mut Renamed,
}

impl Places<'_> {
    fn moved(&mut self, before: &str, now: &str) {
        self.sources.moved(now, before);
        self.renamed.add(before, now);
    }
}

/// Media types that hold where an operation does not say its own.
struct Defaults {
    consumes: Vec<String>,
    produces: Vec<String>,
    /// URL of the document's first server, if it names a host.
    server: Option<String>,
}

/// Rewrites the whole document in place.
pub(super) fn document(
    root: &mut Map<String, Value>,
    places: &mut Places<'_>,
    diagnostics: &mut Diagnostics,
) {
    let old = std::mem::take(root);
    root.insert("openapi".to_owned(), json!(REWRITTEN));
    root.insert("info".to_owned(), Value::Null); // takes its place; filled in below
    if let Some((servers, member)) = host::servers(&old) {
        places.sources.moved("/servers", format!("/{member}"));
        root.insert("servers".to_owned(), servers);
    }
    let defaults = Defaults {
        consumes: texts(old.get("consumes")),
        produces: texts(old.get("produces")),
        server: old
            .get("host")
            .and_then(|_| root.get("servers")?.pointer("/0/url")?.as_str())
            .map(str::to_owned),
    };
    let mut shared = Map::new();
    let mut more_paths = Map::new();
    let mut components = Map::new();
    for (key, value) in old {
        match (key.as_str(), value) {
            ("swagger" | "host" | "basePath" | "schemes" | "consumes" | "produces", _) => {}
            ("definitions", schemas) => {
                places.moved("/definitions", "/components/schemas");
                components.insert("schemas".to_owned(), schemas);
            }
            ("parameters", Value::Object(parameters)) => shared = parameters,
            ("x-ms-paths", Value::Object(paths)) => more_paths = paths,
            ("responses", responses) => {
                places.moved("/responses", "/components/responses");
                components.insert("responses".to_owned(), responses);
            }
            ("securityDefinitions", Value::Object(schemes)) => {
                places.moved("/securityDefinitions", "/components/securitySchemes");
                let trail = Trail::at("/components/securitySchemes");
                let schemes = security::schemes(schemes, &trail, diagnostics);
                components.insert("securitySchemes".to_owned(), schemes);
            }
            (_, value) => {
                root.insert(key, value);
            }
        }
    }
    if root.get("info").is_some_and(Value::is_null) {
        root.shift_remove("info");
    }
    add_paths(root, more_paths, places, diagnostics);
    let responses = match components.get("responses") {
        Some(Value::Object(responses)) => responses.clone(),
        _ => Map::new(),
    };
    let mut external = root.shift_remove(crate::bundle::MOUNT);
    let mut rewrite = operation::Rewrite {
        defaults,
        shared: &shared,
        responses: &responses,
        external: external.as_mut(),
        places,
        diagnostics,
    };
    if let Some(Value::Object(paths)) = root.get_mut("paths") {
        rewrite.paths(paths);
    }
    if let Some(Value::Object(responses)) = components.get_mut("responses") {
        rewrite.responses(responses, &Trail::at("/components/responses"));
    }
    rewrite.external_nodes();
    let (parameters, bodies) = rewrite.shared_components();
    if !parameters.is_empty() {
        places.moved("/parameters", "/components/parameters");
        components.insert("parameters".to_owned(), Value::Object(parameters));
    }
    if !bodies.is_empty() {
        components.insert("requestBodies".to_owned(), Value::Object(bodies));
    }
    root.insert("components".to_owned(), Value::Object(components));
    if let Some(external) = external {
        root.insert(crate::bundle::MOUNT.to_owned(), external);
    }
}

/// `x-ms-paths`: paths that differ in their queries alone, which `paths` has no room for.
fn add_paths(
    root: &mut Map<String, Value>,
    more: Map<String, Value>,
    places: &mut Places<'_>,
    diagnostics: &mut Diagnostics,
) {
    if more.is_empty() {
        return;
    }
    let paths = root.entry("paths").or_insert_with(|| json!({}));
    let Value::Object(paths) = paths else { return };
    for (path, item) in more {
        let before = pointer::join("/x-ms-paths", &path);
        if paths.contains_key(&path) {
            let message =
                format!("`paths` has `{path}` as well; the one of `x-ms-paths` is left out");
            diagnostics.push(Diagnostic::warning("path", before, message));
            continue;
        }
        places.moved(&before, &pointer::join("/paths", &path));
        paths.insert(path, item);
    }
}

fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(values)) => values
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        Some(Value::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    }
}

/// Keywords of one schema that 3.0 spells otherwise (Swagger 2.0, "Schema Object").
pub(super) fn schema(schema: &mut Map<String, Value>) {
    if let Some(Value::String(name)) = schema.get("discriminator") {
        let discriminator = json!({ "propertyName": name });
        schema.insert("discriminator".to_owned(), discriminator);
    }
    if schema.get("type").and_then(Value::as_str) == Some("file") {
        schema.insert("type".to_owned(), json!("string"));
        schema.insert("format".to_owned(), json!("binary"));
    }
    nullable(schema);
}

/// The vendor extension by which Swagger 2.0 documents say `nullable`.
fn nullable(schema: &mut Map<String, Value>) {
    if let Some(nullable) = schema.shift_remove("x-nullable") {
        schema.entry("nullable").or_insert(nullable);
    }
}

/// The node of the document, as it was written, that a reference in it leads to.
fn target<'d>(
    reference: &str,
    shared: &'d Map<String, Value>,
    external: Option<&'d Value>,
) -> Option<&'d Value> {
    if let Some(name) = reference.strip_prefix("#/parameters/") {
        let name = crate::pointer::percent_decoded(name);
        return shared.get(pointer::unescape(&name).as_ref());
    }
    let pointer = reference.strip_prefix('#')?.strip_prefix('/')?;
    let pointer = pointer.strip_prefix(crate::bundle::MOUNT)?;
    external?.pointer(&crate::pointer::percent_decoded(pointer))
}

/// Says that something has no counterpart in OpenAPI 3.0.
fn lost(diagnostics: &mut Diagnostics, trail: &Trail<'_>, message: impl Into<String>) {
    diagnostics.push(Diagnostic::warning("swagger2", trail.pointer(), message));
}
