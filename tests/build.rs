//! Generates a client for every fixture, so that all of them are compiled together.
//!
//! They share the runtime, a crate or a copy of its text: what differs between them is what is tested.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use openapi_client_generator::config::{
    Clue, DateTime, Derive, EventRule, PagingPlan, Retries, Signature, WebhookRules,
};
use openapi_client_generator::{Config, Document, Source, generate};
use openapi_client_runtime::sources;

/// The clients of a fixture, by name. One fixture is generated as if it were big, one with every library for dates.
fn clients(fixture: &str) -> Vec<(String, Config)> {
    let config = Config {
        compact: (fixture == "compact").then_some(true),
        derives: match fixture {
            "derives" => vec![Derive::Eq, Derive::Hash],
            _ => Vec::new(),
        },
        formats: types(match fixture {
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
        replace: types(match fixture {
            "formats" => &[("/components/schemas/Price", "crate::money::Money")],
            _ => &[],
        }),
        paging: match fixture {
            "declared" => [("configuredList".to_owned(), after_item().into())].into(),
            _ => Default::default(),
        },
        idempotency_keys: match fixture {
            "idempotency" => [("refund".to_owned(), "X-Refund-Key".to_owned())].into(),
            _ => Default::default(),
        },
        retries: match fixture {
            "retries" => [("changeJobs".to_owned(), repeatable())].into(),
            _ => Default::default(),
        },
        webhooks: match fixture {
            "hooks" => named_by_header(),
            _ => Default::default(),
        },
        ..Config::default()
    };
    if fixture != "dates" {
        return vec![(fixture.to_owned(), config)];
    }
    let with = |(library, date_time)| {
        // All fixtures are clients of one type, so that methods must not have the same names.
        let rename = |id: &str| {
            (
                id.to_owned(),
                format!("{}_{library}", id.replace("Event", "_event")),
            )
        };
        let config = Config {
            date_time,
            renames: ["listEvents", "changeEvent"].map(rename).into(),
            ..config.clone()
        };
        (format!("{fixture}_{library}"), config)
    };
    DateTime::ALL.map(with).into()
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

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let folder = Path::new("fixtures");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    paths.sort();
    let mut modules = String::new();
    if env::var_os("CARGO_FEATURE_INLINE").is_some() {
        copy_runtime(&out.join("runtime"))?;
        let file = out.join("runtime/mod.rs");
        let _ = writeln!(modules, "#[path = {file:?}]\npub mod runtime;");
    }
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let source = Source::read(&path).map_err(io::Error::other)?;
        let document = Document::read(source, &[]).map_err(io::Error::other)?;
        for (name, config) in clients(&name) {
            let generated = generate(&document, &config).map_err(io::Error::other)?;
            let target = out.join(&name);
            generated.output.write(&target)?;
            let client = if parts(&name).contains(&"client") {
                ""
            } else {
                "#[allow(unused_imports)]\n    use crate::client;"
            };
            let _ = writeln!(
                modules,
                "/// The fixture `{name}`.\npub mod {name} {{\n    #[allow(unused_imports)]\n    use crate::runtime;\n    {client}",
            );
            let xml = target.join("xml.rs").exists().then_some(&"xml");
            for part in parts(&name).iter().chain(xml) {
                let file = match *part {
                    "client" | "webhooks" | "callbacks" | "xml" => {
                        target.join(format!("{part}.rs"))
                    }
                    part => target.join(part).join("mod.rs"),
                };
                let _ = writeln!(modules, "    #[path = {file:?}]\n    pub mod {part};");
            }
            modules.push_str("}\n");
        }
    }
    fs::write(out.join("fixtures.rs"), modules)
}

/// Writes the runtime as a client gets it that uses all of it.
fn copy_runtime(target: &Path) -> io::Result<()> {
    let manifest = Path::new("../runtime/Cargo.toml");
    println!("cargo::rerun-if-changed={}", manifest.display());
    let manifest = fs::read_to_string(manifest)?;
    let features = manifest.lines().skip_while(|line| *line != "[features]");
    let features = features
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" = "));
    let parts: BTreeSet<&str> = features.map(|(name, _)| name).collect();
    // A file may have become a folder since the last build.
    if target.exists() {
        fs::remove_dir_all(target)?;
    }
    for file in sources::files(&parts, &BTreeSet::new()) {
        let path = target.join(file.path);
        fs::create_dir_all(path.parent().unwrap_or(target))?;
        fs::write(path, file.text)?;
    }
    Ok(())
}

/// The modules of a client that are compiled. All others are of one type, to which each method can be added once.
fn parts(name: &str) -> &'static [&'static str] {
    match name {
        "grants" | "notes" | "revision" => &["client", "models", "operations"],
        "hooks" => &["models", "operations", "webhooks"],
        "event_inputs" | "webhooks" => &["models", "operations", "webhooks", "callbacks"],
        _ => &["models", "operations"],
    }
}
