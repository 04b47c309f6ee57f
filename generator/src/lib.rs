//! Generates idiomatic Rust client crates from OpenAPI documents.

mod build_script;
mod bundle;
mod case;
mod commands;
pub mod config;
mod diag;
mod dialect;
mod diff;
mod doctor;
mod document;
mod emit;
mod generated;
mod growth;
mod http_method;
mod ir;
mod keywords;
mod locate;
mod lower;
mod machine;
mod media_type;
mod misspelt;
mod names;
mod order;
mod output;
mod overlay;
mod pointer;
mod render;
mod report;
mod resolve;
mod rustfmt;
mod source;
mod stage;
mod stdout;
mod trail;

pub use build_script::{BuildScript, build_script};
pub use config::{Config, ConfigFile};
pub use diag::{Diagnostic, Diagnostics, Location, Severity};
pub use document::Document;
pub use generated::Generated;
pub use output::{Output, Stale};
pub use rustfmt::rustfmt;
pub use source::{Source, Sources};
pub use stage::Stage;

/// What the command line and the tools of this repository use beyond the rest. Any version may change it or take it away.
#[doc(hidden)]
pub mod unstable {
    pub use crate::output::HEADER;
    pub use crate::read_api;
    pub use crate::source::to_yaml;

    pub mod commands {
        pub use crate::commands::*;
    }
    pub mod diff {
        pub use crate::diff::*;
    }
    pub mod doctor {
        pub use crate::doctor::*;
    }
    pub mod ir {
        pub use crate::ir::*;
    }
    pub mod overlay {
        pub use crate::overlay::*;
    }
    pub mod pointer {
        pub use crate::pointer::*;
    }
    pub mod report {
        pub use crate::report::*;
    }
    pub mod resolve {
        pub use crate::resolve::*;
    }
    pub mod stdout {
        pub use crate::stdout::*;
    }
}

/// Reads a document as [`generate`] does, without spelling a client: what it makes of operations, types and paging.
#[doc(hidden)]
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
    let names = names::Names::assign(&api, &mut diagnostics);
    diagnostics.dedup();
    if diagnostics.has_errors() {
        return Err(finish(diagnostics));
    }
    enter(Stage::Emit);
    let files = emit::files(emit::Context {
        api: &api,
        names: &names,
        models: &names.type_names(),
    });
    let output = render::render_all(files, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(finish(diagnostics));
    }
    let manifest = emit::manifest(&api, &names, &output);
    Ok(Generated {
        output,
        diagnostics: finish(diagnostics),
        api,
        manifest,
        names,
    })
}
