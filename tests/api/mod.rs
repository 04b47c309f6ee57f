//! The mock through the client: what it promises, point by point. What the client cannot be made to send, such as page
//! parameters of both kinds in one request, is tested beside the mock, with plain HTTP.

mod access;
mod admin;
mod filters;
mod operations;
mod refusals;
mod state;
mod trouble;
mod walks;

use jiff::Timestamp;

/// An instant.
fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}
