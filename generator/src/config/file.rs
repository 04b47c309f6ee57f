//! The configuration as a file: YAML or JSON, described by `config.schema.json`.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::rust_type::{crates, rust_types};
use super::value::{Place, choice, choices, flag, headers, list, path, renames, text};
use super::{
    Config, DateTime, Derive, Extra, Ids, Runtime, Transport, Undeclared, crate_name, crate_version,
};
use crate::diag::{Diagnostic, Diagnostics};
use crate::pointer;
use crate::source::{Source, Sources};

/// A configuration file: what to read, where to write, and the choices.
///
/// ```yaml
/// spec: api.yaml
/// overlays: [corrections.overlay.yaml]
/// out: my-client
/// name: my-client
/// date_time: chrono
/// exclude_tags: [internal]
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigFile {
    /// The document.
    pub spec: Option<PathBuf>,
    /// Overlays, applied in this order.
    pub overlays: Vec<PathBuf>,
    /// Folders that `$ref`s may lead into, besides that of the document.
    pub allow_refs_under: Vec<PathBuf>,
    /// The crate's folder.
    pub out: Option<PathBuf>,
    /// The choices.
    pub config: Config,
}

/// Puts the value of a key where it belongs, or says what it should have been.
type Set = fn(&mut ConfigFile, &Value, Place<'_>) -> Result<(), Diagnostic>;

/// Every key, in the order of the documentation.
pub const KEYS: [&str; 34] = {
    let mut keys = [""; SETTINGS.len()];
    let mut index = 0;
    while index < keys.len() {
        keys[index] = SETTINGS[index].0;
        index += 1;
    }
    keys
};

const SETTINGS: [(&str, Set); 34] = [
    // Editors find the schema by it.
    ("$schema", |_, value, at| text(value, at).map(drop)),
    ("spec", |file, value, at| {
        path(value, at).map(|path| file.spec = Some(path))
    }),
    ("overlays", |file, value, at| {
        list(value, at, path).map(|list| file.overlays = list)
    }),
    ("allow_refs_under", |file, value, at| {
        list(value, at, path).map(|list| file.allow_refs_under = list)
    }),
    ("out", |file, value, at| {
        path(value, at).map(|path| file.out = Some(path))
    }),
    ("name", |file, value, at| {
        let name = crate_name(&text(value, at)?).map_err(|message| at.error(message))?;
        file.config.package = Some(name);
        Ok(())
    }),
    ("version", |file, value, at| {
        let version = crate_version(&text(value, at)?).map_err(|message| at.error(message))?;
        file.config.version = Some(version);
        Ok(())
    }),
    ("runtime", |file, value, at| {
        choice(value, at, &Runtime::ALL).map(|chosen| file.config.runtime = chosen)
    }),
    ("transport", |file, value, at| {
        choice(value, at, &Transport::ALL).map(|chosen| file.config.transport = chosen)
    }),
    ("date_time", |file, value, at| {
        choice(value, at, &DateTime::ALL).map(|chosen| file.config.date_time = chosen)
    }),
    ("renames", |file, value, at| {
        renames(value, at).map(|renames| file.config.renames = renames)
    }),
    ("include_tags", |file, value, at| {
        list(value, at, text).map(|list| file.config.include_tags = list)
    }),
    ("exclude_tags", |file, value, at| {
        list(value, at, text).map(|list| file.config.exclude_tags = list)
    }),
    ("include_operations", |file, value, at| {
        list(value, at, text).map(|list| file.config.include_operations = list)
    }),
    ("exclude_operations", |file, value, at| {
        list(value, at, text).map(|list| file.config.exclude_operations = list)
    }),
    ("features_per_tag", |file, value, at| {
        flag(value, at).map(|on| file.config.features_per_tag = Some(on))
    }),
    ("leave_out", |file, value, at| {
        choices(value, at, &Extra::ALL).map(|chosen| file.config.leave_out = chosen)
    }),
    ("all_derives", |file, value, at| {
        flag(value, at).map(|on| file.config.all_derives = on)
    }),
    ("derives", |file, value, at| {
        choices(value, at, &Derive::ALL).map(|chosen| file.config.derives = chosen)
    }),
    ("undeclared", |file, value, at| {
        choice(value, at, &Undeclared::ALL).map(|chosen| file.config.undeclared = chosen)
    }),
    ("compact", |file, value, at| {
        flag(value, at).map(|on| file.config.compact = Some(on))
    }),
    ("doctests", |file, value, at| {
        flag(value, at).map(|on| file.config.doctests = Some(on))
    }),
    ("formats", |file, value, at| {
        rust_types(value, at).map(|formats| file.config.formats = formats)
    }),
    ("replace", |file, value, at| {
        rust_types(value, at).map(|types| file.config.replace = types)
    }),
    ("crates", |file, value, at| {
        crates(value, at).map(|crates| file.config.crates = crates)
    }),
    ("ids", |file, value, at| {
        choice(value, at, &Ids::ALL).map(|chosen| file.config.ids = chosen)
    }),
    ("exact_numbers", |file, value, at| {
        flag(value, at).map(|on| file.config.exact_numbers = on)
    }),
    ("exact_json", |file, value, at| {
        flag(value, at).map(|on| file.config.exact_json = on)
    }),
    ("paging", |file, value, at| {
        super::paging::rules(value, at).map(|rules| file.config.paging = rules)
    }),
    ("idempotency_keys", |file, value, at| {
        headers(value, at).map(|headers| file.config.idempotency_keys = headers)
    }),
    ("retries", |file, value, at| {
        super::retry::rules(value, at).map(|rules| file.config.retries = rules)
    }),
    ("webhooks", |file, value, at| {
        super::webhook::rules(value, at).map(|rules| file.config.webhooks = rules)
    }),
    ("callbacks", |file, value, at| {
        super::webhook::rules(value, at).map(|rules| file.config.callbacks = rules)
    }),
    ("strict", |file, value, at| {
        flag(value, at).map(|on| file.config.strict = on)
    }),
];

impl ConfigFile {
    /// Reads a file. Paths in it are relative to the folder that it is in.
    ///
    /// # Errors
    ///
    /// All findings, each with its place: a key that does not exist, a value of the wrong kind, text that is neither YAML nor
    /// JSON, a file that cannot be read.
    pub fn read(path: &Path) -> Result<Self, Diagnostics> {
        let mut file = Self::parse(Source::read(path)?)?;
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        for path in file
            .spec
            .iter_mut()
            .chain(&mut file.overlays)
            .chain(&mut file.allow_refs_under)
            .chain(&mut file.out)
        {
            *path = folder.join(&*path);
        }
        Ok(file)
    }

    /// The same for text that is already in memory, with paths as they are written.
    ///
    /// # Errors
    ///
    /// As for [`ConfigFile::read`].
    pub fn parse(source: Source) -> Result<Self, Diagnostics> {
        let tree = source.parse()?;
        let mut diagnostics = Diagnostics::default();
        let mut file = Self::default();
        match tree.as_object() {
            Some(members) => {
                for (key, value) in members {
                    let at = pointer::join("", key);
                    let place = Place { key, pointer: &at };
                    let outcome = match SETTINGS.iter().find(|(known, _)| known == key) {
                        Some((_, set)) => set(&mut file, value, place),
                        None => Err(unknown(place)),
                    };
                    outcome.unwrap_or_else(|diagnostic| diagnostics.push(diagnostic));
                }
            }
            None => diagnostics.push(Diagnostic::error(
                "config",
                "",
                "a configuration is an object",
            )),
        }
        Sources::new(source).locate_all(&mut diagnostics);
        if diagnostics.has_errors() {
            return Err(diagnostics);
        }
        Ok(file)
    }
}

/// An unknown key, with the known one that is most like it.
fn unknown(place: Place<'_>) -> Diagnostic {
    let diagnostic = place.error(format!("there is no key `{}`", place.key));
    match super::value::closest(place.key, KEYS) {
        Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
        None => diagnostic.help(format!("the keys are {}", KEYS[1..].join(", "))),
    }
}
