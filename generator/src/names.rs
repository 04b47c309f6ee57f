//! Every Rust name is given here, once, in one ordered pass. Names are final from here on.
//!
//! The only user of `heck`.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use heck::{ToKebabCase, ToLowerCamelCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, Credential, Gate, Place, Role, Shape, TagId, TypeDef, TypeId};

/// The names of everything in an [`Api`].
#[derive(Clone, Debug)]
pub struct Names {
    /// Package name, in kebab case.
    pub package: String,
    types: Vec<Ident>,
    /// Fields of structs, variants of enums and unions.
    members: Vec<Vec<Ident>>,
    /// Method, marker type.
    operations: Vec<(Ident, Ident)>,
    parameters: Vec<Vec<Ident>>,
    modules: Vec<Ident>,
    /// Cargo features, one per tag.
    features: Vec<String>,
    /// Modules of types that no single tag owns.
    homes: BTreeMap<Gate, Ident>,
    headers: Vec<Vec<Ident>>,
    servers: Vec<Ident>,
    server_variables: Vec<(String, Ident)>,
    /// For each security scheme, one per way to authenticate.
    credentials: Vec<Vec<Ident>>,
}

impl Names {
    /// Gives all names.
    pub fn assign(api: &Api, config: &Config, diagnostics: &mut Diagnostics) -> Self {
        let package = config
            .package
            .clone()
            .unwrap_or_else(|| package_name(&api.title));
        let types = type_names(api, config, diagnostics);
        let modules = module_names(api);
        Self {
            package,
            members: api.types.iter().map(member_names).collect(),
            operations: operation_names(api, &types, config, diagnostics),
            parameters: api.operations.iter().map(parameter_names).collect(),
            features: feature_names(&modules),
            homes: home_names(api, &modules),
            modules,
            headers: api.operations.iter().map(header_names).collect(),
            servers: server_names(api),
            server_variables: server_variable_names(api),
            credentials: credential_names(api),
            types,
        }
    }

    /// Name of a type.
    pub fn ty(&self, id: TypeId) -> &Ident {
        &self.types[id.0]
    }

    /// The names of all types.
    pub fn type_names(&self) -> HashSet<String> {
        self.types.iter().map(ToString::to_string).collect()
    }

    /// Name of a field, a variant or an alternative, by its position.
    pub fn member(&self, id: TypeId, index: usize) -> &Ident {
        &self.members[id.0][index]
    }

    /// Name of an operation's method.
    pub fn method(&self, operation: usize) -> &Ident {
        &self.operations[operation].0
    }

    /// Name of an operation's marker type.
    pub fn operation(&self, operation: usize) -> &Ident {
        &self.operations[operation].1
    }

    /// Name of a parameter's setter or argument, by its position.
    pub fn parameter(&self, operation: usize, index: usize) -> &Ident {
        &self.parameters[operation][index]
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

/// Names that generated code uses for something else.
const RESERVED_TYPES: [&str; 14] = [
    "Box",
    "Default",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "None",
    "Ok",
    "Option",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Names from elsewhere that files of operations use.
const RUNTIME_TYPES: [&str; 50] = [
    "Any",
    "BTreeMap",
    "Bytes",
    "Client",
    "Cow",
    "CursorPaged",
    "CursorPaging",
    "Date",
    "DateRange",
    "DateTime",
    "Display",
    "Document",
    "EventSource",
    "FormFile",
    "FormStyle",
    "Identifier",
    "LineSource",
    "Links",
    "ListStyle",
    "Map",
    "Method",
    "Multipart",
    "NaiveDate",
    "NewResource",
    "NewToMany",
    "NewToOne",
    "Next",
    "ObjectStyle",
    "OffsetDateTime",
    "OneOrMany",
    "Operation",
    "PageInfo",
    "Paged",
    "Paging",
    "PathStyle",
    "RawResponseHead",
    "Reference",
    "Request",
    "Resource",
    "ResourceUpdate",
    "ResponseHeader",
    "Secret",
    "SkipKind",
    "SkipPaged",
    "SkipPaging",
    "Timestamp",
    "ToMany",
    "ToOne",
    "Upload",
    "Value",
];

/// Names of crates that clients know.
pub(crate) const CRATES: [&str; 21] = [
    "alloc",
    "bytes",
    "chrono",
    "core",
    "fastrand",
    "futures_core",
    "futures_util",
    "http_body",
    "httpdate",
    "jiff",
    "percent_encoding",
    "proc_macro",
    "reqwest",
    "secrecy",
    "serde",
    "serde_json",
    "serde_path_to_error",
    "std",
    "time",
    "tokio",
    "tracing",
];

/// Features that every client has, beside those of its tags.
const OWN_FEATURES: [&str; 4] = ["blocking", "default", "full", "tracing"];

/// Names that the client has itself.
const CLIENT_METHODS: [&str; 5] = ["base_url", "builder", "clone", "new", "request"];

/// Names that the request has itself, and `clone`. Those of other traits may be given anew: a setter called `from` is
/// legal and hides nothing.
const REQUEST_METHODS: [&str; 48] = [
    "after_event",
    "allow_reserved",
    "body_limit",
    "by_cursor",
    "by_page",
    "bytes",
    "clone",
    "cookie",
    "cookie_json",
    "cookie_list",
    "cookie_members",
    "count",
    "for_count",
    "form",
    "form_styled",
    "header",
    "header_json",
    "header_list",
    "header_members",
    "items",
    "json",
    "multipart",
    "new",
    "page_at",
    "pager",
    "pages",
    "path",
    "path_json",
    "path_list",
    "path_members",
    "path_value",
    "query",
    "query_json",
    "query_list",
    "query_members",
    "query_object",
    "read_timeout",
    "repeatable",
    "retry",
    "send",
    "send_events",
    "send_lines",
    "send_stream",
    "set_segment",
    "text",
    "total_timeout",
    "upload",
    "with_json",
];

/// A package name from a title, as Cargo takes it: not empty, not beginning with a digit, not the name of something else.
fn package_name(title: &str) -> String {
    let name = ascii(title).to_kebab_case();
    let plain = name.replace('-', "_");
    let taken =
        KEYWORDS.contains(&plain.as_str()) || plain == "test" || CRATES.contains(&plain.as_str());
    match name.chars().next() {
        None => "client".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("client-{name}"),
        Some(_) if taken => format!("{name}-client"),
        Some(_) => name,
    }
}

fn type_names(api: &Api, config: &Config, diagnostics: &mut Diagnostics) -> Vec<Ident> {
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
            !config.renames.contains_key(&def.pointer),
            !def.component,
            def.role,
        )
    });
    for index in order {
        let def = &api.types[index];
        let chosen = rename(config, &def.pointer, &def.pointer, type_rename, diagnostics);
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

/// A name for a type under `renames` of the configuration: Pascal case.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn type_rename(name: &str) -> Result<(), String> {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if plain && name.starts_with(|c: char| c.is_ascii_uppercase()) && name != "Self" {
        return Ok(());
    }
    Err(format!(
        "`{name}` is not a name for a type: a capital letter, then letters and digits"
    ))
}

/// A name for a method under `renames` of the configuration: snake case. Keywords become raw identifiers, as far as
/// they can.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn method_rename(name: &str) -> Result<(), String> {
    let word = |word: &str| {
        let mut bytes = word.bytes();
        !word.is_empty() && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let is_snake = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('_').all(word);
    if is_snake && !matches!(name, "self" | "super" | "crate") {
        return Ok(());
    }
    Err(format!(
        "`{name}` is not a name for a method: lower-case letters, digits and single `_` between them"
    ))
}

/// The name that the configuration wants. One of the wrong form is an error, not changed silently.
fn rename<'c>(
    config: &'c Config,
    key: &str,
    at: &str,
    check: fn(&str) -> Result<(), String>,
    diagnostics: &mut Diagnostics,
) -> Option<&'c str> {
    let name = config.renames.get(key)?;
    if let Err(message) = check(name) {
        diagnostics.push(Diagnostic::error("rename", at, message));
        return None;
    }
    Some(name)
}

fn taken_rename(at: &str, name: &str) -> Diagnostic {
    let message = format!("the name `{name}` that `renames` of the configuration wants is taken");
    Diagnostic::error("rename", at, message).help("choose another one")
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
            distinct(shape.fields.iter().map(|field| snake(&field.wire)), taken)
        }
        Shape::StringEnum(values) => {
            let wires: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
            distinct(
                wires.iter().map(|wire| variant(wire, &wires)),
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
        Shape::Responses(variants) | Shape::Errors(variants) => distinct(
            variants
                .iter()
                .map(|variant| match variant.status.as_str() {
                    "default" => "Default".to_owned(),
                    status if status.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                        format!("Status{}", status.to_ascii_uppercase())
                    }
                    status => pascal(&format!("Status {status}")),
                }),
            HashSet::from(["Other".to_owned()]),
        ),
        _ => Vec::new(),
    }
}

/// A value of an enumeration. With `name` among the values, `-name` is the descending sort order (JSON:API "Sorting").
fn variant(wire: &str, all: &[&str]) -> String {
    match wire.strip_prefix('-') {
        Some(rest) if all.contains(&rest) => format!("{}Descending", pascal(rest)),
        _ => pascal(wire),
    }
}

fn operation_names(
    api: &Api,
    types: &[Ident],
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<(Ident, Ident)> {
    let mut methods: HashSet<String> = CLIENT_METHODS
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    let mut markers: HashSet<String> = HashSet::new();
    // Files of operations use the runtime's and the document's types beside the markers.
    let used = RUNTIME_TYPES
        .into_iter()
        .chain(RESERVED_TYPES)
        .map(str::to_owned);
    let type_names: HashSet<String> = used.chain(types.iter().map(ToString::to_string)).collect();
    api.operations
        .iter()
        .map(|operation| {
            let renamed = rename(
                config,
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
            let marker = free(&marker, &markers);
            methods.insert(method.clone());
            markers.insert(marker.clone());
            (ident(&method), ident(&marker))
        })
        .collect()
}

fn parameter_names(operation: &crate::ir::Operation) -> Vec<Ident> {
    let mut taken: HashSet<String> = ["body", "self_", "request"]
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    taken.extend(REQUEST_METHODS.iter().map(|name| (*name).to_owned()));
    let names = operation.parameters.iter().map(|parameter| {
        let name = snake(&parameter.wire);
        match parameter.place {
            // Arguments do not meet the builder's own methods.
            _ if parameter.required => name,
            Place::Header if REQUEST_METHODS.contains(&name.as_str()) => format!("{name}_header"),
            _ if REQUEST_METHODS.contains(&name.as_str()) => format!("{name}_parameter"),
            _ => name,
        }
    });
    let mut distinct_names = Vec::new();
    for (name, parameter) in names.zip(&operation.parameters) {
        let name = if parameter.required
            && name != "body"
            && name != "self_"
            && !distinct_names.contains(&name)
        {
            name
        } else {
            free(&name, &taken)
        };
        taken.insert(name.clone());
        distinct_names.push(name);
    }
    distinct_names.iter().map(|name| ident(name)).collect()
}

fn module_names(api: &Api) -> Vec<Ident> {
    distinct(
        api.tags.iter().map(|tag| snake(&tag.name)),
        HashSet::from(["common".to_owned(), "mod".to_owned()]),
    )
}

/// Features are called as modules are, in kebab case.
fn feature_names(modules: &[Ident]) -> Vec<String> {
    let mut taken: HashSet<String> = OWN_FEATURES.map(str::to_owned).into();
    let mut names = Vec::with_capacity(modules.len());
    for module in modules {
        let module = module.to_string();
        let plain = module.strip_prefix("r#").unwrap_or(&module);
        let name = ascii(plain).to_kebab_case();
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
fn home_names(api: &Api, modules: &[Ident]) -> BTreeMap<Gate, Ident> {
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
fn header_names(operation: &crate::ir::Operation) -> Vec<Ident> {
    const OWN: [&str; 15] = [
        "ACCEPT",
        "COUNT",
        "CURSOR",
        "DECODE",
        "DEFAULT",
        "ID",
        "IDENTITY",
        "ITEMS",
        "METHOD",
        "PAGE",
        "PATH",
        "REQUIRED_ONE_OF",
        "REQUIRED_TOGETHER",
        "SECURITY",
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

/// By what a server is called, else by its host.
fn server_names(api: &Api) -> Vec<Ident> {
    /// More words than this are a sentence.
    const MOST_WORDS: usize = 4;
    let names = api.servers.iter().map(|server| {
        let called = server.docs.as_deref().map(snake);
        let called = called.filter(|name| name.split('_').count() <= MOST_WORDS);
        let host = || snake(server.url.split("://").last().unwrap_or_default());
        let name = called.unwrap_or_else(host);
        format!("server_{}", name.trim_end_matches("_server"))
    });
    let taken = HashSet::from(["server_variable".to_owned()]);
    distinct(names, taken)
}

fn server_variable_names(api: &Api) -> Vec<(String, Ident)> {
    let mut wires: Vec<String> = Vec::new();
    for variable in api.servers.iter().flat_map(|server| &server.variables) {
        if !wires.contains(&variable.name) {
            wires.push(variable.name.clone());
        }
    }
    let taken = server_names(api).iter().map(ToString::to_string).collect();
    let names = wires
        .iter()
        .map(|wire| format!("server_variable_{}", snake(wire)));
    let names = distinct(names, taken);
    wires.into_iter().zip(names).collect()
}

/// Methods of the builder are called after what they take; where several schemes take the same, after the scheme too.
fn credential_names(api: &Api) -> Vec<Vec<Ident>> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut name = |credential: &Credential, scheme: &str| {
        let wanted = match credential {
            Credential::BearerToken => "bearer_token",
            Credential::ClientCredentials => "client_credentials",
            Credential::RefreshToken => "refresh_token",
            Credential::Basic => "basic_auth",
            Credential::ApiKey => "api_key",
        };
        let name = if taken.contains(wanted) {
            free(&format!("{wanted}_{}", snake(scheme)), &taken)
        } else {
            wanted.to_owned()
        };
        taken.insert(name.clone());
        ident(&name)
    };
    let schemes = api.security.iter();
    schemes
        .map(|scheme| {
            let credentials = scheme.credentials().iter();
            credentials.map(|taken| name(taken, &scheme.name)).collect()
        })
        .collect()
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

/// `name`, or `name` with the lowest number from 2 that makes it free.
fn free(name: &str, taken: &HashSet<String>) -> String {
    if !taken.contains(name) {
        return name.to_owned();
    }
    (2..=usize::MAX)
        .map(|number| format!("{name}{number}"))
        .find(|candidate| !taken.contains(candidate))
        .unwrap_or_else(|| name.to_owned())
}

/// A Pascal-case identifier; never empty, never beginning with a digit.
fn pascal(text: &str) -> String {
    start(&words(text).to_upper_camel_case(), "Value", "N")
}

/// A snake-case identifier; never empty, never beginning with a digit.
pub(crate) fn snake(text: &str) -> String {
    start(&words(text).to_snake_case(), "value", "_")
}

/// Words in camel case, for comparing them and for ids: not always an identifier.
pub(crate) fn upper_camel(text: &str) -> String {
    text.to_upper_camel_case()
}

/// The same, beginning in lower case.
pub(crate) fn lower_camel(text: &str) -> String {
    text.to_lower_camel_case()
}

fn start(name: &str, empty: &str, digit: &str) -> String {
    let name: String = name
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '_')
        .filter(|c| is_identifier_part(*c))
        .collect();
    match name.chars().next() {
        None => empty.to_owned(),
        Some('_') if name.chars().all(|c| c == '_') => empty.to_owned(),
        Some(first) if first.is_ascii_digit() || !is_identifier_start(first) => {
            format!("{digit}{name}")
        }
        Some(_) => name,
    }
}

fn is_identifier_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || syn::parse_str::<Ident>(&format!("a{c}")).is_ok()
}

fn is_identifier_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || syn::parse_str::<Ident>(&format!("{c}a")).is_ok()
}

/// Signs that carry meaning become words; all other signs separate words.
fn words(text: &str) -> String {
    let has_letters = text.chars().any(char::is_alphanumeric);
    let mut words = String::with_capacity(text.len());
    for (index, c) in text.char_indices() {
        match c {
            '-' if index == 0 && text.len() > 1 => words.push_str("minus "),
            // Among letters a sign only separates.
            _ if !has_letters || index == 0 || matches!(c, '+' | '%') => match spelled(c) {
                Some(word) => words.push_str(word),
                None if c.is_alphanumeric() || c == '_' => words.push(c),
                None => words.push(' '),
            },
            _ if c.is_alphanumeric() || c == '_' => words.push(c),
            '\'' | '’' => {}
            _ => words.push(' '),
        }
    }
    words
}

fn spelled(sign: char) -> Option<&'static str> {
    Some(match sign {
        '+' => " plus ",
        '*' => " star ",
        '<' => " less ",
        '>' => " greater ",
        '=' => " equal ",
        '!' => " not ",
        '%' => " percent ",
        '&' => " and ",
        '|' => " or ",
        '@' => " at ",
        '#' => " hash ",
        '~' => " tilde ",
        '^' => " caret ",
        _ => return None,
    })
}

fn ascii(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect()
}

/// An identifier; keywords become raw, and those that cannot take a trailing underscore.
fn ident(name: &str) -> Ident {
    if matches!(name, "self" | "Self" | "super" | "crate" | "_") {
        return Ident::new(&format!("{name}_"), Span::call_site());
    }
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if (plain && !KEYWORDS.contains(&name)) || syn::parse_str::<Ident>(name).is_ok() {
        return Ident::new(name, Span::call_site());
    }
    if KEYWORDS.contains(&name) {
        return Ident::new_raw(name, Span::call_site());
    }
    let safe: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    Ident::new(&format!("n{safe}"), Span::call_site())
}

const KEYWORDS: [&str; 49] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield", "union",
];
