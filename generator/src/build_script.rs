//! For a user's `build.rs`.

use std::env;
use std::path::{Path, PathBuf};

use crate::config::{Config, ConfigFile};
use crate::diag::{Diagnostics, Severity};
use crate::document::Document;
use crate::generated::Generated;
use crate::{commands, generate};

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
/// `Cargo.toml`. For overlays and choices see [`BuildScript`].
pub fn build_script(spec: impl AsRef<Path>) {
    BuildScript::new(spec.as_ref()).run();
}

/// Like [`build_script`], with overlays and choices.
///
/// ```rust,ignore
/// // build.rs: everything from a configuration file
/// fn main() {
///     openapi_client_generator::BuildScript::from_file("client.config.yaml").run();
/// }
///
/// // build.rs: the same said in Rust
/// fn main() {
///     let config = Config { date_time: DateTime::Chrono, ..Config::default() };
///     BuildScript::new("api.yaml").overlay("corrections.yaml").config(config).module("pets").run();
/// }
/// ```
///
/// The client is a module of the user's crate, so there are no features per tag unless [`Config::features_per_tag`] asks for
/// them; then the features `full` and one per tag have to be declared in the user's `Cargo.toml`.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct BuildScript {
    file: Option<PathBuf>,
    spec: Option<PathBuf>,
    overlays: Vec<PathBuf>,
    config: Option<Config>,
    module: Option<String>,
}

impl BuildScript {
    /// For this document.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        Self {
            spec: Some(spec.into()),
            ..Self::default()
        }
    }

    /// For the document that a configuration file names, with its overlays and choices (see [`ConfigFile`]).
    pub fn from_file(file: impl Into<PathBuf>) -> Self {
        Self {
            file: Some(file.into()),
            ..Self::default()
        }
    }

    /// Adds an overlay, applied after those that are already there.
    pub fn overlay(mut self, overlay: impl Into<PathBuf>) -> Self {
        self.overlays.push(overlay.into());
        self
    }

    /// Takes these choices, instead of those of the configuration file.
    pub fn config(mut self, config: Config) -> Self {
        self.config = Some(config);
        self
    }

    /// Names the module and its file in `OUT_DIR`; otherwise they are named after the document.
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.module = Some(name.into());
        self
    }

    /// Generates the client. What is wrong is said to Cargo, which ends the build for errors.
    pub fn run(self) {
        if let Err(diagnostics) = self.try_run() {
            report(&diagnostics);
        }
    }

    fn try_run(self) -> Result<(), Diagnostics> {
        let mut file = match &self.file {
            Some(path) => {
                rerun_if_changed(path);
                ConfigFile::read(path)?
            }
            None => ConfigFile::default(),
        };
        file.overlays.extend(self.overlays);
        let mut config = self.config.unwrap_or_else(|| file.config.clone());
        config.features_per_tag.get_or_insert(false);
        config.doctests.get_or_insert(false);
        let Some(spec) = self.spec.or_else(|| file.spec.clone()) else {
            let name = self.file.unwrap_or_default().display().to_string();
            println!("cargo::error={name} names no document: it lacks `spec`");
            return Ok(());
        };
        rerun_if_changed(&spec);
        file.overlays
            .iter()
            .for_each(|overlay| rerun_if_changed(overlay));
        let (document, generated) = client(&spec, &file, &config)?;
        for source in document.sources().files().iter().skip(1) {
            rerun_if_changed(Path::new(source.name()));
        }
        report(&generated.diagnostics);
        let module = self.module.unwrap_or_else(|| module_name(&spec));
        if let Err(error) = write(&module, &generated) {
            println!("cargo::error={error}");
        }
        Ok(())
    }
}

fn rerun_if_changed(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
}

fn client(
    spec: &Path,
    file: &ConfigFile,
    config: &Config,
) -> Result<(Document, Generated), Diagnostics> {
    let document = commands::read(spec, file, &mut |_| {})?;
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

fn write(name: &str, generated: &Generated) -> std::io::Result<()> {
    let out =
        PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| {
            std::io::Error::other("OUT_DIR is not set: this runs in a build script")
        })?);
    let folder = out.join(name);
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
