//! Suite `autorest`: the test server of `AutoRest` checks every request, and counts the scenarios that were carried out.

mod clients;
mod server;
mod verdict;

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::score::Score;
use super::{Setting, fetch};
use crate::scratch::built;

const PACKAGE: &str = "@microsoft.azure/autorest.testserver";
const VERSION: &str = "3.3.51";

pub(super) const POLICY: &str = "\
A client is generated for each of the server's Swagger 2.0 documents; the calls in `tests/conformance/autorest/calls/` are\n\
ours. A scenario passes if the server says that it was carried out, and what came back is what the scenario says. Formats\n\
`int32`, `float`, `byte`, `duration`, `date-time-rfc1123` and `unixtime` are documentation: such values are plain numbers\n\
and text, so an out-of-range number or text in no such format is read, not refused. Where the server contradicts its own\n\
document (nothing, null or a value of another type where one is promised that cannot be missing), a call passes if it fails\n\
with an error that says so: 65 calls expect that (`unreadable!`), most of them of scenarios about values that are not valid.";

/// The general scenarios, and those that are about Azure.
pub(super) fn run(setting: &Setting) -> Result<Vec<Score>> {
    let package = fetch::npm(&setting.cache, PACKAGE, VERSION)?;
    let folder = clients::write(setting, &package)?;
    let server = server::start(&package, &setting.cache)?;
    let results = setting.cache.join("autorest.results.json");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "calls", "--", &server.url])
        .arg(&results)
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", built())
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("the calls could not be made");
    }
    let found: Value = serde_json::from_str(&std::fs::read_to_string(&results)?)?;
    verdict::scores(&found, &format!("npm `{PACKAGE}` {VERSION}"))
}

/// What is different for the scenarios about Azure.
const AZURE_POLICY: &str = "\
The scenarios of the same run that the server counts as those of Azure: paging by `x-ms-pageable`, versions and\n\
subscriptions in parameters, grouped parameters, long-running operations.";
