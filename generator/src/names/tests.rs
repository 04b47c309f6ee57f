//! The lists of reserved names, held against the code they speak of.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::{env, fs};

use proc_macro2::Ident;
use proptest::prelude::*;
use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use super::reserved::RUNTIME_TYPES;
use crate::diag::{Diagnostics, Severity};
use crate::{Config, Document, Generated, Source};

/// The text of a file of this crate's sources.
fn source(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    fs::read_to_string(root.join(path)).unwrap()
}

#[test]
fn whatever_files_of_operations_use_is_reserved() {
    let call = Regex::new(r#"(?:runtime|json_api|external)\(\s*(?:"[a-z_:]+",\s*)?"([A-Z]\w*)""#);
    let call = call.unwrap();
    let text = Regex::new(r#""([A-Z]\w*)""#).unwrap();
    let mut used = BTreeSet::new();
    for (file, pattern) in [
        ("emit/operations/mod.rs", &call),
        ("emit/operations/ty.rs", &call),
        ("emit/operations/method.rs", &call),
        ("emit/operations/methods.rs", &call),
        ("emit/operations/setters.rs", &call),
        ("emit/operations/arguments.rs", &call),
        ("emit/operations/body.rs", &call),
        ("emit/paging.rs", &call),
        ("emit/headers.rs", &call),
        // Some of its names are chosen between.
        ("emit/types.rs", &text),
    ] {
        let source = source(file);
        used.extend(
            pattern
                .captures_iter(&source)
                .map(|found| found[1].to_owned()),
        );
    }
    assert!(used.contains("Upload") && used.contains("Cow") && used.contains("ResourceUpdate"));
    let missing: Vec<&String> = used
        .iter()
        .filter(|name| !RUNTIME_TYPES.contains(&name.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn lists_of_names_are_sorted_and_have_no_name_twice() {
    let list = &RUNTIME_TYPES[..];
    assert!(list.is_sorted_by(|one, other| one < other), "{list:?}");
}

/// A client of a document with these paths and components.
fn client(
    paths: &str,
    components: &str,
    renames: &[(&str, &str)],
) -> Result<Generated, Diagnostics> {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths: {{ {paths} }}\ncomponents: {{ {components} }}\n"
    );
    let document = Document::read(Source::new("api.yaml", text), &[])?;
    let pair = |(key, name): &(&str, &str)| ((*key).to_owned(), (*name).to_owned());
    let config = Config {
        renames: renames.iter().map(pair).collect(),
        ..Config::default()
    };
    crate::generate(&document, &config)
}

#[test]
fn names_of_the_runtime_are_left_to_parameters() {
    let parameters = ["from", "body", "into", "clone", "send"]
        .map(|name| format!("{{ name: {name}, in: query, schema: {{ type: string }} }}"));
    let path = format!(
        "/a: {{ get: {{ operationId: a, parameters: [{}], responses: {{}} }} }}",
        parameters.join(", ")
    );
    let client = client(&path, "", &[]).unwrap();
    let names = (0..5).map(|index| client.names.parameter(0, index).to_string());
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["from", "body", "into", "clone", "send"]
    );
    let text = &client.output.files()["operations/default.rs"];
    let compact: String = text.split_whitespace().collect();
    assert!(compact.contains("operation!(A->():with);"), "{text}");
}

#[test]
fn where_schemes_take_the_same_credentials_methods_are_called_after_the_scheme_too() {
    let oauth2 = "{ type: oauth2, flows: { clientCredentials: { tokenUrl: /t, scopes: {} } } }";
    let schemes = format!(
        "securitySchemes: {{ form: {oauth2}, json: {oauth2}, key: {{ type: apiKey, in: header, name: K }}, queryKey: {{ type: apiKey, in: query, name: k }}, query_key: {{ type: apiKey, in: query, name: l }} }}"
    );
    let client = client("", &schemes, &[]).unwrap();
    let names: Vec<Vec<String>> = (0..5)
        .map(|scheme| client.names.credentials(scheme))
        .map(|names| names.iter().map(ToString::to_string).collect())
        .collect();
    assert_eq!(
        names,
        [
            vec![
                "bearer_token",
                "token_provider",
                "client_credentials",
                "scopes",
                "client_authentication"
            ],
            vec![
                "bearer_token_json",
                "token_provider_json",
                "client_credentials_json",
                "scopes_json",
                "client_authentication_json"
            ],
            vec!["api_key"],
            vec!["api_key_query_key"],
            vec!["api_key_query_key2"],
        ]
    );
}

const PET: &str = "schemas: { Pet: { type: object, properties: { a: { type: string } } }, Dog: { type: object, properties: { b: { type: string } } } }";
const GET: &str = "/a: { get: { operationId: getA, responses: {} } }";

#[test]
fn renames_are_used_as_they_are() {
    let renames = [("/components/schemas/Pet", "HTTPPet"), ("getA", "fetch")];
    let client = client(GET, PET, &renames).unwrap();
    assert!(client.names.type_names().contains("HTTPPet"));
    assert_eq!(client.names.method(0).to_string(), "fetch");
}

#[test]
fn a_rename_that_cannot_be_used_as_it_is_ends_the_generation() {
    for (key, name, message) in [
        (
            "/components/schemas/Pet",
            "my pet",
            "`my pet` is not a name for a type",
        ),
        (
            "/components/schemas/Pet",
            "Dog",
            "the name `Dog` that `renames` of the configuration wants is taken",
        ),
        (
            "/components/schemas/Pet",
            "String",
            "the name `String` that `renames`",
        ),
        ("getA", "FetchA", "`FetchA` is not a name for a method"),
        ("getA", "request", "the name `request` that `renames`"),
    ] {
        let renames = [(key, name), ("/components/schemas/Dog", "Dog")];
        let diagnostics = client(GET, PET, &renames).unwrap_err();
        let found: Vec<_> = diagnostics
            .iter()
            .map(|found| (found.code, found.severity))
            .collect();
        assert_eq!(found, [("rename", Severity::Error)], "{diagnostics}");
        assert!(diagnostics.to_string().contains(message), "{diagnostics}");
    }
}

#[test]
fn a_rename_serves_all_directions_of_a_type() {
    let body = "requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }, responses: {}";
    let paths = format!(
        "/a: {{ post: {{ operationId: a, {body} }}, patch: {{ operationId: b, {body} }} }}"
    );
    client(&paths, PET, &[("/components/schemas/Pet", "Animal")]).unwrap();
}

#[test]
fn the_media_type_of_a_body_is_in_its_documentation() {
    let body = |required: bool| {
        format!(
            "requestBody: {{ required: {required}, content: {{ application/merge-patch+json: {{}} }} }}, responses: {{}}"
        )
    };
    let paths = format!(
        "/a: {{ post: {{ operationId: a, {} }}, patch: {{ operationId: b, {} }} }}",
        body(true),
        body(false)
    );
    let client = client(&paths, "", &[]).unwrap();
    let text = &client.output.files()["operations/default.rs"];
    assert!(
        text.contains("/// The body is sent as `application/merge-patch+json`."),
        "{text}"
    );
    assert!(
        text.contains("/// Sent as `application/merge-patch+json`."),
        "{text}"
    );
}

#[test]
fn texts_in_a_row_are_one_argument_with_a_name_of_its_own() {
    let parameter = |name: &str, schema: &str| {
        format!("{{ name: {name}, in: query, required: true, schema: {{ {schema} }} }}")
    };
    let get = |path: &str, parameters: &[String]| {
        let parameters = parameters.join(", ");
        format!(
            "{path}: {{ get: {{ operationId: 'get{path}', parameters: [{parameters}], responses: {{}} }} }}"
        )
    };
    let text = |name: &str| parameter(name, "type: string");
    let long = [
        "the_first_of_the_long_names",
        "the_second_of_the_long_names",
    ];
    let paths = [
        get("/a", &[text("owner"), text("repo")]),
        get(
            "/b",
            &[
                text("owner"),
                text("repo"),
                parameter("n", "type: integer"),
                text("x"),
            ],
        ),
        get(
            "/c",
            &[text("owner"), parameter("n", "type: integer"), text("repo")],
        ),
        get("/d", &long.map(text)),
        get("/e", &[text("type"), text("self")]),
    ];
    let taken = "schemas: { OwnerAndRepo: { type: object, properties: { a: { type: string } } } }";
    let client = client(&paths.join(", "), taken, &[]).unwrap();
    let rows = client.names.all_texts();
    let rows: Vec<(String, String)> = rows
        .map(|(row, name)| (row.join(" "), name.to_string()))
        .collect();
    let rows: Vec<(&str, &str)> = rows
        .iter()
        .map(|(row, name)| (row.as_str(), name.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            ("owner repo", "OwnerAndRepo2"),
            ("r#type self_", "TypeAndSelf"),
            (&long.join(" "), "GetDTexts"),
        ]
    );
    let text = &client.output.files()["operations/default.rs"];
    let compact: String = text.split_whitespace().collect();
    let row = "OwnerAndRepo2{owner,repo}:OwnerAndRepo2<implDisplay,implDisplay>";
    for method in [
        format!("get_a(&self,{row},)"),
        format!("get_b(&self,{row},n:i64,x:implDisplay,)"),
        "get_c(&self,owner:implDisplay,n:i64,repo:implDisplay)".to_owned(),
    ] {
        assert!(compact.contains(&method), "{method} {text}");
    }
}

/// Texts that are hard on identifiers: keywords, signs, what differs in nothing but case, signs or composition.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(&crate::case::KEYWORDS[..]).prop_map(str::to_owned),
        proptest::sample::select(vec![
            "self", "Self", "super", "crate", "union", "auto", "safe", "raw", "_", "__", "-", "+",
            "%", " ", "1", "2", "a", "A", "k", "K", "\u{1100}", "\u{1161}", "\u{ac00}", "\u{e9}",
            "e\u{301}", "\u{130}", "\u{df}", "\u{1c5}", "\u{2160}", "\u{200d}", "\u{fb01}",
            "\u{212a}",
        ])
        .prop_map(str::to_owned),
    ];
    let pieces = proptest::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat());
    prop_oneof![3 => pieces, 1 => any::<String>()]
}

/// An identifier as the compiler of edition 2024 takes it: in normal form C, and no keyword unless it is raw.
fn compiled(name: &Ident) -> Option<String> {
    let written = name.to_string();
    let bare = written.strip_prefix("r#").unwrap_or(&written);
    let is_keyword = crate::case::KEYWORDS.contains(&bare);
    let never = ["self", "Self", "super", "crate", "_", ""].contains(&bare);
    let parses = syn::parse_str::<Ident>(&written).is_ok();
    let valid = parses && !never && (is_keyword == (bare != written));
    valid.then(|| bare.nfc().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_two_texts_are_two_identifiers(one in text(), other in text(), third in text()) {
        for form in [crate::case::snake, crate::case::pascal] {
            let wanted = [&one, &other, &third].map(|text| form(text));
            let names = super::free::distinct(wanted.into_iter(), HashSet::new());
            let compiled: Vec<Option<String>> = names.iter().map(compiled).collect();
            prop_assert!(compiled.iter().all(Option::is_some), "{names:?}");
            let distinct: BTreeSet<&Option<String>> = compiled.iter().collect();
            prop_assert_eq!(distinct.len(), names.len(), "{:?}", names);
        }
    }

    #[test]
    fn any_title_is_the_name_of_a_package(title in text()) {
        let name = crate::case::package_name(&title);
        prop_assert!(crate::config::crate_name(&name).is_ok(), "{name:?}");
    }
}
