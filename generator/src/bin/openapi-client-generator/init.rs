//! `init`: a folder to begin with, for a client or for a program whose build script generates one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use openapi_client_generator::unstable::to_yaml;
use openapi_client_generator::{Generated, Stage, config, generate_observed, rustfmt};

use crate::Failure;
use crate::findings;
use crate::input::{Input, read, spec_of};
use crate::manifest;
use crate::progress::Progress;

/// What the example and the program need beside what the client does.
const RUN: &str = "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }";

#[derive(Args)]
#[command(
    after_help = "Nothing is overwritten: the folder must not have a `Cargo.toml`. The document is copied into it, overlays applied, and is yours."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// The folder.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Name of the crate; that of the folder if it is not given.
    #[arg(long, value_parser = config::crate_name)]
    name: Option<String>,
    /// A program whose `build.rs` generates the client, in place of a crate that is the client.
    #[arg(long)]
    build_script: bool,
    /// Where the generator's own crate is, for the build script; its published version if it is not given.
    #[arg(long, value_name = "FOLDER", requires = "build_script")]
    generator: Option<PathBuf>,
}

pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let Arguments {
        input,
        out,
        name,
        build_script,
        generator,
    } = arguments;
    let mut file = input.settle()?;
    let spec = spec_of(&file)?.to_owned();
    if out.join("Cargo.toml").exists() {
        let message = format!(
            "{} has a `Cargo.toml`: `init` begins a crate; for one that is there use `generate`",
            out.display()
        );
        return Err(Failure::Usage(message));
    }
    file.config.package = Some(match name {
        Some(name) => name,
        None => named_after(&out)?,
    });
    if build_script {
        file.config.features_per_tag = Some(false);
    }
    let mut progress = Progress::of(&spec);
    let document = read(&spec, &file, &mut progress)?;
    let generated = generate_observed(&document, &file.config, &mut |stage| progress.enter(stage))?;
    let call = first_call(&generated);
    let package = file.config.package.unwrap_or_default();
    let crate_name = package.replace('-', "_");
    fs::create_dir_all(out.join("src"))?;
    fs::write(out.join("api.yaml"), to_yaml(document.tree()))?;
    fs::write(out.join(".gitignore"), "/target\n")?;
    let mut manifest = manifest::standalone(&out, generated.manifest.clone());
    let said = if build_script {
        manifest = with_dependency(&manifest, RUN);
        let own = match generator {
            Some(path) => {
                let path = fs::canonicalize(path)?;
                format!("{{ path = {:?} }}", path.display().to_string())
            }
            None => format!("{:?}", env!("CARGO_PKG_VERSION")),
        };
        manifest += &format!("\n[build-dependencies]\nopenapi-client-generator = {own}\n");
        fs::write(out.join("build.rs"), BUILD)?;
        let main = format!(
            "//! {package}.\n\ninclude!(concat!(env!(\"OUT_DIR\"), \"/api.rs\"));\n\nuse api::Client;\n\n{}",
            main(&call)
        );
        fs::write(out.join("src/main.rs"), main)?;
        "the client is the module `api`, generated from api.yaml by build.rs; next: cargo run"
            .to_owned()
    } else {
        progress.enter(Stage::Format);
        rustfmt(generated.output)?.write(&out.join("src"))?;
        manifest += &format!("\n[dev-dependencies]\n{RUN}\n");
        fs::write(
            out.join("client.yaml"),
            format!("spec: api.yaml\nout: .\nname: {package}\n"),
        )?;
        fs::create_dir_all(out.join("examples"))?;
        let example = format!(
            "//! A first call: `cargo run --example first`.\n\nuse {crate_name}::Client;\n\n{}",
            main(&call)
        );
        fs::write(out.join("examples/first.rs"), example)?;
        "the client is the crate, generated from api.yaml; after a change to it: openapi-client-generator generate --config client.yaml; next: cargo run --example first"
            .to_owned()
    };
    fs::write(out.join("Cargo.toml"), manifest)?;
    drop(progress);
    eprint!("{}", findings::Findings::of(&generated.diagnostics, false));
    println!("began {} ({package}): {said}", out.display());
    Ok(ExitCode::SUCCESS)
}

const BUILD: &str = "\
//! Generates the client of `api.yaml`, as the module `api`.

fn main() {
    openapi_client_generator::build_script(\"api.yaml\");
}
";

/// The manifest with a dependency more; with the line in place of the one that is there.
fn with_dependency(manifest: &str, line: &str) -> String {
    let name = line.split(' ').next().unwrap_or_default();
    let mut lines: Vec<&str> = manifest
        .lines()
        .filter(|known| known.split([' ', '=']).next() != Some(name))
        .collect();
    let at = lines.iter().position(|known| *known == "[dependencies]");
    lines.insert(at.map_or(lines.len(), |at| at + 1), line);
    lines.join("\n") + "\n"
}

fn main(call: &str) -> String {
    format!(
        "#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    // Credentials and other choices: methods of the builder.\n    let client = Client::builder().build()?;\n{call}    Ok(())\n}}\n"
    )
}

/// A call that takes nothing, if there is one.
fn first_call(generated: &Generated) -> String {
    let plain = generated.api.operations.iter().position(|operation| {
        operation.method == "GET"
            && operation.paging.is_none()
            && operation.body.is_none()
            && !operation.streamed_only
            && operation.required_one_of.is_empty()
            && !operation
                .parameters
                .iter()
                .any(|parameter| parameter.required)
    });
    match plain {
        Some(index) => format!(
            "    let answer = client.{}().await?;\n    println!(\"{{answer:#?}}\");\n",
            generated.method(index)
        ),
        None => "    println!(\"{client:#?}\");\n".to_owned(),
    }
}

fn named_after(out: &Path) -> Result<String, Failure> {
    let name = out
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("client");
    let name: String = name
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    config::crate_name(name.trim_matches('-'))
        .map_err(|why| Failure::Usage(format!("{why}; give the crate's name as `--name`")))
}
