//! Members of a path item that are operations (OpenAPI "Path Item Object").

/// In the order of the standard; `query` since OpenAPI 3.2.
pub(crate) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Whether a member of a path item is an operation.
pub(crate) fn is_method(name: &str) -> bool {
    METHODS.contains(&name)
}
