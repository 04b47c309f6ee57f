//! The client of a document, and a program that calls each of its operations.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use openapi_client_generator::config::Runtime;
use openapi_client_generator::unstable::ir::{Credential, PageInput, Paging};
use openapi_client_generator::{Config, Document, Generated, Severity, Source, generate};
use serde_json::{Value, json};

use super::judge::Judge;
use super::workspace::{SUFFIX, folder, program};

/// A document with its client, written to the workspace.
pub(super) struct Prepared {
    pub(super) document: String,
    pub(super) package: String,
    /// Why there is no client.
    pub(super) refused: Option<String>,
}

/// Where the calls of a document are.
fn plan(package: &str) -> PathBuf {
    folder().join("plans").join(format!("{package}.json"))
}

/// Has the judge make the calls of a document, and writes a client and a program that makes them.
pub(super) fn prepare(
    judge: &Judge,
    path: &Path,
    document: &str,
    package: &str,
    seed: u64,
) -> Result<Prepared> {
    let plan = plan(package);
    fs::create_dir_all(plan.parent().unwrap_or(&plan))?;
    judge
        .plan(path, &plan, seed)
        .with_context(|| document.to_owned())?;
    let config = Config {
        runtime: Runtime::Crate,
        package: Some(package.to_owned()),
        all_derives: true,
        ..Config::default()
    };
    let refused = match client(path, &config) {
        Ok(generated) => {
            write(&generated, package)?;
            number(is_swagger(path), &generated, &plan)?;
            None
        }
        Err(why) => Some(why),
    };
    Ok(Prepared {
        document: document.to_owned(),
        package: package.to_owned(),
        refused,
    })
}

/// What the judge says of each call.
pub(super) fn judge(
    judge: &Judge,
    path: &Path,
    prepared: &Prepared,
    tamper: bool,
) -> Result<Vec<Value>> {
    let plan = plan(&prepared.package);
    let program = program(&prepared.package);
    let why = match &prepared.refused {
        Some(why) => Some(format!("no client is generated: {why}")),
        None if !program.is_file() => Some("the client does not compile".to_owned()),
        None => None,
    };
    if let Some(why) = why {
        let text = fs::read_to_string(&plan)?;
        let calls: Vec<Value> = serde_json::from_str(&text)?;
        let rows = calls.iter().map(|call| {
            let name = format!(
                "{} {} [{}]",
                call["method"].as_str().unwrap_or_default().to_uppercase(),
                call["path"].as_str().unwrap_or_default(),
                call["response"].as_str().unwrap_or_default()
            );
            let failed = json!(["failed", why]);
            json!({ "name": name, "request": failed, "decoded": failed, "equal": failed })
        });
        return Ok(rows.collect());
    }
    let result = plan.with_extension("result.json");
    judge
        .judge(path, &plan, &program, &result, tamper)
        .with_context(|| prepared.document.clone())?;
    Ok(serde_json::from_str(&fs::read_to_string(result)?)?)
}

fn client(path: &Path, config: &Config) -> Result<Generated, String> {
    let first = |diagnostics: openapi_client_generator::Diagnostics| {
        let error = diagnostics
            .iter()
            .find(|found| found.severity == Severity::Error);
        error.map_or_else(String::new, |found| {
            format!("{}: {}", found.code, found.message)
        })
    };
    let source = Source::read(path).map_err(|diagnostic| diagnostic.message.clone())?;
    let document = Document::read(source, &[]).map_err(first)?;
    generate(&document, config).map_err(first)
}

fn write(generated: &Generated, package: &str) -> Result<()> {
    let client = folder().join("crates").join(package);
    generated.output.write(&client.join("src"))?;
    update(&client.join("Cargo.toml"), &generated.manifest)?;
    let driver = folder().join("programs").join(package);
    fs::create_dir_all(driver.join("src"))?;
    update(&driver.join("src/main.rs"), &driving(generated, package))?;
    let manifest = format!(
        "[package]\nname = \"{package}{SUFFIX}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nbytes = \"1\"\njiff = {{ version = \"0.2\", features = [\"serde\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n\
         serde_json = {{ version = \"1\", features = [\"float_roundtrip\", \"preserve_order\", \"raw_value\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\
         {package} = {{ path = \"../../crates/{package}\" }}\n"
    );
    update(&driver.join("Cargo.toml"), &manifest)
}

/// Writes a file unless it is there as it is.
fn update(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    fs::write(path, text).with_context(|| path.display().to_string())
}

/// The text of the program.
fn driving(generated: &Generated, package: &str) -> String {
    let krate = package.replace('-', "_");
    let mut credentials = "builder".to_owned();
    for scheme in &generated.api.security {
        let credential = scheme
            .credentials
            .iter()
            .find_map(|credential| match credential {
                Credential::BearerToken => Some("Credential::bearer(\"token\")"),
                Credential::Basic => Some("Credential::basic(\"user\", \"password\")"),
                Credential::ApiKey => Some("Credential::api_key(\"key\")"),
                _ => None,
            });
        if let Some(credential) = credential {
            let _ = write!(credentials, ".credential({:?}, {credential})", scheme.name);
        }
    }
    let mut text = include_str!("given.rs.txt")
        .replace("CLIENT", &krate)
        .replace("CREDENTIALS", &credentials);
    text.insert_str(
        0,
        "#![allow(deprecated, unused_imports, unused_variables, clippy::all)]\n",
    );
    let count = generated.api.operations.len();
    let mut arms = String::new();
    for index in 0..count {
        let _ = writeln!(
            arms,
            "        {index} => call_{index}(client, given).await,"
        );
    }
    let _ = write!(
        text,
        "\nasync fn call_of(index: u64, client: &{krate}::Client, given: &Given) -> Outcome {{\n    match index {{\n{arms}        \
         _ => Err(Failure::given(\"no such operation\")),\n    }}\n}}\n"
    );
    for index in 0..count {
        text.push('\n');
        text.push_str(&generated.driven(index, &format!("call_{index}")));
    }
    text
}

/// Says of each call which operation of the client it is, and which parameters paging has taken.
fn number(is_swagger: bool, generated: &Generated, plan: &Path) -> Result<()> {
    let mut calls: Vec<Value> = serde_json::from_str(&fs::read_to_string(plan)?)?;
    for call in &mut calls {
        let operations = &generated.api.operations;
        let found = operations
            .iter()
            .position(|operation| operation.pointer == call["pointer"]);
        match found {
            Some(index) => {
                call["operation"] = json!(index);
                call["paged"] = json!(operations[index].paging.as_ref().map(paged));
                if operations[index].streamed_only {
                    call["not_run"] = json!("the answer is a stream of events or lines");
                }
            }
            None => call["not_run"] = json!("the client has no such operation"),
        }
        if is_swagger && let Some(call) = call.as_object_mut() {
            call.remove("none");
            let why = "Swagger 2.0, which the judge does not read";
            call.insert("not_run".to_owned(), json!(why));
        }
    }
    fs::write(plan, serde_json::to_string(&calls)?)?;
    Ok(())
}

/// Whether it is a document of Swagger 2.0. The generator reads it as OpenAPI 3.0, which is for the judge to see as it is.
fn is_swagger(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut lines = text.lines().take(5).map(str::trim_start);
    lines.any(|line| line.starts_with("swagger:") || line.starts_with("\"swagger\":"))
}

/// The query parameters that say which page is wanted.
fn paged(paging: &Paging) -> Vec<&str> {
    let skip = paging
        .skip
        .iter()
        .flat_map(|skip| [Some(&skip.number), skip.size.as_ref()]);
    let cursor = paging
        .cursor
        .iter()
        .flat_map(|cursor| [Some(&cursor.cursor), cursor.size.as_ref()]);
    let names = skip
        .chain(cursor)
        .flatten()
        .filter_map(|input| match input {
            PageInput::Query(name) => Some(name.as_str()),
            PageInput::Body { .. } => None,
        });
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}
