//! One fixture per feature: what is generated for it. That it compiles is the build of this package.

use std::collections::BTreeMap;
use std::path::Path;

use openapi_client_generator::config::{
    Clue, Derive, EventRule, PagingPlan, Retries, Signature, WebhookRules,
};
use openapi_client_generator::{Config, Document, Source, generate};

/// Snapshots what `fixtures/NAME.yaml` becomes: diagnostics, types, operations.
fn check(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(format!("{name}.yaml"));
    let text = std::fs::read_to_string(&path).unwrap();
    let source = Source::new(format!("{name}.yaml"), text);
    let document =
        Document::read(source, &[]).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    // As in this package's build script.
    let config = Config {
        compact: (name == "compact").then_some(true),
        derives: match name {
            "derives" => vec![Derive::Eq, Derive::Hash],
            _ => Vec::new(),
        },
        formats: types(match name {
            "formats" => &[
                ("ipv4", "std::net::Ipv4Addr"),
                ("ipv6", "std::net::Ipv6Addr"),
                ("uint16", "u16"),
                ("int32", "i32"),
                ("float", "f32"),
            ],
            "known_formats" => &[
                ("uuid", "uuid::Uuid"),
                ("uri", "url::Url"),
                ("decimal", "rust_decimal::Decimal"),
                ("int32", "i32"),
            ],
            _ => &[],
        }),
        replace: types(match name {
            "formats" => &[("/components/schemas/Price", "crate::money::Money")],
            _ => &[],
        }),
        paging: match name {
            "declared" => [("configuredList".to_owned(), after_item().into())].into(),
            _ => Default::default(),
        },
        idempotency_keys: match name {
            "idempotency" => [("refund".to_owned(), "X-Refund-Key".to_owned())].into(),
            _ => Default::default(),
        },
        retries: match name {
            "retries" => [("changeJobs".to_owned(), repeatable())].into(),
            _ => Default::default(),
        },
        webhooks: match name {
            "hooks" => named_by_header(),
            _ => Default::default(),
        },
        ..Config::default()
    };
    let generated =
        generate(&document, &config).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let mut shown = generated.diagnostics.to_string();
    for (path, text) in generated.output.files() {
        let interesting = path.starts_with("models/")
            || path.starts_with("operations/")
            || matches!(path.as_str(), "webhooks.rs" | "callbacks.rs" | "xml.rs")
            || (matches!(name, "grants" | "security" | "notes" | "revision")
                && path == "client.rs");
        if interesting && !path.ends_with("/mod.rs") {
            shown.push_str(&format!("// {path}\n{text}\n"));
        }
    }
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("fixture_{name}"), shown);
    });
}

/// Rust types by what they stand for.
fn types(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let pairs = pairs.iter();
    pairs
        .map(|(key, ty)| ((*key).to_owned(), (*ty).to_owned()))
        .collect()
}

/// A plain list, of which the id of the last item leads to the next page.
fn after_item() -> PagingPlan {
    PagingPlan {
        cursor: Some("seen".to_owned()),
        last_item: Some("/id".to_owned()),
        ..PagingPlan::default()
    }
}

/// Sending it twice does no harm.
fn repeatable() -> Retries {
    Retries {
        attempts: None,
        idempotent: Some(true),
    }
}

/// Events that a header names by what the document says in an extension, and signatures over their bodies.
fn named_by_header() -> WebhookRules {
    WebhookRules {
        event: Some(EventRule {
            clue: Clue::Header("x-hook-event".to_owned()),
            value: Some("/x-name".to_owned()),
        }),
        signature: Some(Signature::HmacSha256 {
            header: "x-hook-signature-256".to_owned(),
            prefix: "sha256=".to_owned(),
            base64: false,
        }),
    }
}

macro_rules! fixtures {
    ($($name:ident),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )*

        #[test]
        fn every_fixture_is_checked() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
            let mut found: Vec<String> = std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
                .collect();
            found.sort();
            assert_eq!(found, [$(stringify!($name)),*]);
        }
    };
}

fixtures!(
    all_of,
    alternatives,
    answers,
    articles,
    bodies,
    body_cursors,
    choices,
    clashes,
    collections,
    compact,
    counted,
    cursors,
    dates,
    declared,
    default_mappings,
    derives,
    digest,
    directions,
    enums,
    event_inputs,
    exports,
    feed,
    formats,
    forms,
    grants,
    hooks,
    idempotency,
    inherit,
    json_api,
    kept,
    keys,
    keywords,
    kinds,
    known_formats,
    media,
    merge_patches,
    methods,
    names,
    notes,
    numbers,
    objects,
    opaque,
    optionals,
    pages,
    paging,
    pairs,
    parameters,
    parts,
    payloads,
    recursion,
    resource_types,
    retries,
    revision,
    security,
    sequences,
    streams,
    styles,
    unions,
    unpaged,
    upserts,
    webhooks,
    xml_bodies
);
