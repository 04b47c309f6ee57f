//! `examples SPEC`: do the document's own examples decode into the generated types, and come back unchanged?

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use openapi_client_generator::{
    Config, Diagnostics, Document, Generated, Source, generate, pointer,
};
use serde_json::Value;

use crate::scratch::Scratch;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The document.
    spec: PathBuf,
    /// Overlays, applied in this order.
    #[arg(long)]
    overlay: Vec<PathBuf>,
}

/// An example and the type that it is an example of.
struct Example {
    pointer: String,
    ty: String,
    value: Value,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (document, generated) = match client(arguments) {
        Ok(client) => client,
        Err(diagnostics) => {
            eprint!("{diagnostics}");
            return Ok(ExitCode::FAILURE);
        }
    };
    let examples = examples(&document, &generated);
    let scratch = Scratch::new("examples", &generated)?;
    scratch.write("src/bin/check.rs", &program(&examples))?;
    let values = Value::Array(examples.into_iter().map(|example| example.value).collect());
    scratch.write("examples.json", &values.to_string())?;
    let status = scratch.cargo(&["run", "--quiet", "--bin", "check"])?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn client(arguments: &Arguments) -> Result<(Document, Generated), Diagnostics> {
    let spec = Source::read(&arguments.spec)?;
    let overlays = arguments
        .overlay
        .iter()
        .map(|path| Source::read(path))
        .collect::<Result<Vec<_>, _>>()?;
    let document = Document::read(spec, &overlays)?;
    let config = Config {
        package: Some("examples".to_owned()),
        all_derives: true,
        ..Config::default()
    };
    let generated = generate(&document, &config)?;
    Ok((document, generated))
}

/// Examples of component schemas, and of schemas written directly at a request or response body.
fn examples(document: &Document, generated: &Generated) -> Vec<Example> {
    let tree = document.tree();
    let mut examples = Vec::new();
    for (name, schema) in tree
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let at = pointer::join("/components/schemas", name);
        if let Some(value) = schema.get("example")
            && let Some(ty) = generated.types_of(&at).into_iter().next()
        {
            examples.push(Example {
                pointer: at,
                ty: format!("examples::{ty}"),
                value: value.clone(),
            });
        }
    }
    for (index, operation) in generated.api.operations.iter().enumerate() {
        let Some(responses) = tree
            .pointer(&format!("{}/responses", operation.pointer))
            .and_then(Value::as_object)
        else {
            continue;
        };
        for (status, response) in responses
            .iter()
            .filter(|(status, _)| status.starts_with('2'))
        {
            for (media_type, content) in response
                .get("content")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                if let Some(value) = content.pointer("/schema/example") {
                    let at = format!(
                        "{}/responses/{status}/content/{}/schema",
                        operation.pointer,
                        pointer::escape(media_type)
                    );
                    let ty = format!(
                        "<examples::{} as examples::Operation>::Output",
                        generated.operation(index)
                    );
                    examples.push(Example {
                        pointer: at,
                        ty,
                        value: value.clone(),
                    });
                }
            }
        }
    }
    examples
}

/// A program that checks every example against its type.
fn program(examples: &[Example]) -> String {
    let mut checks = String::new();
    for example in examples {
        let _ = writeln!(
            checks,
            "    ({:?}, check::<{}>),",
            example.pointer, example.ty
        );
    }
    format!(
        "{}\nstatic CHECKS: &[(&str, Check)] = &[\n{checks}];\n",
        include_str!("examples/check.rs.txt")
    )
}
