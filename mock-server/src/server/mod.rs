//! The HTTP side: requests in, answers out, with whatever trouble was ordered.

mod admin;
mod api;
mod log;
mod page;
mod trouble;

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::cors::{AllowOrigin, Any, CorsLayer};

pub(crate) use log::Log;

use crate::engine::Engine;
use crate::fault::Faults;
use crate::model::SeedOptions;

/// What all requests share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) engine: Engine,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    pub(crate) started: Instant,
    pub(crate) seed: SeedOptions,
    /// Whether each answer is checked against the document.
    pub(crate) check_answers: bool,
}

/// All routes: the API, the admin API below `/_mock`, the page at `/`.
pub(crate) fn router(app: Arc<App>) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::any())
        .allow_methods(Any)
        .allow_headers(Any)
        .expose_headers(Any);
    Router::new()
        .route("/", get(page::index))
        .route("/_mock/page/{*file}", get(page::file))
        .merge(admin::routes())
        .fallback(api::answer)
        .layer(cors)
        // Outermost, because the layer for browsers takes every `OPTIONS` for one of theirs.
        .layer(from_fn_with_state(app.clone(), api::options))
        .with_state(app)
}
