//! Generates idiomatic Rust client crates from OpenAPI documents.

mod build_script;
pub mod bundle;
mod case;
pub mod config;
pub mod diag;
pub mod dialect;
pub mod diff;
pub mod doctor;
mod document;
mod emit;
mod growth;
mod http_method;
pub mod ir;
mod keywords;
mod locate;
mod lower;
mod machine;
mod media_type;
mod misspelt;
mod names;
pub mod output;
pub mod overlay;
pub mod pointer;
mod render;
pub mod report;
pub mod resolve;
mod rustfmt;
pub mod source;
mod stage;
#[doc(hidden)]
pub mod stdout;
mod trail;

pub use build_script::{BuildScript, build_script};
pub use config::{Config, ConfigFile};
pub use diag::{Diagnostic, Diagnostics, Severity};
pub use document::Document;
pub use output::Output;
pub use rustfmt::rustfmt;
pub use source::{Source, Sources};
pub use stage::Stage;

/// What [`generate`] returns.
#[derive(Debug)]
pub struct Generated {
    /// The client's files.
    pub output: Output,
    /// What was found on the way; no errors.
    pub diagnostics: Diagnostics,
    /// What the client is made of.
    pub api: ir::Api,
    /// `Cargo.toml` for a client that has none yet.
    pub manifest: String,
    names: names::Names,
}

impl Generated {
    /// The Rust type that was made for the schema at a JSON pointer, as `models::Name`: the one for `role`, or the one that
    /// serves all roles.
    pub fn type_of(&self, pointer: &str, role: ir::Role) -> Option<String> {
        let is_type =
            |def: &ir::TypeDef| def.pointer == pointer && !matches!(def.shape, ir::Shape::Kind(_));
        let found: Vec<usize> = (0..self.api.types.len())
            .filter(|index| is_type(&self.api.types[*index]))
            .collect();
        let of_role = found
            .iter()
            .find(|index| self.api.types[**index].role == role);
        let index = of_role.or_else(|| {
            found
                .iter()
                .min_by_key(|index| self.api.types[**index].role)
        })?;
        Some(format!("models::{}", self.names.ty(ir::TypeId(*index))))
    }

    /// The method of the client that an operation is, by its position in [`ir::Api::operations`]; empty if there is none.
    pub fn method(&self, index: usize) -> String {
        self.api
            .operations
            .get(index)
            .map(|_| self.names.method(index).to_string())
            .unwrap_or_default()
    }

    /// The text of a function `name` that calls an operation, by its position in [`ir::Api::operations`], with values that it is
    /// given when it runs. For the checks of this repository: what it expects around it may change with any version.
    #[doc(hidden)]
    pub fn driven(&self, index: usize, name: &str, config: &Config) -> String {
        let context = emit::Context {
            api: &self.api,
            names: &self.names,
            models: &self.names.type_names(),
            config,
        };
        emit::driven(context, index, name)
    }

    /// The path of an operation's type, by its position in [`ir::Api::operations`].
    pub fn operation(&self, index: usize) -> String {
        let tag = self.api.operations[index].tag;
        format!(
            "operations::{}::{}",
            self.names.module(tag),
            self.names.operation(index)
        )
    }
}

/// Reads a document as [`generate`] does, without spelling a client: what it makes of operations, types and paging.
pub fn read_api(document: &Document, config: &Config) -> (ir::Api, Diagnostics) {
    let mut diagnostics = document.diagnostics.clone();
    let api = lower::lower(&document.tree, config, &mut diagnostics);
    document.sources.locate_all(&mut diagnostics);
    (api, diagnostics)
}

/// Generates a client.
///
/// # Errors
///
/// All findings, if any of them is an error.
pub fn generate(document: &Document, config: &Config) -> Result<Generated, Diagnostics> {
    generate_observed(document, config, &mut |_| {})
}

/// Like [`generate`], telling `enter` of each stage as it begins.
///
/// # Errors
///
/// As for [`generate`].
pub fn generate_observed(
    document: &Document,
    config: &Config,
    enter: &mut dyn FnMut(Stage),
) -> Result<Generated, Diagnostics> {
    let mut diagnostics = document.diagnostics.clone();
    enter(Stage::Lower);
    let api = lower::lower(&document.tree, config, &mut diagnostics);
    let finish = |mut diagnostics: Diagnostics| {
        document.sources.locate_all(&mut diagnostics);
        diagnostics
    };
    if !config.strict {
        // What could not be typed is raw JSON by now; the client works without it.
        diagnostics.forgive();
    }
    // Names that the user has chosen are not the document's: nothing stands in for them.
    let names = names::Names::assign(&api, config, &mut diagnostics);
    diagnostics.dedup();
    if diagnostics.has_errors() {
        return Err(finish(diagnostics));
    }
    enter(Stage::Emit);
    let files = emit::files(emit::Context {
        api: &api,
        names: &names,
        models: &names.type_names(),
        config,
    });
    let output = render::render_all(files, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(finish(diagnostics));
    }
    let manifest = emit::manifest(&api, &names, config, &output);
    Ok(Generated {
        output,
        diagnostics: finish(diagnostics),
        api,
        manifest,
        names,
    })
}
