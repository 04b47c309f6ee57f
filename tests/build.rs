//! Generates a client for every fixture, so that all of them are compiled together.
//!
//! They share one runtime: what differs between them is what is tested.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use openapi_client_generator::{Config, Document, Source, generate};

/// One fixture is generated as if it were big.
fn config(name: &str) -> Config {
    Config {
        compact: (name == "compact").then_some(true),
        ..Config::default()
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
    for path in paths {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let source = Source::read(&path).map_err(io::Error::other)?;
        let generated = Document::read(source, &[])
            .and_then(|document| generate(&document, &config(&name)))
            .map_err(io::Error::other)?;
        let target = out.join(&name);
        generated.output.write(&target)?;
        let file = |part: &str| target.join(part).join("mod.rs").display().to_string();
        // One of them can be built: inherent functions of the shared `Client` exist once.
        let client = if name == "notes" {
            format!(
                "    #[path = {:?}]\n    mod client;\n",
                target.join("client.rs").display().to_string()
            )
        } else {
            String::new()
        };
        let _ = writeln!(
            modules,
            "/// The fixture `{name}`.\npub mod {name} {{\n    #[allow(unused_imports)]\n    use crate::runtime;\n{client}    #[path = {:?}]\n    pub mod models;\n    #[path = {:?}]\n    pub mod operations;\n}}",
            file("models"),
            file("operations"),
        );
    }
    fs::write(out.join("fixtures.rs"), modules)
}
