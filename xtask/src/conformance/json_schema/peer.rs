//! The same instances with the types of another generator: what a score can be compared with.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::super::score::Score;
use super::super::{Setting, fetch};
use super::document::{self, Instance, Suite};
use super::{SOURCE, UNIT, failures_of};
use crate::examples::collect::DIFFERENCE;
use crate::scratch::built;

const PROGRAM: &str = "openapi-to-rust";
const VERSION: &str = "0.23.0";

const POLICY: &str = "\
For comparison: the same document and the same instances, with the types that the generator openapi-to-rust makes. A\n\
group for whose schema it makes no type counts as failed.";

const MANIFEST: &str = "\
[package]\nname = \"peer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[profile.dev]\ndebug = false\n\n\
[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\nserde_json = { version = \"1\", features = [\"float_roundtrip\"] }\n\
chrono = { version = \"0.4\", features = [\"serde\"] }\nuuid = { version = \"1\", features = [\"serde\"] }\n\
url = { version = \"2\", features = [\"serde\"] }\n";

pub(super) fn score(setting: &Setting) -> Result<Score> {
    let names = ("json-schema-openapi-to-rust", "json-schema --peers");
    let source = format!("{SOURCE}; {PROGRAM} {VERSION}");
    let mut score = Score::new(names, &source, UNIT, POLICY);
    let program = fetch::program(&setting.cache, PROGRAM, VERSION)?;
    let Suite {
        mut document,
        instances,
    } = document::read(&setting.data.join("json-schema/tests"), false)?;
    let refused = leave_out(&mut document);
    let folder = setting.cache.join("peer");
    let types = generate(&program, &folder, &document)?;
    let mut checked: Vec<(String, Value, String)> = Vec::new();
    for Instance {
        name,
        schema,
        value,
        needs,
    } in instances
    {
        let component = schema.rsplit('/').next().unwrap_or_default().to_owned();
        if let Some(needs) = needs {
            score
                .not_applicable
                .entry(needs.to_owned())
                .or_default()
                .push(name);
        } else if refused.contains(&component) {
            score.fail(
                "a reference by name (`$anchor`, `$dynamicRef`): the whole document is refused",
                name,
            );
        } else if component == NOT_COMPILED {
            score.fail("the type that is generated does not compile", name);
        } else if types.contains(&component) {
            checked.push((name, value, component));
        } else {
            score.fail("no type is generated for the schema", name);
        }
    }
    let failures = failures_of(&run(&folder, &checked)?)?;
    score.passed = checked.len() - failures.len();
    for (name, why) in failures {
        score.fail(&why, name);
    }
    Ok(score)
}

/// A schema whose type does not compile.
const NOT_COMPILED: &str = "Enum14";

/// Takes the schemas out for which the program refuses the whole document; their names.
fn leave_out(document: &mut Value) -> BTreeSet<String> {
    let schemas = document.pointer_mut("/components/schemas");
    let Some(schemas) = schemas.and_then(Value::as_object_mut) else {
        return BTreeSet::new();
    };
    schemas.remove(NOT_COMPILED);
    let by_name = |schema: &Value| {
        let text = schema.to_string();
        [
            "\"$anchor\"",
            "\"$dynamicRef\"",
            "\"$dynamicAnchor\"",
            "\"$id\"",
        ]
        .iter()
        .any(|keyword| text.contains(keyword))
    };
    let mut refused = BTreeSet::new();
    schemas.retain(|name, schema| {
        let stays = !by_name(schema);
        if !stays {
            refused.insert(name.clone());
        }
        stays
    });
    refused
}

/// Generates the types; their names.
fn generate(program: &Path, folder: &Path, document: &Value) -> Result<BTreeSet<String>> {
    let generated = folder.join("src/generated");
    fs::create_dir_all(&generated)?;
    let suite = folder.join("suite.json");
    fs::write(&suite, document.to_string())?;
    let status = Command::new(program)
        .arg("generate")
        .arg(&suite)
        .arg("--output-dir")
        .arg(&generated)
        .arg("--quiet")
        .status()
        .with_context(|| format!("cannot run {PROGRAM}"))?;
    if !status.success() {
        bail!("{PROGRAM} generates nothing");
    }
    let text = fs::read_to_string(generated.join("types.rs"))?;
    let names = text.lines().filter_map(|line| {
        let line = line.strip_prefix("pub ")?;
        let rest = ["struct ", "enum ", "type "]
            .iter()
            .find_map(|word| line.strip_prefix(word))?;
        rest.split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()
            .map(str::to_owned)
    });
    Ok(names.collect())
}

/// What the program that checks the instances prints.
fn run(folder: &Path, checked: &[(String, Value, String)]) -> Result<String> {
    let mut checks = String::new();
    for (name, _, component) in checked {
        let _ = writeln!(checks, "    ({name:?}, check::<types::{component}>),");
    }
    let values: Value = checked.iter().map(|(_, value, _)| value.clone()).collect();
    fs::write(folder.join("examples.json"), values.to_string())?;
    fs::write(folder.join("Cargo.toml"), MANIFEST)?;
    let main = format!(
        "{}\n{DIFFERENCE}\nstatic CHECKS: &[(&str, Check)] = &[\n{checks}];\n",
        include_str!("peer.rs.txt")
    );
    fs::write(folder.join("src/main.rs"), main)?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["run", "--quiet"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", built())
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("cannot run cargo")?;
    if !output.status.success() {
        bail!("the types of {PROGRAM} do not compile");
    }
    String::from_utf8(output.stdout).context("what is printed is no text")
}
