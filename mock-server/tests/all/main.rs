//! What the mock does, seen through a plain HTTP client.

mod api;

mod admin;
mod answers;
mod auth;
mod connections;
mod consequences;
mod contract;
mod dialects;
mod documented;
mod documents;
mod doors;
mod faults;
mod filters;
mod http;
mod inclusion;
mod linkage;
mod paging;
mod persistence;
mod relationships;
mod rest;
mod state;
mod validation;
