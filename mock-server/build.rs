//! Reads the embedded document once, corrections applied, so that the server need not do it each time it starts.

use std::path::PathBuf;
use std::{env, error, fs};

use openapi_client_generator::{Document, Source};

fn main() -> Result<(), Box<dyn error::Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let spec = root.join("../spec/fitbit-plus.yaml");
    let overlay = root.join("../spec/fitbit-plus.overlay.yaml");
    println!("cargo::rerun-if-changed={}", spec.display());
    println!("cargo::rerun-if-changed={}", overlay.display());
    let source = Source::read(&spec).map_err(|diagnostic| diagnostic.message)?;
    let corrections = Source::read(&overlay).map_err(|diagnostic| diagnostic.message)?;
    let document =
        Document::read(source, &[corrections]).map_err(|diagnostics| diagnostics.to_string())?;
    let target = PathBuf::from(env::var("OUT_DIR")?).join("fitbit-plus.json");
    fs::write(target, serde_json::to_string(document.tree())?)?;
    Ok(())
}
