//! `Cargo.toml` of a new client.

use std::fmt::Write as _;

use crate::config::Config;
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
    r#"serde_json = "1"             # models"#,
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
    text.push_str("[features]\ndefault = []\n");
    text.push_str(
        "blocking = [\"tokio/rt-multi-thread\"] # calls that block, for programs without async\n",
    );
    text.push_str("tracing = [\"dep:tracing\"]           # a span per request\n\n[dependencies]\n");
    for line in DEPENDENCIES {
        text.push_str(line);
        text.push('\n');
        if line.starts_with("httpdate") && uses_time(api) {
            text.push_str(
                "jiff = { version = \"0.2\", features = [\"serde\"] } # dates and times\n",
            );
        }
    }
    text.push_str("tracing = { version = \"0.1\", default-features = false, features = [\"attributes\", \"std\"], optional = true } # spans\n");
    text
}

fn uses_time(api: &Api) -> bool {
    let mut found = false;
    let mut look = |ty: &Type| found |= matches!(ty, Type::DateTime | Type::Date);
    api.types.iter().for_each(|def| def.shape.visit(&mut look));
    for operation in &api.operations {
        operation
            .parameters
            .iter()
            .for_each(|parameter| parameter.ty.visit(&mut look));
        operation
            .body
            .iter()
            .for_each(|body| body.ty.visit(&mut look));
        operation.output.ty.visit(&mut look);
        operation.events.iter().for_each(|ty| ty.visit(&mut look));
    }
    found
}
