//! The page for people.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};

pub(super) async fn index() -> Html<&'static str> {
    Html(include_str!("../page/index.html"))
}

pub(super) async fn file(Path(file): Path<String>) -> Response {
    let known = FILES.iter().find(|(name, ..)| *name == file);
    match known {
        Some((_, media, text)) => ([(CONTENT_TYPE, *media)], *text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

const FILES: &[(&str, &str, &[u8])] = &[
    ("page.css", "text/css", include_bytes!("../page/page.css")),
    (
        "page.js",
        "text/javascript",
        include_bytes!("../page/page.js"),
    ),
];
