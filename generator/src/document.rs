//! A document ready to be lowered: read, brought together, normalized, corrected.

use serde_json::Value;

use crate::bundle;
use crate::diag::Diagnostics;
use crate::dialect;
use crate::misspelt;
use crate::order;
use crate::overlay;
use crate::source::{Source, Sources};
use crate::stage::Stage;

/// An OpenAPI 3.0 tree, and where its parts come from.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) tree: Value,
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Diagnostics,
    overlays: Vec<overlay::Report>,
}

impl Document {
    /// Parses `source`, follows its references to other files, and applies `overlays` in their order.
    ///
    /// # Errors
    ///
    /// All findings, if any of them is an error: text that is not a document, an overlay target that matches nothing.
    pub fn read(source: Source, overlays: &[Source]) -> Result<Self, Diagnostics> {
        Self::read_observed(source, overlays, &mut |_| {})
    }

    /// Like [`Document::read`], telling `enter` of each stage as it begins.
    ///
    /// # Errors
    ///
    /// As for [`Document::read`].
    pub fn read_observed(
        source: Source,
        overlays: &[Source],
        enter: &mut dyn FnMut(Stage),
    ) -> Result<Self, Diagnostics> {
        enter(Stage::Read);
        let mut tree = source.parse()?;
        let mut sources = Sources::new(source);
        let mut diagnostics = Diagnostics::default();
        enter(Stage::Correct);
        bundle::bundle(&mut tree, &mut sources, &mut diagnostics);
        let mut tree = dialect::normalize(tree, &mut sources, &mut diagnostics);
        if diagnostics.has_errors() {
            sources.locate_all(&mut diagnostics);
            return Err(diagnostics);
        }
        misspelt::find(&tree, &mut diagnostics);
        order::settle(&mut tree);
        let overlays = overlays
            .iter()
            .map(|overlay| overlay::apply(&mut tree, overlay, &mut diagnostics))
            .collect();
        order::settle(&mut tree);
        if diagnostics.has_errors() {
            sources.locate_all(&mut diagnostics);
            return Err(diagnostics);
        }
        Ok(Self {
            tree,
            sources,
            diagnostics,
            overlays,
        })
    }

    /// The tree, corrected.
    pub fn tree(&self) -> &Value {
        &self.tree
    }

    /// The files it was read from.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What each overlay did.
    #[doc(hidden)]
    pub fn overlays(&self) -> &[overlay::Report] {
        &self.overlays
    }
}
