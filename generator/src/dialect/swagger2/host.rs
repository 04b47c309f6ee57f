//! Where the API is: `schemes`, `host` and `basePath` (Swagger 2.0, "Swagger Object"), or `x-ms-parameterized-host`.

use serde_json::{Map, Value, json};

use super::texts;
use crate::pointer;

/// The host with variables, in place of `host`.
const TEMPLATE: &str = "x-ms-parameterized-host";

/// The `servers` of the document, and the member that says most of them.
pub(super) fn servers(root: &Map<String, Value>) -> Option<(Value, &'static str)> {
    let text = |member| root.get(member).and_then(Value::as_str).unwrap_or_default();
    let base = match text("basePath").trim_end_matches('/') {
        "" => String::new(),
        base if base.starts_with('/') => base.to_owned(),
        base => format!("/{base}"),
    };
    if let Some(template) = root.get(TEMPLATE).filter(|node| node.is_object()) {
        let urls = template_urls(root, template, &base);
        let variables = variables(root, template);
        let servers = urls
            .iter()
            .map(|url| json!({ "url": url, "variables": variables }));
        return Some((servers.collect(), TEMPLATE));
    }
    let host = text("host");
    if host.is_empty() {
        let base = text("basePath");
        return (!base.is_empty()).then(|| (json!([{ "url": base }]), "basePath"));
    }
    let urls = schemes(root).map(|scheme| json!({ "url": format!("{scheme}://{host}{base}") }));
    Some((urls.collect(), "host"))
}

/// Safe transport first: a client takes the first server unless told otherwise.
fn schemes(root: &Map<String, Value>) -> impl Iterator<Item = String> {
    let mut schemes = texts(root.get("schemes"));
    if schemes.is_empty() {
        schemes.push("https".to_owned());
    }
    schemes.sort_by_key(|scheme| scheme != "https");
    schemes.into_iter()
}

fn template_urls(root: &Map<String, Value>, template: &Value, base: &str) -> Vec<String> {
    let host = template["hostTemplate"].as_str().unwrap_or_default();
    if template["useSchemePrefix"] == false {
        return vec![format!("{host}{base}")];
    }
    schemes(root)
        .map(|scheme| format!("{scheme}://{host}{base}"))
        .collect()
}

fn variables(root: &Map<String, Value>, template: &Value) -> Map<String, Value> {
    let parameters = template["parameters"].as_array().into_iter().flatten();
    let shared = |name: &str| {
        let name = pointer::percent_decoded(name);
        root.get("parameters")?
            .get(pointer::unescape(&name).as_ref())
    };
    let parameters = parameters.filter_map(|parameter| {
        let reference = parameter["$ref"].as_str();
        match reference {
            Some(reference) => shared(reference.strip_prefix("#/parameters/")?),
            None => Some(parameter),
        }
    });
    let variable = |parameter: &Value| {
        let name = parameter["name"].as_str()?.to_owned();
        let mut variable = Map::new();
        let default = ["default", "x-ms-client-default"]
            .iter()
            .find_map(|name| parameter.get(*name));
        for (name, value) in [
            ("default", default),
            ("enum", parameter.get("enum")),
            ("description", parameter.get("description")),
        ] {
            variable.extend(value.map(|value| (name.to_owned(), value.clone())));
        }
        Some((name, Value::Object(variable)))
    };
    parameters.filter_map(variable).collect()
}
