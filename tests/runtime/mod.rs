//! The runtime: the vendored client against the mock of its API, which misbehaves on command; and what no operation of that
//! API has (lists without links, keys, forms), by the client of a fixture against a server of a few lines.

mod server;

#[cfg(feature = "blocking")]
mod blocking;
mod date_time;
mod encoding;
mod faults;
mod hooks;
mod jsonapi;
mod multipart;
mod notes;
mod oauth2;
mod paging;
mod security;
#[cfg(feature = "tracing")]
mod tracing;
mod transports;
#[cfg(feature = "blocking")]
mod ureq;

use fitbit_plus::jsonapi::{NewResource, NewToMany};
use fitbit_plus::models::{CreatePatientRequest, NewPatientAttributes, NewPatientRelationships};

use crate::mock::Mock;

/// A patient to add to the first group.
pub fn new_patient(mock: &Mock, first_name: &str) -> CreatePatientRequest {
    CreatePatientRequest::new(NewResource::with_relationships(
        NewPatientAttributes::new().first_name(first_name),
        NewPatientRelationships::new(NewToMany::ids([mock.group.as_str()])),
    ))
}
