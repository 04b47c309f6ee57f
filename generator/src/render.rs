//! Tokens to text.

use proc_macro2::TokenStream;

use crate::diag::{Diagnostic, Diagnostics};
use crate::emit::File;
use crate::output::{HEADER, Output};

/// Renders all files.
pub(crate) fn render_all(files: Vec<File>, diagnostics: &mut Diagnostics) -> Output {
    let mut output = Output::default();
    for file in files {
        match file {
            File::Text(path, text) => output.insert(path, verbatim(&text)),
            File::Tokens(path, tokens) => match render(tokens) {
                Ok(text) => output.insert(path, text),
                Err(error) => diagnostics.push(Diagnostic::error(
                    "render",
                    "",
                    format!("{path} is not Rust: {error}; this is a defect of the generator"),
                )),
            },
        }
    }
    output
}

fn render(tokens: TokenStream) -> Result<String, syn::Error> {
    let file = syn::parse2(tokens)?;
    let text = prettyplease::unparse(&file);
    Ok(format!("{HEADER}\n{}", space(&text)))
}

/// Text that is already Rust.
fn verbatim(text: &str) -> String {
    format!("{HEADER}\n{text}")
}

/// An empty line before every item that begins in the first column, except within runs of `use` and `mod`.
fn space(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + text.len() / 16);
    let mut previous = "";
    for line in text.lines() {
        let closes = matches!(previous, ");" | "});")
            || (previous.ends_with([';', '}']) && !previous.starts_with([' ', '/']));
        let list = |line: &str| {
            line.starts_with("use ")
                || line.starts_with("pub use ")
                || line.starts_with("mod ")
                || line.starts_with("pub mod ")
        };
        let opens = !line.is_empty() && !line.starts_with([' ', '}', ')']);
        let in_list = list(line) && (list(previous) || previous == "};");
        let next_member = previous == "    }" && line.starts_with("    ///");
        if next_member || (closes && opens && !in_list) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        previous = line;
    }
    spaced
}
