//! The page for people; everything it needs is in the program.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// Nothing is loaded from elsewhere, whatever a document's descriptions contain.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:";

pub(super) async fn index() -> Response {
    (
        [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CONTENT_SECURITY_POLICY, POLICY),
        ],
        include_str!("../page/index.html"),
    )
        .into_response()
}

pub(super) async fn file(Path(file): Path<String>) -> Response {
    match FILES.iter().find(|(name, ..)| *name == file) {
        None => StatusCode::NOT_FOUND.into_response(),
        Some((_, media, body, false)) => ([(CONTENT_TYPE, *media)], *body).into_response(),
        // Kept compressed; there is no browser that does not take it so.
        Some((_, media, body, true)) => {
            ([(CONTENT_TYPE, *media), (CONTENT_ENCODING, "gzip")], *body).into_response()
        }
    }
}

/// Name, media type, content, whether it is compressed.
const FILES: &[(&str, &str, &[u8], bool)] = &[
    (
        "page.css",
        "text/css",
        include_bytes!("../page/page.css"),
        false,
    ),
    (
        "page.js",
        "text/javascript",
        include_bytes!("../page/page.js"),
        false,
    ),
    (
        "swagger-ui.css",
        "text/css",
        include_bytes!("../page/vendor/swagger-ui.css.gz"),
        true,
    ),
    (
        "swagger-ui-bundle.js",
        "text/javascript",
        include_bytes!("../page/vendor/swagger-ui-bundle.js.gz"),
        true,
    ),
];
