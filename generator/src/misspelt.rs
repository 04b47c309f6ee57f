//! Keywords that are almost those of OpenAPI: `respnses` in an operation is nothing, and so is what stands below it.

use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics};
use crate::http_method::{ADDITIONAL, is_method};
use crate::pointer;

/// Deeper nesting is not gone into.
const DEEPEST: usize = 64;

/// The objects of OpenAPI 3.0 that are looked at, each named after its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Root,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    MediaType,
    Schema,
    SecurityScheme,
}

/// How objects stand below a keyword.
#[derive(Clone, Copy, Debug)]
enum Below {
    One,
    List,
    Map,
}

impl Kind {
    /// The fixed fields of the object (and of later versions, which documents mix in).
    fn keywords(self) -> &'static [&'static str] {
        match self {
            Self::Root => &[
                "openapi",
                "swagger",
                "info",
                "jsonSchemaDialect",
                "servers",
                "paths",
                "webhooks",
                "components",
                "security",
                "tags",
                "externalDocs",
            ],
            Self::Components => &[
                "schemas",
                "responses",
                "parameters",
                "examples",
                "requestBodies",
                "headers",
                "securitySchemes",
                "links",
                "callbacks",
                "pathItems",
            ],
            Self::PathItem => &[
                "$ref",
                "summary",
                "description",
                "get",
                "put",
                "post",
                "delete",
                "options",
                "head",
                "patch",
                "trace",
                "query",
                "additionalOperations",
                "servers",
                "parameters",
            ],
            Self::Operation => &[
                "tags",
                "summary",
                "description",
                "externalDocs",
                "operationId",
                "parameters",
                "requestBody",
                "responses",
                "callbacks",
                "deprecated",
                "security",
                "servers",
                "consumes",
                "produces",
                "schemes",
            ],
            Self::Parameter => &[
                "$ref",
                "name",
                "in",
                "description",
                "required",
                "deprecated",
                "allowEmptyValue",
                "style",
                "explode",
                "allowReserved",
                "schema",
                "example",
                "examples",
                "content",
            ],
            Self::RequestBody => &["$ref", "description", "content", "required"],
            Self::Response => &[
                "$ref",
                "description",
                "headers",
                "content",
                "links",
                "summary",
            ],
            Self::MediaType => &["schema", "example", "examples", "encoding", "itemSchema"],
            Self::Schema => &[
                "$ref",
                "type",
                "format",
                "enum",
                "const",
                "title",
                "description",
                "default",
                "example",
                "examples",
                "properties",
                "required",
                "items",
                "additionalProperties",
                "allOf",
                "anyOf",
                "oneOf",
                "not",
                "nullable",
                "discriminator",
                "readOnly",
                "writeOnly",
                "deprecated",
                "externalDocs",
                "xml",
                "minimum",
                "maximum",
                "exclusiveMinimum",
                "exclusiveMaximum",
                "multipleOf",
                "minLength",
                "maxLength",
                "pattern",
                "minItems",
                "maxItems",
                "uniqueItems",
                "minProperties",
                "maxProperties",
                "patternProperties",
                "propertyNames",
                "prefixItems",
                "contains",
            ],
            Self::SecurityScheme => &[
                "$ref",
                "type",
                "description",
                "name",
                "in",
                "scheme",
                "bearerFormat",
                "flows",
                "openIdConnectUrl",
            ],
        }
    }

    fn below(self, keyword: &str) -> Option<(Self, Below)> {
        use Below::{List, Map, One};
        Some(match (self, keyword) {
            (Self::Root, "paths" | "webhooks") | (Self::Components, "pathItems") => {
                (Self::PathItem, Map)
            }
            (Self::Root, "components") => (Self::Components, One),
            (Self::Components, "schemas") | (Self::Schema, "properties") => (Self::Schema, Map),
            (Self::Components | Self::Operation, "responses") => (Self::Response, Map),
            (Self::Components, "parameters" | "headers") | (Self::Response, "headers") => {
                (Self::Parameter, Map)
            }
            (Self::Components, "requestBodies") => (Self::RequestBody, Map),
            (Self::Components, "securitySchemes") => (Self::SecurityScheme, Map),
            (Self::PathItem, ADDITIONAL) => (Self::Operation, Map),
            (Self::PathItem, method) if is_method(method) => (Self::Operation, One),
            (Self::PathItem | Self::Operation, "parameters") => (Self::Parameter, List),
            (Self::Operation, "requestBody") => (Self::RequestBody, One),
            (Self::RequestBody | Self::Response | Self::Parameter, "content") => {
                (Self::MediaType, Map)
            }
            (Self::MediaType | Self::Parameter, "schema")
            | (Self::Schema, "items" | "not" | "additionalProperties") => (Self::Schema, One),
            (Self::Schema, "allOf" | "anyOf" | "oneOf") => (Self::Schema, List),
            _ => return None,
        })
    }
}

/// Warns of each keyword that is almost one of OpenAPI.
pub(crate) fn find(tree: &Value, diagnostics: &mut Diagnostics) {
    look(tree, Kind::Root, "", 0, diagnostics);
}

fn look(node: &Value, kind: Kind, at: &str, depth: usize, diagnostics: &mut Diagnostics) {
    let Some(node) = node.as_object().filter(|_| depth < DEEPEST) else {
        return;
    };
    for (keyword, value) in node {
        let place = || pointer::join(at, keyword);
        if let Some((below, how)) = kind.below(keyword) {
            let at = place();
            match (how, value) {
                (Below::One, value) => look(value, below, &at, depth + 1, diagnostics),
                (Below::List, Value::Array(items)) => {
                    for (position, item) in items.iter().enumerate() {
                        let at = pointer::join(&at, &position.to_string());
                        look(item, below, &at, depth + 1, diagnostics);
                    }
                }
                (Below::Map, Value::Object(members)) => {
                    for (name, member) in members.iter().filter(|(name, _)| !extends(name)) {
                        let at = pointer::join(&at, name);
                        look(member, below, &at, depth + 1, diagnostics);
                    }
                }
                _ => {}
            }
        } else if let Some(meant) = meant(kind, keyword)
            && is_free(node.get(meant))
        {
            let message = format!("`{keyword}` is no keyword here, and what it says is not read");
            diagnostics.push(
                Diagnostic::warning("unknown-keyword", place(), message)
                    .help(format!("did you mean `{meant}`?")),
            );
        }
    }
}

/// Whether a keyword says nothing yet. Operations without responses have been given empty ones.
fn is_free(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.as_object().is_some_and(serde_json::Map::is_empty))
}

/// Extensions say whatever they like.
fn extends(keyword: &str) -> bool {
    keyword.starts_with("x-")
}

/// The keyword that was probably meant.
fn meant(kind: Kind, keyword: &str) -> Option<&'static str> {
    let keywords = kind.keywords();
    if keywords.contains(&keyword) || extends(keyword) || keyword.starts_with('$') {
        return None;
    }
    let distance = |known: &str| strsim::damerau_levenshtein(keyword, known);
    let closest = keywords.iter().min_by_key(|known| distance(known))?;
    // Of a short word, another letter makes another word.
    let most = if closest.len() < 6 { 1 } else { 2 };
    (closest.len() > 2 && distance(closest) <= most).then_some(closest)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::find;
    use crate::diag::Diagnostics;

    #[test]
    fn a_keyword_with_a_slip_is_found_and_others_are_left_alone() {
        let tree = json!({
            "openapi": "3.0.3",
            "pathes": {},
            "paths": { "/a": {
                "get": { "respnses": {}, "x-respnses": {}, "descriptio": "", "operationID": "a" },
                "putt": {},
            } },
            "components": { "schemas": { "respnses": {
                "properties": { "tpye": { "type": "string", "minLenght": 1, "readonly": true } },
                "requried": [], "vendorWord": 1, "example": { "tpye": 1 },
            } } },
        });
        let mut found = Diagnostics::default();
        find(&tree, &mut found);
        let mut found: Vec<(String, String)> = found
            .iter()
            .map(|one| (one.pointer.clone(), one.help.clone().unwrap_or_default()))
            .collect();
        found.sort();
        let expected = [
            (
                "/components/schemas/respnses/properties/tpye/minLenght",
                "minLength",
            ),
            (
                "/components/schemas/respnses/properties/tpye/readonly",
                "readOnly",
            ),
            ("/components/schemas/respnses/requried", "required"),
            ("/paths/~1a/get/descriptio", "description"),
            ("/paths/~1a/get/operationID", "operationId"),
            ("/paths/~1a/get/respnses", "responses"),
            ("/paths/~1a/putt", "put"),
        ];
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(at, meant)| ((*at).to_owned(), format!("did you mean `{meant}`?")))
            .collect();
        assert_eq!(found, expected);
    }
}
