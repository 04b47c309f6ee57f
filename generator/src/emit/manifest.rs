//! `Cargo.toml` of a new client.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::ir::{Api, Extra, Package, Runtime};
use crate::names::Names;
use crate::output::Output;

/// What clients depend on, as far as their text names it; each line says what for.
const DEPENDENCIES: [(&str, &str); 24] = [
    (
        "base64",
        r#"base64 = { version = "0.23", default-features = false, features = ["alloc"] } # signatures of webhooks"#,
    ),
    ("bytes", r#"bytes = "1"                  # bodies"#),
    (
        "chrono",
        r#"chrono = { version = "0.4", default-features = false, features = ["serde", "std"] } # dates and times"#,
    ),
    (
        "fastrand",
        r#"fastrand = "2"               # jitter between retries"#,
    ),
    (
        "futures_core",
        r#"futures-core = "0.3"         # pagers are streams"#,
    ),
    (
        "futures_util",
        r#"futures-util = { version = "0.3", default-features = false, features = ["std"] } # pagers are streams"#,
    ),
    (
        "getrandom",
        r#"getrandom = "0.4"            # secrets of a sign-in, idempotency keys"#,
    ),
    (
        "hmac",
        r#"hmac = { version = "0.13", default-features = false } # signatures of webhooks"#,
    ),
    (
        "http",
        r#"http = "1.5"                 # requests and responses, as transports see them"#,
    ),
    (
        "http_auth",
        r#"http-auth = { version = "0.1", default-features = false, features = ["digest-scheme"] } # Digest authentication"#,
    ),
    (
        "http_body",
        r#"http-body = "1"              # bodies that are sent in pieces"#,
    ),
    (
        "httpdate",
        r#"httpdate = "1"               # Retry-After as a date"#,
    ),
    (
        "jiff",
        r#"jiff = { version = "0.2", features = ["serde"] } # dates and times"#,
    ),
    (
        "percent_encoding",
        r#"percent-encoding = "2"       # paths and queries"#,
    ),
    (
        "reqwest",
        r#"reqwest = { version = "0.13", default-features = false, features = ["http2", "rustls"] } # HTTP"#,
    ),
    (
        "roxmltree",
        r#"roxmltree = { version = "0.21", default-features = false, features = ["positions", "std"] } # bodies of XML"#,
    ),
    ("secrecy", r#"secrecy = "0.10"             # credentials"#),
    (
        "serde",
        r#"serde = { version = "1", features = ["derive"] } # models"#,
    ),
    (
        "serde_json",
        r#"serde_json = { version = "1", features = ["float_roundtrip", "raw_value"] } # models"#,
    ),
    (
        "serde_path_to_error",
        r#"serde_path_to_error = "0.1"  # where decoding fails"#,
    ),
    (
        "sha2",
        r#"sha2 = { version = "0.11", default-features = false } # PKCE, signatures of webhooks"#,
    ),
    (
        "time",
        r#"time = { version = "0.3", default-features = false, features = ["formatting", "parsing", "serde-human-readable", "std"] } # dates and times"#,
    ),
    (
        "tokio",
        r#"tokio = { version = "1", default-features = false, features = ["rt", "sync", "time"] } # timeouts, token renewal"#,
    ),
    ("url", r#"url = "2"                    # base URLs, links"#),
];

/// The same in a browser, which has its own time, tasks, secrets and streams.
const IN_BROWSERS: [(&str, &str); 8] = [
    (
        "fastrand",
        r#"fastrand = { version = "2", features = ["js"] }"#,
    ),
    (
        "getrandom",
        r#"getrandom = { version = "0.4", features = ["wasm_js"] }"#,
    ),
    (
        "http_auth",
        r#"getrandom-02 = { package = "getrandom", version = "0.2", features = ["js"] }"#,
    ),
    ("jiff", r#"jiff = { version = "0.2", features = ["js"] }"#),
    (
        "reqwest",
        r#"reqwest = { version = "0.13", default-features = false, features = ["stream"] }"#,
    ),
    (
        "send_wrapper",
        r#"send_wrapper = { version = "0.6", features = ["futures"] }"#,
    ),
    ("wasm_bindgen_futures", r#"wasm-bindgen-futures = "0.4""#),
    ("wasmtimer", r#"wasmtimer = "0.4""#),
];

/// What users of a client choose, and what it takes if the client has a copy of the runtime.
const FEATURES: [(Extra, &str, &str); 3] = [
    (
        Extra::Blocking,
        "\"tokio/rt-multi-thread\"",
        "calls that block, for programs without async",
    ),
    (
        Extra::Testing,
        "",
        "answers in process, for tests without a server",
    ),
    (Extra::Tracing, "\"dep:tracing\"", "a span per request"),
];

/// The text of a manifest, for a client that has none yet. It belongs to the user from then on.
pub(crate) fn manifest(api: &Api, names: &Names, output: &Output) -> String {
    let mut text = String::new();
    let package = &api.package;
    let version = &package.version;
    let description = format!("Client for {} {}", api.title.trim(), api.version.trim())
        .replace(['"', '\\'], "'")
        .replace(char::is_control, " ");
    let _ = write!(
        text,
        "[package]\nname = \"{}\"\nversion = \"{version}\"\nedition = \"2024\"\nrust-version = \"1.88\"\ndescription = \"{description}\"\n\n[package.metadata.docs.rs]\nall-features = true\n\n",
        names.package
    );
    text.push_str("[features]\n");
    let tags = tag_features(api, names);
    if tags.is_empty() {
        text.push_str("default = []\n");
    } else {
        let quoted: Vec<String> = tags.iter().map(|tag| format!("    \"{tag}\",\n")).collect();
        let _ = write!(
            text,
            "default = [\"full\"]\nfull = [ # the operations of all tags\n{}]\n",
            quoted.concat()
        );
        for tag in tags {
            let _ = writeln!(text, "{tag} = []");
        }
    }
    for (extra, inline, about) in FEATURES {
        let name = extra.name();
        let _ = match package.runtime {
            Runtime::Inline if package.left_out.contains(&extra) => Ok(()),
            Runtime::Inline => writeln!(text, "{name} = [{inline}] # {about}"),
            Runtime::Crate => {
                writeln!(
                    text,
                    "{name} = [\"openapi-client-runtime/{name}\"] # {about}"
                )
            }
        };
    }
    text.push_str("\n[dependencies]\n");
    for (name, line) in DEPENDENCIES {
        // The macros of a runtime that is a crate name these.
        let expanded = match (package.runtime, name) {
            (Runtime::Crate, "bytes") => package.parts.contains("error-bodies"),
            (Runtime::Crate, "http") => package.parts.contains("webhook"),
            (Runtime::Crate, "serde") => true,
            _ => false,
        };
        if expanded || is_named(output, name) {
            text.push_str(dependency(line, package));
            text.push('\n');
        }
        if name == "jiff" && package.runtime == Runtime::Crate {
            text.push_str(&runtime(package));
        }
    }
    text.push_str(&foreign(package, output));
    if package.runtime == Runtime::Inline {
        if !package.left_out.contains(&Extra::Tracing) {
            text.push_str("tracing = { version = \"0.1\", default-features = false, features = [\"attributes\", \"std\"], optional = true } # spans\n");
        }
        if !package.left_out.contains(&Extra::Browser) {
            text.push_str(&in_browsers(output));
        }
    }
    text
}

/// What a copy of the runtime depends on in a browser alone.
fn in_browsers(output: &Output) -> String {
    let mut text = "\n[target.'cfg(all(target_family = \"wasm\", target_os = \"unknown\"))'.dependencies] # a browser\n".to_owned();
    for (name, line) in IN_BROWSERS {
        if is_named(output, name) {
            let _ = writeln!(text, "{line}");
        }
    }
    text
}

/// The dependency on the runtime, with the parts that this client uses.
fn runtime(package: &Package) -> String {
    let parts = package.parts.iter();
    let parts: Vec<String> = parts.map(|part| format!("\"{part}\"")).collect();
    format!(
        "openapi-client-runtime = {{ version = \"{}\", default-features = false, features = [\"client\", {}] }} # what all clients share\n",
        env!("CARGO_PKG_VERSION"),
        parts.join(", ")
    )
}

/// Whether the client's text names a crate. Most are named by the runtime, the last of the folders.
fn is_named(output: &Output, name: &str) -> bool {
    let mut files = output.files().values().rev();
    files.any(|file| names_crate(file, name))
}

/// Dependencies for types that stand for formats and schemas.
fn foreign(package: &Package, output: &Output) -> String {
    let own = DEPENDENCIES.map(|(name, _)| name);
    let mut lines = BTreeMap::new();
    for dependency in &package.dependencies {
        let name = dependency.name.as_str();
        if !own.contains(&name) && is_named(output, name) {
            lines.insert(name, &dependency.line);
        }
    }
    let mut text = String::new();
    for line in lines.into_values() {
        let _ = writeln!(text, "{line} # types of the configuration");
    }
    text
}

/// Whether a text has a path that begins with this crate.
fn names_crate(text: &str, name: &str) -> bool {
    let inner = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at + name.len()..));
        let (Some(before), Some(after)) = (before, after) else {
            return false;
        };
        let before = before.strip_suffix("::").unwrap_or(before);
        (after.starts_with("::") || after.starts_with(';')) && !before.ends_with(inner)
    })
}

/// A dependency as this client needs it: the line for `serde_json` says how numbers of untyped JSON are kept, that for
/// `reqwest` whether there is HTTP/2.
fn dependency(line: &'static str, package: &Package) -> &'static str {
    if package.exact_json && line.starts_with("serde_json ") {
        return r#"serde_json = { version = "1", features = ["arbitrary_precision", "float_roundtrip", "raw_value"] } # models, every digit of untyped numbers"#;
    }
    if package.left_out.contains(&Extra::Http2) && line.starts_with("reqwest ") {
        return r#"reqwest = { version = "0.13", default-features = false, features = ["rustls"] } # HTTP"#;
    }
    if line.starts_with("url ") && is_asked_for(package, "url") {
        return r#"url = { version = "2", features = ["serde"] } # base URLs, links, values"#;
    }
    line
}

/// Whether types that the user has chosen come from a crate.
fn is_asked_for(package: &Package, name: &str) -> bool {
    let mut dependencies = package.dependencies.iter();
    dependencies.any(|dependency| dependency.name == name)
}

/// Names of the features that the client's tags have, in alphabetical order.
pub(crate) fn tag_features<'a>(api: &Api, names: &'a Names) -> BTreeSet<&'a str> {
    let operations = api.operations.iter().map(|operation| operation.tag);
    let webhooks = api.webhooks.iter().filter(|one| !one.events.is_empty());
    let tags = operations
        .chain(webhooks.map(|webhooks| webhooks.tag))
        .filter(|_| api.features_per_tag);
    tags.map(|tag| names.feature(tag)).collect()
}
