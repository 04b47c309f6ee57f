//! Every Rust name is given here, once, in one ordered pass. Names are final from here on.

mod alternative;
mod client;
mod free;
mod kind;
mod member;
mod operation;
mod rename;
mod reserved;
#[cfg(test)]
mod tests;
mod texts;
mod twin;
mod ty;
mod webhook;
mod xml;

use std::collections::{BTreeMap, HashSet};

use proc_macro2::Ident;

use crate::case::package_name;
use crate::diag::Diagnostics;
use crate::ir::{Api, Gate, Operation, TagId, TypeId, XmlRoot};

use client::{
    constant_header_names, credential_names, feature_names, header_names, home_names, module_names,
    server_names, server_variable_names,
};
use member::member_names;
use operation::{operation_names, parameter_names};
use ty::type_names;

pub(crate) use kind::KindNames;
pub(crate) use twin::twin;
pub(crate) use webhook::WebhookNames;

/// The names of everything in an [`Api`].
#[derive(Clone, Debug)]
pub struct Names {
    /// Package name, in kebab case.
    pub package: String,
    types: Vec<Ident>,
    /// What belongs to JSON:API kinds.
    kinds: BTreeMap<TypeId, KindNames>,
    /// Fields of structs, variants of enums and unions.
    members: Vec<Vec<Ident>>,
    /// Method, type.
    operations: Vec<(Ident, Ident)>,
    parameters: Vec<Vec<Ident>>,
    modules: Vec<Ident>,
    /// Cargo features, one per tag.
    features: Vec<String>,
    /// Modules of types that no single tag owns.
    homes: BTreeMap<Gate, Ident>,
    headers: Vec<Vec<Ident>>,
    servers: Vec<Ident>,
    /// Methods that say where a server of single operations is.
    server_urls: Vec<Ident>,
    /// For each operation, methods for its other bodies, and setters for its other answers.
    other_bodies: Vec<Vec<Ident>>,
    other_outputs: Vec<Vec<Ident>>,
    server_variables: Vec<(String, Ident)>,
    constant_headers: Vec<Ident>,
    /// For each security scheme, one per way to authenticate.
    credentials: Vec<Vec<Ident>>,
    /// Types that tell texts in a row apart, by the names of the arguments.
    texts: BTreeMap<Vec<String>, Ident>,
    /// For each kind, what the API sends by itself.
    webhooks: Vec<WebhookNames>,
    /// Types that stand for bodies of XML.
    xml_roots: Vec<Ident>,
}

impl Names {
    /// Gives all names.
    pub fn assign(api: &Api, diagnostics: &mut Diagnostics) -> Self {
        let chosen = api.package.name.clone();
        let package = chosen.unwrap_or_else(|| package_name(&api.title));
        let types = type_names(api, diagnostics);
        let kinds = kind::kind_names(api, &types);
        let modules = module_names(api);
        let all_types: Vec<&Ident> = types
            .iter()
            .chain(kinds.values().flat_map(KindNames::further))
            .collect();
        let operations = operation_names(api, &all_types, diagnostics);
        let mut named = |operation| parameter_names(operation, diagnostics);
        let parameters: Vec<Vec<Ident>> = api.operations.iter().map(&mut named).collect();
        let (servers, server_variables) = (server_names(api), server_variable_names(api));
        let with_parameters = api.operations.iter().zip(&parameters);
        let members: Vec<Vec<Ident>> = api.types.iter().map(member_names).collect();
        Self {
            package,
            texts: texts::text_names(api, &all_types, &members, &operations, &parameters),
            members,
            other_bodies: alternative::body_names(api, &operations, &parameters),
            other_outputs: with_parameters
                .map(|(operation, parameters)| alternative::output_names(operation, parameters))
                .collect(),
            operations,
            parameters,
            features: feature_names(&modules),
            homes: home_names(api, &modules),
            modules,
            headers: api.operations.iter().map(header_names).collect(),
            server_urls: alternative::server_url_names(api, &servers, &server_variables),
            servers,
            server_variables,
            constant_headers: constant_header_names(api),
            credentials: credential_names(api),
            kinds,
            types,
            webhooks: api.webhooks.iter().map(webhook::webhook_names).collect(),
            xml_roots: xml::root_names(api),
        }
    }

    /// Names of what the API sends by itself, by the position of its kind in [`Api::webhooks`].
    pub(crate) fn webhooks(&self, kind: usize) -> &WebhookNames {
        &self.webhooks[kind]
    }

    /// Name of the type that stands for bodies of XML of one kind.
    pub fn xml_root(&self, root: XmlRoot) -> &Ident {
        &self.xml_roots[root.0]
    }

    /// Name of a type.
    pub fn ty(&self, id: TypeId) -> &Ident {
        &self.types[id.0]
    }

    /// The names of all types.
    pub fn type_names(&self) -> HashSet<String> {
        let further = self.kinds.values().flat_map(KindNames::further);
        let types = self.types.iter().chain(further);
        types.map(ToString::to_string).collect()
    }

    /// The name of a type, and those of what is defined with it.
    pub(crate) fn of_type(&self, id: TypeId) -> impl Iterator<Item = &Ident> {
        let further = self.kinds.get(&id).into_iter();
        [self.ty(id)]
            .into_iter()
            .chain(further.flat_map(KindNames::further))
    }

    /// The names of what belongs to a JSON:API kind.
    pub(crate) fn kind(&self, id: TypeId) -> &KindNames {
        &self.kinds[&id]
    }

    /// Name of a field, a variant or an alternative, by its position.
    pub fn member(&self, id: TypeId, index: usize) -> &Ident {
        &self.members[id.0][index]
    }

    /// Name of an operation's method.
    pub fn method(&self, operation: usize) -> &Ident {
        &self.operations[operation].0
    }

    /// Name of an operation's type.
    pub fn operation(&self, operation: usize) -> &Ident {
        &self.operations[operation].1
    }

    /// Name of a parameter's setter or argument, by its position.
    pub fn parameter(&self, operation: usize, index: usize) -> &Ident {
        &self.parameters[operation][index]
    }

    /// Names of the setters of an operation's type.
    pub(crate) fn setters(&self, index: usize, operation: &Operation) -> HashSet<String> {
        let parameters = operation.parameters.iter().enumerate();
        let optional = parameters.filter(|(_, parameter)| !parameter.required);
        let parameters = optional.map(|(position, _)| self.parameter(index, position));
        let bodies = operation.other_bodies.iter().zip(&self.other_bodies[index]);
        let bodies = bodies.filter(|(body, _)| !body.required);
        let bodies = bodies.map(|(_, name)| name);
        let names = parameters.chain(bodies).chain(&self.other_outputs[index]);
        let mut setters: HashSet<String> = names.map(ToString::to_string).collect();
        if operation.body.as_ref().is_some_and(|body| !body.required) {
            setters.insert("body".to_owned());
        }
        setters
    }

    /// Names of the fields of a struct.
    pub(crate) fn fields(&self, id: TypeId) -> HashSet<String> {
        self.members[id.0].iter().map(ToString::to_string).collect()
    }

    /// Name of the method that sends another body of an operation, by its position.
    pub fn other_body(&self, operation: usize, index: usize) -> &Ident {
        &self.other_bodies[operation][index]
    }

    /// Name of the setter that asks for another answer of an operation, by its position.
    pub fn other_output(&self, operation: usize, index: usize) -> &Ident {
        &self.other_outputs[operation][index]
    }

    /// The type that tells texts in a row apart, for the names of the arguments.
    pub fn texts(&self, arguments: &[&Ident]) -> Option<&Ident> {
        let row: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        self.texts.get(&row)
    }

    /// All types that tell texts in a row apart.
    pub fn all_texts(&self) -> impl Iterator<Item = (&[String], &Ident)> {
        let texts = self.texts.iter();
        texts.map(|(row, name)| (row.as_slice(), name))
    }

    /// Names of the methods that say where the servers of single operations are.
    pub fn server_urls(&self) -> &[Ident] {
        &self.server_urls
    }

    /// Name of the constant for a header of an operation's responses, by its position.
    pub fn header(&self, operation: usize, index: usize) -> &Ident {
        &self.headers[operation][index]
    }

    /// Names of the builder's methods that choose a server.
    pub fn servers(&self) -> &[Ident] {
        &self.servers
    }

    /// Variables of all servers, and names of the builder's methods that set them.
    pub fn server_variables(&self) -> &[(String, Ident)] {
        &self.server_variables
    }

    /// Names of the builder's methods that set a header of every request, in the order of
    /// [`Api::headers`](crate::ir::Api::headers).
    pub fn constant_headers(&self) -> &[Ident] {
        &self.constant_headers
    }

    /// Names of the builder's methods that take the credentials of a security scheme, by its position, in the order of
    /// [`SecurityScheme::credentials`](crate::ir::SecurityScheme::credentials).
    pub fn credentials(&self, scheme: usize) -> &[Ident] {
        &self.credentials[scheme]
    }

    /// Name of a tag's module.
    pub fn module(&self, tag: TagId) -> &Ident {
        &self.modules[tag.0]
    }

    /// Name of a tag's cargo feature.
    pub fn feature(&self, tag: TagId) -> &str {
        &self.features[tag.0]
    }

    /// Name of the module of the types with this gate that no single tag owns.
    pub fn home(&self, gate: &Gate) -> &Ident {
        // Every gate of a type has a home; `Always` has one in any case.
        self.homes.get(gate).unwrap_or(&self.homes[&Gate::Always])
    }
}
