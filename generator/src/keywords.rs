//! What the members of a document mean to a walk that does not otherwise know where it is.

/// The member of a path item with operations of other methods, by method as it is sent (OpenAPI 3.2 "Path Item Object").
pub(crate) const ADDITIONAL: &str = "additionalOperations";

/// Whether the members of the object under this keyword are names chosen by the document's author
/// rather than keywords (OpenAPI 3.0 "Fixed Fields" of type `Map[string, ...]`; JSON Schema).
pub(crate) fn holds_names(keyword: &str) -> bool {
    matches!(
        keyword,
        "properties"
            | "patternProperties"
            | "definitions"
            | "$defs"
            | "dependentSchemas"
            | "schemas"
            | "responses"
            | "parameters"
            | "headers"
            | "requestBodies"
            | "securitySchemes"
            | "securityDefinitions"
            | "links"
            | "callbacks"
            | "pathItems"
            | ADDITIONAL
            | "paths"
            | "webhooks"
            | "content"
            | "encoding"
            | "variables"
            | "mapping"
            | "scopes"
    )
}

/// Whether what stands under this keyword is data of the API, in which nothing is a keyword.
pub(crate) fn holds_data(keyword: &str) -> bool {
    matches!(
        keyword,
        "example" | "examples" | "default" | "enum" | "const"
    ) || keyword.starts_with("x-")
}
