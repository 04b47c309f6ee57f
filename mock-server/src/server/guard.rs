//! Who may use the admin API: programs on this machine and the mock's own page, but no other web page.
//!
//! The admin API hands out secrets and changes the state without a credential. A web page reaches a server on this machine
//! in two ways: across origins, which its `Origin` or `Sec-Fetch-Site` says (Fetch standard, RFC 6454), and under a name of
//! its own that it leads here (DNS rebinding), which its `Host` says.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::App;

pub(super) async fn admin(
    State(app): State<Arc<App>>,
    request: Request<Body>,
    next: Next,
) -> Response {
    match refusal(&app.allowed_hosts, &request) {
        None => next.run(request).await,
        Some(why) => (StatusCode::FORBIDDEN, format!("{why}\n")).into_response(),
    }
}

fn refusal(allowed_hosts: &[String], request: &Request<Body>) -> Option<String> {
    let headers = request.headers();
    let Some(host) = single(headers) else {
        return Some("the admin API takes requests with one `Host`".to_owned());
    };
    // A target may name a host as well (RFC 9112, section 3.2.2).
    for host in [Some(&host), request.uri().authority()]
        .into_iter()
        .flatten()
    {
        let name = host.host();
        if !is_loopback(name)
            && !allowed_hosts
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name))
        {
            return Some(format!(
                "the admin API is for this machine; `--allow-host {name}` lets it answer under that name too"
            ));
        }
    }
    let own = |origin: &HeaderValue| {
        let origin = origin.to_str().ok().and_then(|text| text.split_once("://"));
        let origin = origin.and_then(|(_, rest)| rest.parse::<Authority>().ok());
        origin.is_some_and(|origin| origin == host)
    };
    let own_site = |site: &HeaderValue| site == "same-origin" || site == "none";
    if !headers.get_all(ORIGIN).iter().all(own)
        || !headers.get_all("sec-fetch-site").iter().all(own_site)
    {
        return Some("the admin API takes no requests of other web pages".to_owned());
    }
    None
}

fn single(headers: &HeaderMap) -> Option<Authority> {
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().filter(|_| hosts.next().is_none())?;
    host.to_str().ok()?.parse().ok()
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
