//! The HTTP side: requests in, answers out, with whatever trouble was ordered.

mod admin;
mod api;
mod guard;
mod log;
mod page;
mod trouble;

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get};
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
    /// Names under which the admin API answers, besides those of this machine.
    pub(crate) allowed_hosts: Vec<String>,
}

/// All routes: the API, the admin API below `/_mock`, the page at `/`.
pub(crate) fn router(app: Arc<App>) -> Router {
    let admin = Router::new()
        .route("/_mock/page/{*file}", get(page::file))
        .merge(admin::routes())
        .route("/_mock/{*rest}", any(StatusCode::NOT_FOUND))
        .layer(from_fn_with_state(app.clone(), guard::admin));
    // Web pages may call the API, as they may call the real one.
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::any())
        .allow_methods(Any)
        .allow_headers(Any)
        .expose_headers(Any);
    Router::new()
        .fallback(api::answer)
        .layer(cors)
        .route("/", get(page::index))
        .merge(admin)
        // Outermost, because the layer for browsers takes every `OPTIONS` for one of theirs.
        .layer(from_fn_with_state(app.clone(), api::options))
        .with_state(app)
}
