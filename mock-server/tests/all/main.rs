//! What the mock does, seen through a plain HTTP client.

mod api;

mod admin;
mod auth;
mod contract;
mod dialects;
mod documented;
mod documents;
mod faults;
mod filters;
mod http;
mod paging;
mod persistence;
mod relationships;
mod state;
mod validation;
