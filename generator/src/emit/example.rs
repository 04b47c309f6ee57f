//! Examples in documentation, which `cargo test --doc` compiles.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::docs::doc_line;
use super::operations::call;
use crate::ir::{Credential, Operation};

/// A few lines of code, and what they are given.
pub(super) struct Example {
    /// The types that they name, as declarations of a file in the root of the client.
    pub(super) uses: TokenStream,
    /// Names and types of values that the document has no example of.
    pub(super) inputs: Vec<(String, String)>,
    /// The lines.
    pub(super) statements: Vec<String>,
}

/// Tokens as they are written in a line.
pub(super) fn code(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    let tight = [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("{ ", "{"),
        (" }", "}"),
        (" ;", ";"),
        ("& ", "&"),
    ];
    tight
        .iter()
        .fold(text, |text, (loose, tight)| text.replace(loose, tight))
}

/// The example of an operation, for its method.
pub(super) fn of_method(context: Context<'_>, index: usize) -> TokenStream {
    let example = call(context, index);
    let lines = function(context, &example, true);
    block(context, &lines)
}

/// The example of the client: how it is made, and a call. Nothing where there is no operation.
pub(super) fn of_client(context: Context<'_>) -> Option<TokenStream> {
    let operations = context.api.operations.iter().enumerate();
    let (index, _) = operations.min_by_key(|(_, operation)| effort(operation))?;
    let mut example = call(context, index);
    let mut lines = vec![format!(
        "let client = {}::Client::builder()",
        krate(context)
    )];
    lines.extend(credential(context).map(|call| format!("    .{call}")));
    if !context.api.base_url.contains("://") {
        lines.push("    .base_url(\"https://api.example.com\")".to_owned());
    }
    lines.push("    .build()?;".to_owned());
    lines.append(&mut example.statements);
    example.statements = lines;
    let lines = function(context, &example, false);
    let block = lines_of(context, &lines);
    let lines = block.iter().map(|line| format!(" {line}"));
    Some(quote! { #![doc = ""] #(#![doc = #lines])* })
}

/// Reading is shown rather than writing, and what needs nothing rather than what needs much.
fn effort(operation: &Operation) -> (bool, bool, bool, usize) {
    let required = operation.parameters.iter().filter(|found| found.required);
    (
        operation.method != "GET",
        operation.body.as_ref().is_some_and(|body| body.required),
        operation.deprecated,
        required.count(),
    )
}

/// The first credential that the builder takes.
fn credential(context: Context<'_>) -> Option<String> {
    let schemes = context.api.security.iter().enumerate();
    let mut taken = schemes.flat_map(|(index, scheme)| {
        let names = context.names.credentials(index);
        scheme.credentials.iter().zip(names)
    });
    taken.find_map(|(credential, name)| {
        let arguments = match credential {
            Credential::BearerToken => "\"token\"",
            Credential::ClientCredentials => "\"client-id\", \"client-secret\"",
            Credential::RefreshToken => "\"client-id\", \"client-secret\", \"refresh-token\"",
            Credential::Basic | Credential::Digest => "\"user\", \"password\"",
            Credential::ApiKey => "\"key\"",
            Credential::HttpCredentials => "\"credentials\"",
            // These take more than a line, or are nothing alone.
            Credential::TokenProvider
            | Credential::Password
            | Credential::Authorization
            | Credential::AuthorizationCode
            | Credential::DeviceCode
            | Credential::Scopes
            | Credential::ClientAuthentication => return None,
        };
        Some(format!("{name}({arguments})"))
    })
}

/// The name of the client's crate in a path.
fn krate(context: Context<'_>) -> String {
    context.names.package.replace('-', "_")
}

/// The lines in a function that can fail. It is shown where it says what is given.
fn function(context: Context<'_>, example: &Example, client: bool) -> Vec<String> {
    let krate = krate(context);
    let hidden = if example.inputs.is_empty() { "# " } else { "" };
    let indent = if example.inputs.is_empty() {
        ""
    } else {
        "    "
    };
    let client = client.then(|| ("client".to_owned(), format!("{krate}::Client")));
    let inputs = client.iter().chain(&example.inputs);
    let inputs: Vec<String> = inputs.map(|(name, ty)| format!("{name}: {ty}")).collect();
    let uses = code(&example.uses).replace("use super::", &format!("use {krate}::"));
    let uses = uses.split_inclusive(';').map(str::trim);
    let mut lines: Vec<String> = uses
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    let inputs = inputs.join(", ");
    lines.push(format!(
        "{hidden}async fn example({inputs}) -> Result<(), Box<dyn std::error::Error>> {{"
    ));
    lines.extend(
        example
            .statements
            .iter()
            .map(|line| format!("{indent}{line}")),
    );
    lines.extend([format!("{hidden}{indent}Ok(())"), format!("{hidden}}}")]);
    lines
}

fn block(context: Context<'_>, lines: &[String]) -> TokenStream {
    let lines = lines_of(context, lines);
    let lines = lines.iter().map(|line| match line.as_str() {
        "" => quote! { #[doc = ""] },
        line => doc_line(line),
    });
    quote! { #[doc = ""] #(#lines)* }
}

/// The lines with their fence. Where they are not compiled, what only the compiler needs is left out.
fn lines_of(context: Context<'_>, lines: &[String]) -> Vec<String> {
    let compiled = context.api.package.doctests;
    let fence = if compiled { "```no_run" } else { "```text" };
    let shown = lines
        .iter()
        .filter(|line| compiled || !line.starts_with("# "));
    let start = ["# Example", "", fence].map(str::to_owned).into_iter();
    start
        .chain(shown.cloned())
        .chain(["```".to_owned()])
        .collect()
}
