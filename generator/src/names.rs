//! Every Rust name is given here, once, in one ordered pass. Names are final from here on.

mod alternative;
mod client;
mod kind;
mod rename;
mod reserved;
#[cfg(test)]
mod tests;
mod texts;
mod twin;
mod webhook;

use std::collections::{BTreeMap, HashSet};

use proc_macro2::Ident;

use crate::case::{ident, method_rename, package_name, pascal, snake, type_rename};
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, Gate, Operation, Role, Shape, TagId, TypeDef, TypeId};

use client::{
    constant_header_names, credential_names, feature_names, header_names, home_names, module_names,
    server_names, server_variable_names,
};
use rename::{rename, taken_rename};
use reserved::{CLIENT_METHODS, RESERVED_TYPES, RUNTIME_TYPES};

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
        }
    }

    /// Names of what the API sends by itself, by the position of its kind in [`Api::webhooks`].
    pub(crate) fn webhooks(&self, kind: usize) -> &WebhookNames {
        &self.webhooks[kind]
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

fn type_names(api: &Api, diagnostics: &mut Diagnostics) -> Vec<Ident> {
    let mut taken: HashSet<String> = RESERVED_TYPES
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    let mut names: Vec<Option<String>> = vec![None; api.types.len()];
    let read: HashSet<&str> = api
        .types
        .iter()
        .filter(|def| def.role == Role::Read)
        .map(|def| def.pointer.as_str())
        .collect();
    // The document's own names first: they are its vocabulary. Then what is read, then what is sent.
    let mut order: Vec<usize> = (0..api.types.len()).collect();
    order.sort_by_key(|index| {
        let def = &api.types[*index];
        (
            !api.renames.contains_key(&def.pointer),
            !def.component,
            def.role,
        )
    });
    for index in order {
        let def = &api.types[index];
        let chosen = rename(
            &api.renames,
            &def.pointer,
            &def.pointer,
            type_rename,
            diagnostics,
        );
        let wanted = match chosen {
            Some(name) => directed(name, def, &read),
            None => directed(&pascal(&def.words.join(" ")), def, &read),
        };
        let name = free(&wanted, &taken);
        // What is sent in two ways, and never read, has one name in the configuration.
        let is_own = |(other, name): (&TypeDef, &Option<String>)| {
            other.pointer == def.pointer && name.as_ref() == Some(&wanted)
        };
        if name != wanted && chosen.is_some() && !api.types.iter().zip(&names).any(is_own) {
            diagnostics.push(taken_rename(&def.pointer, &wanted));
        } else if name != wanted && def.component && !RESERVED_TYPES.contains(&wanted.as_str()) {
            diagnostics.push(
                Diagnostic::note(
                    "name-clash",
                    &def.pointer,
                    format!("the name `{wanted}` is taken; this type is called `{name}`"),
                )
                .help("choose a name under `renames` in the configuration"),
            );
        }
        taken.insert(name.clone());
        names[index] = Some(name);
    }
    names
        .into_iter()
        .map(|name| ident(&name.unwrap_or_default()))
        .collect()
}

/// The name of a type in its direction: `PatientAttributes`, `NewPatientAttributes`, `PatientAttributesUpdate`.
fn directed(name: &str, def: &TypeDef, read: &HashSet<&str>) -> String {
    match def.role {
        Role::Create if read.contains(def.pointer.as_str()) => format!("New{name}"),
        Role::Update if read.contains(def.pointer.as_str()) => format!("{name}Update"),
        _ => name.to_owned(),
    }
}

fn member_names(def: &TypeDef) -> Vec<Ident> {
    match &def.shape {
        Shape::Struct(shape) | Shape::Form(shape) => {
            let mut taken: HashSet<String> = HashSet::new();
            if shape.additional.is_some() {
                taken.insert("additional".to_owned());
            }
            // Setters stand beside the constructor.
            taken.insert("new".to_owned());
            let fields = shape.fields.iter().map(|field| snake(&field.wire));
            // What is not declared makes room for what is.
            let undeclared = shape.keeps_undeclared.then(|| "undeclared".to_owned());
            distinct(fields.chain(undeclared), taken)
        }
        Shape::StringEnum { values, .. } => {
            let wires = || values.iter().map(|value| value.wire.as_str());
            let all: HashSet<&str> = wires().collect();
            distinct(
                wires().map(|wire| variant(wire, &all)),
                HashSet::from(["Unknown".to_owned()]),
            )
        }
        Shape::IntegerEnum(values) => {
            let names = values.iter().map(|value| {
                if *value < 0 {
                    format!("Minus{}", value.unsigned_abs())
                } else {
                    format!("Value{value}")
                }
            });
            distinct(names, HashSet::from(["Unknown".to_owned()]))
        }
        Shape::Union(union) => distinct(
            union
                .variants
                .iter()
                .map(|variant| pascal(&variant.words.join(" "))),
            HashSet::from(["Other".to_owned()]),
        ),
        Shape::Responses(variants) | Shape::Errors(variants) => {
            let statuses = variants.iter().map(|variant| variant.status.as_str());
            distinct(statuses.map(responses), HashSet::from(["Other".to_owned()]))
        }
        _ => Vec::new(),
    }
}

/// What is told by this status.
fn responses(status: &str) -> String {
    match status {
        "default" => "Default".to_owned(),
        status if status.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            format!("Status{}", status.to_ascii_uppercase())
        }
        status => pascal(&format!("Status {status}")),
    }
}

/// A value of an enumeration. With `name` among the values, `-name` is the descending sort order (JSON:API "Sorting").
fn variant(wire: &str, all: &HashSet<&str>) -> String {
    match wire.strip_prefix('-') {
        Some(rest) if all.contains(rest) => format!("{}Descending", pascal(rest)),
        _ => pascal(wire),
    }
}

fn operation_names(
    api: &Api,
    types: &[&Ident],
    diagnostics: &mut Diagnostics,
) -> Vec<(Ident, Ident)> {
    let mut methods: HashSet<String> = CLIENT_METHODS
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    // Files of operations use the runtime's and the document's types beside the markers.
    let used = RUNTIME_TYPES
        .into_iter()
        .chain(RESERVED_TYPES)
        .map(str::to_owned);
    let type_names: HashSet<String> = used.chain(types.iter().map(ToString::to_string)).collect();
    let mut taken = type_names.clone();
    api.operations
        .iter()
        .map(|operation| {
            let renamed = rename(
                &api.renames,
                &operation.id,
                &operation.pointer,
                method_rename,
                diagnostics,
            );
            let chosen = renamed.unwrap_or(&operation.id);
            let method = free(&snake(chosen), &methods);
            if method != snake(chosen) && renamed.is_some() {
                diagnostics.push(taken_rename(&operation.pointer, chosen));
            } else if method != snake(chosen) {
                let message = format!(
                    "the method name `{}` is taken; this one is called `{method}`",
                    snake(chosen)
                );
                diagnostics.push(Diagnostic::note("name-clash", &operation.pointer, message));
            }
            let wanted = pascal(chosen);
            let marker = if type_names.contains(&wanted) {
                format!("{wanted}Operation")
            } else {
                wanted
            };
            let marker = free(&marker, &taken);
            methods.insert(method.clone());
            taken.insert(marker.clone());
            (ident(&method), ident(&marker))
        })
        .collect()
}

fn parameter_names(operation: &Operation, diagnostics: &mut Diagnostics) -> Vec<Ident> {
    // A method of the runtime gives way to a parameter of its name.
    let mut taken: HashSet<String> = HashSet::from(["self_".to_owned()]);
    if operation.bodies().next().is_some() {
        taken.insert("body".to_owned());
    }
    let parameters = operation.parameters.iter();
    let wanted = || parameters.clone().map(|parameter| snake(&parameter.wire));
    let names = distinct(wanted(), taken);
    for (wanted, name) in wanted().zip(&names) {
        if *name != ident(&wanted) {
            let message = format!(
                "the setter name `{wanted}` is taken; another parameter's setter is called `{name}`"
            );
            diagnostics.push(Diagnostic::note("name-clash", &operation.pointer, message));
        }
    }
    names
}

/// Names made distinct among themselves and from those taken.
fn distinct(names: impl Iterator<Item = String>, mut taken: HashSet<String>) -> Vec<Ident> {
    names
        .map(|name| {
            let name = free(&name, &taken);
            taken.insert(name.clone());
            ident(&name)
        })
        .collect()
}

/// `name`, or `name` with a number from 2 that makes it free: the lowest, unless there are very many of that name.
fn free(name: &str, taken: &HashSet<String>) -> String {
    /// So many numbers are tried one by one.
    const FEW: usize = 100;
    if !taken.contains(name) {
        return name.to_owned();
    }
    let numbered = |number: usize| format!("{name}{number}");
    let is_free = |number: usize| !taken.contains(&numbered(number));
    if let Some(number) = (2..=FEW).find(|number| is_free(*number)) {
        return numbered(number);
    }
    // Thousands of things with one name: their numbers have no gaps, so that the first free one can be halved in.
    let (mut taken_one, mut free_one) = (FEW, FEW * 2);
    while !is_free(free_one) {
        (taken_one, free_one) = (free_one, free_one * 2);
    }
    while free_one - taken_one > 1 {
        let middle = usize::midpoint(taken_one, free_one);
        if is_free(middle) {
            free_one = middle;
        } else {
            taken_one = middle;
        }
    }
    numbered(free_one)
}
