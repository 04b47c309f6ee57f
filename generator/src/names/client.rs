//! Names of modules, features, headers, servers and credentials.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::{Ident, Span};

use super::free::{distinct, free};
use super::reserved::OWN_FEATURES;
use crate::case::{ident, kebab, snake, snake_behind};
use crate::ir::{Api, Credential, Gate};

pub(super) fn module_names(api: &Api) -> Vec<Ident> {
    let mut taken = HashSet::from(["common".to_owned(), "mod".to_owned()]);
    if api.kinds().next().is_some() {
        taken.insert("kind".to_owned());
    }
    distinct(api.tags.iter().map(|tag| snake(&tag.name)), taken)
}

/// Features are called as modules are, in kebab case.
pub(super) fn feature_names(modules: &[Ident]) -> Vec<String> {
    let mut taken: HashSet<String> = OWN_FEATURES.map(str::to_owned).into();
    let mut names = Vec::with_capacity(modules.len());
    for module in modules {
        let module = module.to_string();
        let plain = module.strip_prefix("r#").unwrap_or(&module);
        let name = kebab(plain);
        let name = match name.as_str() {
            "" => "tag",
            // What has no tag is in the module `default`.
            "default" => "untagged",
            name => name,
        };
        let name = free(name, &taken);
        taken.insert(name.clone());
        names.push(name);
    }
    names
}

/// What a few tags share is called after them.
pub(super) fn home_names(api: &Api, modules: &[Ident]) -> BTreeMap<Gate, Ident> {
    let mut taken: HashSet<String> = modules.iter().map(ToString::to_string).collect();
    let common = Ident::new("common", Span::call_site());
    let mut homes = BTreeMap::from([(Gate::Always, common)]);
    let gates: BTreeSet<&Gate> = api
        .types
        .iter()
        .filter(|def| def.owner.is_none())
        .map(|def| &def.gate)
        .collect();
    for gate in gates {
        let wanted = match gate {
            Gate::Always => continue,
            Gate::Full => "unused".to_owned(),
            Gate::Tags(tags) => {
                let names = tags.iter().map(|tag| modules[tag.0].to_string());
                let names: Vec<String> = names.map(|name| name.replace("r#", "")).collect();
                names.join("_and_")
            }
        };
        let name = free(&wanted, &taken);
        taken.insert(name.clone());
        homes.insert(gate.clone(), ident(&name));
    }
    homes
}

/// Constants stand beside those of the operation itself.
pub(super) fn header_names(operation: &crate::ir::Operation) -> Vec<Ident> {
    const OWN: [&str; 17] = [
        "ACCEPT",
        "COUNT",
        "CURSOR",
        "DECODE",
        "DEFAULT",
        "ID",
        "IDEMPOTENCY_KEY",
        "IDENTITY",
        "ITEMS",
        "METHOD",
        "PAGE",
        "PATH",
        "REQUIRED_ONE_OF",
        "REQUIRED_TOGETHER",
        "SECURITY",
        "SERVER",
        "SKIP",
    ];
    let headers = operation.headers.iter();
    let names = headers.map(|header| snake(&header.wire).to_uppercase());
    distinct(
        names.map(|name| {
            if OWN.contains(&name.as_str()) {
                format!("{name}_HEADER")
            } else {
                name
            }
        }),
        HashSet::new(),
    )
}

/// Methods of the builder that set a header of every request.
pub(super) fn constant_header_names(api: &Api) -> Vec<Ident> {
    let headers = api.headers.iter();
    let names = headers.map(|header| snake_behind("header", &header.wire));
    distinct(names, HashSet::new())
}

/// By what a server is called, else by its host.
pub(super) fn server_names(api: &Api) -> Vec<Ident> {
    let names = api.servers.iter().map(|server| {
        let name = server_word(server.docs.as_deref(), &server.url);
        snake_behind("server", name.trim_end_matches("_server"))
    });
    let taken = HashSet::from(["server_variable".to_owned()]);
    distinct(names, taken)
}

/// What a server is called, else its host and path.
pub(super) fn server_word(docs: Option<&str>, url: &str) -> String {
    /// More words than this are a sentence.
    const MOST_WORDS: usize = 4;
    let called = docs.map(snake);
    let called = called.filter(|name| name.split('_').count() <= MOST_WORDS);
    called.unwrap_or_else(|| snake(url.split("://").last().unwrap_or_default()))
}

pub(super) fn server_variable_names(api: &Api) -> Vec<(String, Ident)> {
    let mut wires: Vec<String> = Vec::new();
    for variable in api.servers.iter().flat_map(|server| &server.variables) {
        if !wires.contains(&variable.name) {
            wires.push(variable.name.clone());
        }
    }
    let taken = server_names(api).iter().map(ToString::to_string).collect();
    let names = wires
        .iter()
        .map(|wire| snake_behind("server_variable", wire));
    let names = distinct(names, taken);
    wires.into_iter().zip(names).collect()
}

/// Methods of the builder are called after what they take; where several schemes take the same, after the scheme too.
pub(super) fn credential_names(api: &Api) -> Vec<Vec<Ident>> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut name = |credential: &Credential, scheme: &str| {
        let wanted = match credential {
            Credential::BearerToken => "bearer_token",
            Credential::TokenProvider => "token_provider",
            Credential::ClientCredentials => "client_credentials",
            Credential::RefreshToken => "refresh_token",
            Credential::Password => "password_grant",
            Credential::Authorization => "authorization",
            Credential::AuthorizationCode => "authorization_code",
            Credential::DeviceCode => "device_code",
            Credential::Scopes => "scopes",
            Credential::ClientAuthentication => "client_authentication",
            Credential::Basic => "basic_auth",
            Credential::Digest => "digest_auth",
            Credential::ApiKey => "api_key",
            Credential::HttpCredentials => "http_credentials",
        };
        let name = if taken.contains(wanted) {
            free(&snake_behind(wanted, scheme), &taken)
        } else {
            wanted.to_owned()
        };
        taken.insert(name.clone());
        ident(&name)
    };
    let schemes = api.security.iter();
    schemes
        .map(|scheme| {
            let credentials = scheme.credentials.iter();
            credentials.map(|taken| name(taken, &scheme.name)).collect()
        })
        .collect()
}
