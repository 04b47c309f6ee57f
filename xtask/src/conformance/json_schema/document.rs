//! The suite as one OpenAPI 3.1 document: the schema of a group becomes a component.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

pub(super) struct Suite {
    pub(super) document: Value,
    pub(super) instances: Vec<Instance>,
}

/// An instance that its schema takes.
pub(super) struct Instance {
    /// File, group and test: `items.json/a schema given for items/valid items`.
    pub(super) name: String,
    /// JSON pointer to the component.
    pub(super) schema: String,
    pub(super) value: Value,
    /// What the group needs that a document by itself has not.
    pub(super) needs: Option<&'static str>,
}

/// The suite; with the instances as examples of their schemas, if they are to be shown.
pub(super) fn read(folder: &Path, shown: bool) -> Result<Suite> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<PathBuf>>>()?;
    paths.sort();
    let mut schemas = Map::new();
    let mut instances = Vec::new();
    for path in paths {
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let groups: Vec<Value> = serde_json::from_str(&fs::read_to_string(&path)?)
            .with_context(|| path.display().to_string())?;
        for (index, group) in groups.iter().enumerate() {
            let component = component(&file, index);
            let needs = needs(&group["schema"]);
            if needs.is_none() {
                let mut schema = schema(group, &component);
                if shown {
                    schema["examples"] = valid(group).map(|test| test["data"].clone()).collect();
                }
                schemas.insert(component.clone(), schema);
            }
            for test in valid(group) {
                let of =
                    |value: &Value| value["description"].as_str().unwrap_or_default().to_owned();
                instances.push(Instance {
                    name: format!("{file}/{}/{}", of(group), of(test)),
                    schema: format!("/components/schemas/{component}"),
                    value: test["data"].clone(),
                    needs,
                });
            }
        }
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "JSON Schema test suite", "version": "1" },
        "paths": {},
        "components": { "schemas": schemas },
    });
    Ok(Suite {
        document,
        instances,
    })
}

fn valid(group: &Value) -> impl Iterator<Item = &Value> {
    let tests = group["tests"].as_array().into_iter().flatten();
    tests.filter(|test| test["valid"] == true)
}

/// `additionalProperties.json` and 3 become `AdditionalProperties3`.
fn component(file: &str, index: usize) -> String {
    let words = file
        .trim_end_matches(".json")
        .split(|c: char| !c.is_ascii_alphanumeric());
    let mut name = String::new();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    format!("{name}{index}")
}

/// The schema of a group, whose references to itself lead into the component.
fn schema(group: &Value, component: &str) -> Value {
    let mut schema = match &group["schema"] {
        Value::Bool(true) => Map::new(),
        Value::Bool(false) => Map::from_iter([("not".to_owned(), json!({}))]),
        schema => local(schema, component)
            .as_object()
            .cloned()
            .unwrap_or_default(),
    };
    schema.remove("$schema");
    schema
        .entry("description")
        .or_insert_with(|| group["description"].clone());
    Value::Object(schema)
}

fn local(node: &Value, component: &str) -> Value {
    match node {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| {
                let pointer = value.as_str().and_then(|text| text.strip_prefix('#'));
                let is_pointer = |text: &&str| text.is_empty() || text.starts_with('/');
                let value = match pointer.filter(|text| name == "$ref" && is_pointer(text)) {
                    Some(pointer) => json!(format!("#/components/schemas/{component}{pointer}")),
                    None => local(value, component),
                };
                (name.clone(), value)
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(|item| local(item, component)).collect(),
        other => other.clone(),
    }
}

/// What a component of a document cannot have: references to other resources than the document.
fn needs(schema: &Value) -> Option<&'static str> {
    let text = schema.to_string();
    let identified: Vec<&str> = strings(&text, "$id").collect();
    let is_identified = |reference: &str| {
        let resource = reference.split('#').next().unwrap_or_default();
        !resource.contains(':') || identified.contains(&resource)
    };
    if strings(&text, "$ref").any(|reference| !is_identified(reference)) {
        return Some("a schema on another server, which is never fetched");
    }
    strings(&text, "$ref").any(|reference| !reference.starts_with('#')).then_some(
        "a reference by URI to a part that is named by `$id`; in a document it is the path of a file",
    )
}

/// The texts of all members of this name.
fn strings<'t>(text: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let member = format!("\"{name}\":\"");
    let starts = text.match_indices(&member).map(|(at, _)| at + member.len());
    let texts: Vec<usize> = starts.collect();
    texts
        .into_iter()
        .filter_map(|at| text.get(at..)?.split('"').next())
}
