//! The examples of a document, each with the generated type it is an example of.

use std::fmt::Write as _;

use openapi_client_generator::unstable::doctor;
use openapi_client_generator::unstable::ir::{Decode, Role};
use openapi_client_generator::unstable::pointer;
use openapi_client_generator::unstable::resolve::resolve;
use openapi_client_generator::{Document, Generated};
use serde_json::Value;

/// An example and the type that it is an example of.
pub(crate) struct Example {
    /// JSON pointer to it.
    pub(crate) pointer: String,
    /// JSON pointer to its schema.
    pub(crate) schema: String,
    /// Whether it is what its schema says, and has no members that the schema does not declare.
    pub(crate) agrees: bool,
    /// Type, below the crate's root.
    ty: String,
    /// Whether null is one of the schema's values, so that the type stands in an `Option` wherever it is used.
    nullable: bool,
    /// Members that only the union declares, not the alternative that it is a value of.
    tags: usize,
    value: Value,
}

impl Example {
    /// A value that was made for a type.
    pub(crate) fn of(pointer: String, ty: String, value: Value, tags: usize) -> Self {
        Self {
            schema: String::new(),
            agrees: true,
            nullable: false,
            pointer,
            ty,
            tags,
            value,
        }
    }

    /// A value of a named schema, which stands elsewhere than in the document.
    pub(crate) fn of_schema(
        tree: &Value,
        generated: &Generated,
        schema: &str,
        name: String,
        value: Value,
    ) -> Option<Self> {
        Some(Self {
            ty: type_of(tree, generated, schema)?,
            nullable: is_nullable(tree, schema),
            ..Self::of(name, String::new(), value, 0)
        })
    }

    /// Whether it is the `example` of a named schema or of a schema written down at a body: the whole, not a member.
    pub(crate) fn is_whole_schema(&self) -> bool {
        let named = self.schema.strip_prefix("/components/schemas/");
        let is_whole = named.map_or_else(
            || self.schema.contains("/content/") && self.schema.ends_with("/schema"),
            |name| !name.contains('/'),
        );
        let of_schema = self.pointer.strip_prefix(&self.schema);
        is_whole
            && of_schema.is_some_and(|rest| rest == "/example" || rest.starts_with("/examples/"))
    }
}

/// Examples of component schemas and of what stands in request and response bodies.
pub(crate) fn examples(document: &Document, generated: &Generated) -> Vec<Example> {
    let tree = document.tree();
    let report = doctor::examine(tree);
    let typed = |found: doctor::Example| {
        let value = tree.pointer(&found.pointer)?.clone();
        Some(Example {
            ty: type_of(tree, generated, &found.schema)?,
            nullable: is_nullable(tree, &found.schema),
            agrees: found.contradictions + found.undeclared == 0,
            pointer: found.pointer,
            schema: found.schema,
            tags: 0,
            value,
        })
    };
    report.examples.into_iter().filter_map(typed).collect()
}

fn type_of(tree: &Value, generated: &Generated, schema: &str) -> Option<String> {
    if let Some(output) = output(generated, schema) {
        return Some(output);
    }
    let at = resolve(tree, tree.pointer(schema)?, schema).ok()?.pointer;
    let role = match schema.split_once("/requestBody/") {
        Some((operation, _)) if operation.ends_with("/patch") => Role::Update,
        Some(_) => Role::Create,
        None => Role::Read,
    };
    generated.type_of(&at, role)
}

fn is_nullable(tree: &Value, schema: &str) -> bool {
    let Some(node) = tree.pointer(schema) else {
        return false;
    };
    let node = resolve(tree, node, schema).map_or(node, |resolved| resolved.node);
    let lists_null = |values: &Vec<Value>| values.contains(&Value::Null);
    node.get("nullable") == Some(&Value::Bool(true))
        || node
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(lists_null)
}

/// What an operation returns, if the schema is that of its JSON answer.
fn output(generated: &Generated, schema: &str) -> Option<String> {
    let (operation, answer) = schema.split_once("/responses/")?;
    let index = generated
        .api
        .operations
        .iter()
        .position(|found| found.pointer == operation && found.output.decode == Decode::Json)?;
    let mut steps = answer.split('/');
    let is_success = steps.next()?.starts_with('2') && steps.next()? == "content";
    let media_type = pointer::unescape(steps.next()?);
    let is_accepted = generated.api.operations[index]
        .output
        .accept
        .split(',')
        .any(|accepted| accepted.trim() == media_type);
    (is_success && is_accepted && steps.next()? == "schema" && steps.next().is_none()).then(|| {
        let operation = generated.operation(index);
        format!("{operation} as Operation>::Output")
    })
}

/// A program that checks every example in `examples.json` against its type in the crate `name`.
pub(crate) fn program(examples: &[Example], name: &str) -> String {
    let name = name.replace('-', "_");
    let mut checks = String::new();
    for Example {
        pointer,
        ty,
        nullable,
        tags,
        ..
    } in examples
    {
        let ty = match ty.strip_suffix(" as Operation>::Output") {
            Some(operation) => format!("<{name}::{operation} as {name}::Operation>::Output"),
            None if *nullable => format!("Option<{name}::{ty}>"),
            None => format!("{name}::{ty}"),
        };
        let check = if pointer.starts_with("alternative ") {
            format!("chosen::<{ty}, {tags}>")
        } else {
            format!("check::<{ty}>")
        };
        let _ = writeln!(checks, "    ({pointer:?}, {check}),");
    }
    format!(
        "{}\n{DIFFERENCE}\nstatic CHECKS: &[(&str, Check)] = &[\n{checks}];\n",
        include_str!("check.rs.txt").replace("CLIENT", &name)
    )
}

/// A function that says where two values of JSON differ, as the text of a program.
pub(crate) const DIFFERENCE: &str = include_str!("difference.rs.txt");

/// The examples' values, for `examples.json`.
pub(crate) fn values(examples: &[Example]) -> String {
    let values = examples.iter().map(|example| example.value.clone());
    Value::Array(values.collect()).to_string()
}
