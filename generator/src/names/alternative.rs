//! Names of methods for further media types of an operation.

use std::collections::HashSet;

use proc_macro2::Ident;

use super::free::{distinct, free};
use super::reserved::CLIENT_METHODS;
use crate::case::{ident, snake_behind};
use crate::ir::{Api, Operation};
use crate::media_type::media_word;

/// Methods that send another body: of the client where the body is an argument (`create_pet_as_form`), else setters of
/// the request (`body_as_form`).
pub(super) fn body_names(
    api: &Api,
    operations: &[(Ident, Ident)],
    parameters: &[Vec<Ident>],
) -> Vec<Vec<Ident>> {
    let mut methods: HashSet<String> = CLIENT_METHODS.map(str::to_owned).into();
    methods.extend(operations.iter().map(|(method, _)| method.to_string()));
    let named = api.operations.iter().zip(operations).zip(parameters);
    named
        .map(|((operation, (method, _)), parameters)| {
            let words = operation.other_bodies.iter();
            let words = words.map(|body| (media_word(&body.media_type), body.required));
            let (required, optional): (Vec<_>, Vec<_>) = words.partition(|(_, required)| *required);
            let method = method.to_string();
            let method = method.trim_start_matches("r#");
            let mut names = Vec::new();
            for (word, _) in required {
                let name = free(&format!("{method}_as_{word}"), &methods);
                methods.insert(name.clone());
                names.push(ident(&name));
            }
            let optional = optional.iter().map(|(word, _)| format!("body_as_{word}"));
            names.extend(distinct(optional, taken(parameters)));
            names
        })
        .collect()
}

/// Setters that ask for another answer: `accept_csv`.
pub(super) fn output_names(operation: &Operation, parameters: &[Ident]) -> Vec<Ident> {
    let outputs = operation.other_outputs.iter();
    let names = outputs.map(|output| format!("accept_{}", media_word(&output.accept)));
    distinct(names, taken(parameters))
}

fn taken(parameters: &[Ident]) -> HashSet<String> {
    parameters.iter().map(ToString::to_string).collect()
}

/// Methods of the builder that say where a server of single operations is: by what it is called, else by its URL.
pub(super) fn server_url_names(
    api: &Api,
    servers: &[Ident],
    variables: &[(String, Ident)],
) -> Vec<Ident> {
    let names = api.operation_servers.iter().map(|server| {
        let called = super::client::server_word(server.docs.as_deref(), &server.url);
        snake_behind("server_url", &called)
    });
    let variables = variables.iter().map(|(_, name)| name);
    let taken = servers.iter().chain(variables).map(ToString::to_string);
    distinct(names, taken.collect())
}
