//! `Cargo.toml` of a new client.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::config::{Config, DateTime};
use crate::ir::{Api, Type};
use crate::names::Names;

/// Every client needs these; each line says what for.
const DEPENDENCIES: [&str; 12] = [
    r#"bytes = "1"                  # bodies"#,
    r#"fastrand = "2"               # jitter between retries"#,
    r#"futures-core = "0.3"         # pagers are streams"#,
    r#"futures-util = { version = "0.3", default-features = false, features = ["std"] } # pagers are streams"#,
    r#"httpdate = "1"               # Retry-After as a date"#,
    r#"percent-encoding = "2"       # paths and queries"#,
    r#"reqwest = { version = "0.13", default-features = false, features = ["http2", "rustls"] } # HTTP"#,
    r#"secrecy = "0.10"             # credentials"#,
    r#"serde = { version = "1", features = ["derive"] } # models"#,
    r#"serde_json = { version = "1", features = ["float_roundtrip", "raw_value"] } # models"#,
    r#"serde_path_to_error = "0.1"  # where decoding fails"#,
    r#"tokio = { version = "1", default-features = false, features = ["rt", "sync", "time"] } # timeouts, token renewal"#,
];

/// The text of a manifest, for a client that has none yet. It belongs to the user from then on.
pub(crate) fn manifest(api: &Api, names: &Names, config: &Config) -> String {
    let mut text = String::new();
    let version = config.version.as_deref().unwrap_or("0.1.0");
    let description = format!("Client for {} {}", api.title.trim(), api.version.trim())
        .replace(['"', '\\'], "'")
        .replace(char::is_control, " ");
    let _ = write!(
        text,
        "[package]\nname = \"{}\"\nversion = \"{version}\"\nedition = \"2024\"\nrust-version = \"1.88\"\ndescription = \"{description}\"\n\n",
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
    text.push_str(
        "blocking = [\"tokio/rt-multi-thread\"] # calls that block, for programs without async\n",
    );
    text.push_str("tracing = [\"dep:tracing\"]           # a span per request\n\n[dependencies]\n");
    for line in DEPENDENCIES {
        text.push_str(dependency(line, config));
        text.push('\n');
        if line.starts_with("futures-util") && super::runtime::uploads(api) {
            text.push_str("http-body = \"1\"              # bodies that are sent in pieces\n");
        }
        let library = uses_time(api).then(|| library(config.date_time)).flatten();
        if let Some((before, library)) = library
            && line.starts_with(before)
        {
            text.push_str(library);
        }
    }
    text.push_str("tracing = { version = \"0.1\", default-features = false, features = [\"attributes\", \"std\"], optional = true } # spans\n");
    text
}

/// A dependency as this client needs it: the line for `serde_json` says how numbers of untyped JSON are kept.
fn dependency(line: &'static str, config: &Config) -> &'static str {
    if config.exact_json && line.starts_with("serde_json ") {
        return r#"serde_json = { version = "1", features = ["arbitrary_precision", "float_roundtrip", "raw_value"] } # models, every digit of untyped numbers"#;
    }
    line
}

/// Names of the features that the client's tags have, in alphabetical order.
pub(crate) fn tag_features<'a>(api: &Api, names: &'a Names) -> BTreeSet<&'a str> {
    let tags = api
        .operations
        .iter()
        .filter(|_| api.features_per_tag)
        .map(|operation| operation.tag);
    tags.map(|tag| names.feature(tag)).collect()
}

/// The dependency for dates and times, and the one that it follows.
fn library(date_time: DateTime) -> Option<(&'static str, &'static str)> {
    match date_time {
        DateTime::Jiff => Some((
            "httpdate",
            "jiff = { version = \"0.2\", features = [\"serde\"] } # dates and times\n",
        )),
        DateTime::Chrono => Some((
            "bytes",
            "chrono = { version = \"0.4\", default-features = false, features = [\"serde\", \"std\"] } # dates and times\n",
        )),
        DateTime::Time => Some((
            "serde_path_to_error",
            "time = { version = \"0.3\", default-features = false, features = [\"formatting\", \"parsing\", \"serde-human-readable\", \"std\"] } # dates and times\n",
        )),
        DateTime::String => None,
    }
}

/// Whether the client has dates or times anywhere.
pub(super) fn uses_time(api: &Api) -> bool {
    let mut found = false;
    api.visit(&mut |ty| {
        found |= matches!(ty, Type::DateTime | Type::Date | Type::DateRange);
    });
    found
}
