//! Clients in one workspace, each with a program that calls any of its operations with values that it is given when it runs.

mod workspace;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use openapi_client_generator::config::{PagingRule, Runtime};
use openapi_client_generator::unstable::ir::Credential;
use openapi_client_generator::{
    Config, Diagnostics, Document, Generated, Severity, Source, generate,
};

pub(crate) use workspace::Workspace;

/// The client of a document, or why there is none.
pub(crate) fn client(
    path: &Path,
    package: &str,
    paging: BTreeMap<String, PagingRule>,
) -> Result<Generated, String> {
    let config = Config {
        runtime: Runtime::Crate,
        package: Some(package.to_owned()),
        all_derives: true,
        paging,
        ..Config::default()
    };
    let first = |diagnostics: Diagnostics| {
        let error = diagnostics
            .iter()
            .find(|found| found.severity == Severity::Error);
        error.map_or_else(String::new, |found| {
            format!("{}: {}", found.code, found.message)
        })
    };
    let source = Source::read(path).map_err(|diagnostic| diagnostic.message.clone())?;
    let document = Document::read(source, &[]).map_err(first)?;
    generate(&document, &config).map_err(first)
}

/// Writes a client and its program into the workspace.
pub(crate) fn write(workspace: &Workspace, generated: &Generated, package: &str) -> Result<()> {
    let client = workspace.folder.join("crates").join(package);
    generated.output.write(&client.join("src"))?;
    update(&client.join("Cargo.toml"), &generated.manifest)?;
    let driver = workspace.folder.join("programs").join(package);
    fs::create_dir_all(driver.join("src"))?;
    update(&driver.join("src/main.rs"), &program(generated, package))?;
    let suffix = workspace.suffix;
    let manifest = format!(
        "[package]\nname = \"{package}{suffix}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
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
fn program(generated: &Generated, package: &str) -> String {
    let krate = package.replace('-', "_");
    let mut credentials = String::new();
    for scheme in &generated.api.security {
        let credential = scheme
            .credentials
            .iter()
            .find_map(|credential| match credential {
                Credential::BearerToken => Some(("token", "Credential::bearer(given)")),
                Credential::Basic => Some(("user", "Credential::basic(given, \"password\")")),
                Credential::ApiKey => Some(("key", "Credential::api_key(given)")),
                Credential::HttpCredentials => Some(("key", "Credential::http(given)")),
                _ => None,
            });
        if let Some((given, credential)) = credential {
            let name = &scheme.name;
            let _ = writeln!(
                credentials,
                "        let builder = match secret(&call, {given:?}) {{\n            \
                 Some(given) => builder.credential({name:?}, {credential}),\n            None => builder,\n        }};"
            );
        }
    }
    let mut text = include_str!("driven/given.rs.txt")
        .replace("CLIENT", &krate)
        .replace("        CREDENTIALS\n", &credentials);
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
