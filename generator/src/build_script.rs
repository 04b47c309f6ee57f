//! For a user's `build.rs`.

use std::env;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::diag::{Diagnostics, Severity};
use crate::{Document, Generated, Source, generate};

/// Generates a client into `OUT_DIR`, for a crate that includes it:
///
/// ```rust,ignore
/// // build.rs
/// fn main() {
///     openapi_client_generator::build_script("api.yaml");
/// }
///
/// // src/lib.rs
/// include!(concat!(env!("OUT_DIR"), "/api.rs"));
/// ```
///
/// The module is named after the file: `api.yaml` becomes `mod api`. Cargo is told to run the build script again when one of
/// the files that were read changes. Findings become warnings of Cargo; errors end the build.
///
/// The crate needs the dependencies that a client needs; `openapi-client-generator generate` writes them into a
/// `Cargo.toml`.
pub fn build_script(spec: impl AsRef<Path>) {
    build_script_with(spec, &[] as &[&Path], &Config::default());
}

/// Like [`build_script`], with overlays and choices.
pub fn build_script_with(spec: impl AsRef<Path>, overlays: &[impl AsRef<Path>], config: &Config) {
    let spec = spec.as_ref();
    println!("cargo::rerun-if-changed={}", spec.display());
    for overlay in overlays {
        println!("cargo::rerun-if-changed={}", overlay.as_ref().display());
    }
    match client(spec, overlays, config) {
        Ok((document, generated)) => {
            for source in document.sources().files().iter().skip(1) {
                println!("cargo::rerun-if-changed={}", source.name());
            }
            report(&generated.diagnostics);
            if let Err(error) = write(spec, &generated) {
                println!("cargo::error={error}");
            }
        }
        Err(diagnostics) => report(&diagnostics),
    }
}

fn client(
    spec: &Path,
    overlays: &[impl AsRef<Path>],
    config: &Config,
) -> Result<(Document, Generated), Diagnostics> {
    let source = Source::read(spec)?;
    let overlays = overlays
        .iter()
        .map(|overlay| Source::read(overlay.as_ref()))
        .collect::<Result<Vec<_>, _>>()?;
    let document = Document::read(source, &overlays)?;
    let generated = generate(&document, config)?;
    Ok((document, generated))
}

/// One line per finding: that is what Cargo shows.
fn report(diagnostics: &Diagnostics) {
    for found in diagnostics {
        let level = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => continue,
        };
        let place = found.location.as_ref().map_or_else(String::new, |place| {
            format!("{}:{}:{}: ", place.file, place.line, place.column)
        });
        let help = found
            .help
            .as_ref()
            .map_or_else(String::new, |help| format!(" ({help})"));
        println!(
            "cargo::{level}={place}{}{help}",
            found.message.replace('\n', " ")
        );
    }
}

fn write(spec: &Path, generated: &Generated) -> std::io::Result<()> {
    let out =
        PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| {
            std::io::Error::other("OUT_DIR is not set: this runs in a build script")
        })?);
    let name = module_name(spec);
    let folder = out.join(&name);
    generated.output.write(&folder)?;
    // `include!` takes items, not a file with inner attributes: a module that stands in its own file.
    let text = format!(
        "#[path = {:?}]\npub mod {name};\n",
        folder.join("lib.rs").display().to_string()
    );
    std::fs::write(out.join(format!("{name}.rs")), text)
}

/// The file's name as an identifier.
fn module_name(spec: &Path) -> String {
    let stem = spec
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let name: String = stem
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name
    } else {
        format!("api_{name}")
    }
}
