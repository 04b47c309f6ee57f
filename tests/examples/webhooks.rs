//! A server that receives what an API sends by itself: verified, read as an event, and answered as the document says.
//!
//! `WEBHOOK_SECRET=whsec_… cargo run -p tests --example webhooks`

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use axum::routing::post;
use tests::runtime::WebhookError;
use tests::webhooks::models::Receipt;
use tests::webhooks::webhooks::{Event, Webhook, pet_created, pet_sold};
use tokio::net::TcpListener;

/// Everything that the API sends comes to one place.
pub fn app(webhook: Webhook) -> Router {
    Router::new()
        .route("/webhooks", post(receive))
        .with_state(Arc::new(webhook))
}

/// The body is verified as it came: no extractor has parsed it before.
async fn receive(
    State(webhook): State<Arc<Webhook>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let answer = answer(&webhook, &headers, &body);
    answer
        .map(|answer| answer.map(Body::from))
        .unwrap_or_else(|error| {
            eprintln!("rejected: {error}");
            let mut response = Response::new(Body::empty());
            *response.status_mut() = error.status();
            response
        })
}

fn answer(
    webhook: &Webhook,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response<Bytes>, WebhookError> {
    match webhook.parse(headers, body)? {
        Event::PetSold(sale) => {
            let receipt = Receipt::new(format!("paid {}", sale.price));
            pet_sold::Reply::Status200(receipt).response()
        }
        Event::PetReturned(_) => pet_sold::Reply::Status204.response(),
        Event::PetCreated(pet) => {
            println!("new: {}", pet.name);
            pet_created::Reply::Status2XX(axum::http::StatusCode::ACCEPTED).response()
        }
        // An event that the API has had since, perhaps.
        other => {
            println!("not handled: {other:?}");
            Ok(Response::new(Bytes::new()))
        }
    }
}

#[tokio::main]
#[allow(dead_code, reason = "the tests call `app` alone")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let secret = std::env::var("WEBHOOK_SECRET")?;
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, app(Webhook::new([secret])?)).await?;
    Ok(())
}
