//! Suite `json-schema`: each valid instance of the JSON Schema test suite, decoded into the type of its schema and encoded again.

mod document;
mod peer;

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow};
use openapi_client_generator::{Config, Document, Generated, Source, generate};

use super::score::Score;
use super::{Setting, refused};
use crate::examples::collect::{self, Example};
use crate::scratch::Scratch;
use document::{Instance, Suite};

const SOURCE: &str = "JSON-Schema-Test-Suite, draft 2020-12";

const UNIT: &str = "valid instances";

const POLICY: &str = "\
The schema of each group is a component of one OpenAPI 3.1 document. Each of its instances that the suite calls valid is\n\
decoded as the client decodes a body, into the type that is generated for the component, and encoded again; the result has\n\
to be equal, members and nulls included. Invalid instances are not looked at: reading is tolerant by intent.\n\
\n\
By JSON Schema, `properties`, `items` and `format` say nothing of values of other types, so that a schema without `type`\n\
takes those as well. Documents nearly always mean the evident type. So that is what is generated, as a policy, unless an\n\
example or a default of the schema is of another type; a note says so for each such schema.";

const SHOWN_POLICY: &str = "\
The same, with the instances as `examples` of the component: where the document shows values of other types, they are read.";

/// With the schemas alone, and with the instances shown in the document.
pub(super) fn run(setting: &Setting) -> Result<Vec<Score>> {
    let plain = Score::new(("json-schema", "json-schema"), SOURCE, UNIT, POLICY);
    let shown = Score::new(
        ("json-schema-examples", "json-schema"),
        SOURCE,
        UNIT,
        SHOWN_POLICY,
    );
    let mut scores = vec![score(setting, plain, false)?, score(setting, shown, true)?];
    if setting.peers {
        scores.push(peer::score(setting)?);
    }
    Ok(scores)
}

fn score(setting: &Setting, mut score: Score, shown: bool) -> Result<Score> {
    let folder = setting.data.join("json-schema/tests");
    let suite = document::read(&folder, shown)
        .with_context(|| format!("the suite is not in {}", folder.display()))?;
    let Suite {
        document,
        instances,
    } = suite;
    let (document, generated) = client(&document.to_string())?;
    let mut examples = Vec::new();
    let mut schemas = BTreeMap::new();
    for Instance {
        name,
        schema,
        value,
        needs,
    } in instances
    {
        if let Some(needs) = needs {
            score
                .not_applicable
                .entry(needs.to_owned())
                .or_default()
                .push(name);
        } else if let Some(example) =
            Example::of_schema(document.tree(), &generated, &schema, name.clone(), value)
        {
            examples.push(example);
            schemas.insert(name, schema);
        } else {
            score.fail("no type is generated for the schema", name);
        }
    }
    let mut failed = 0;
    for (name, why) in failures(&examples, &generated)? {
        failed += 1;
        let untyped = schemas
            .get(&name)
            .and_then(|schema| untyped(&generated, schema));
        score.fail(&untyped.unwrap_or(why), name);
    }
    score.passed = examples.len() - failed;
    Ok(score)
}

fn client(text: &str) -> Result<(Document, Generated)> {
    let source = Source::new("suite.json", text);
    let document = Document::read(source, &[]).map_err(|found| refused(&found))?;
    let config = Config {
        package: Some("conformance".to_owned()),
        all_derives: true,
        ..Config::default()
    };
    let generated = generate(&document, &config).map_err(|found| refused(&found))?;
    Ok((document, generated))
}

/// What the generator says of a schema without a type.
fn untyped(generated: &Generated, schema: &str) -> Option<String> {
    let mut notes = generated
        .diagnostics
        .iter()
        .filter(|found| found.code == "untyped");
    let note = notes.find(|note| note.pointer == schema)?;
    Some(format!("policy: {}", note.message))
}

/// The instances that do not come back as they were, and why.
fn failures(examples: &[Example], generated: &Generated) -> Result<Vec<(String, String)>> {
    let scratch = Scratch::new("conformance", generated)?;
    scratch.write(
        "src/bin/check.rs",
        &collect::program(examples, "conformance"),
    )?;
    scratch.write("examples.json", &collect::values(examples))?;
    let printed = scratch.output(&["run", "--quiet", "--bin", "check"])?;
    failures_of(&printed)
}

/// Two lines for each instance that does not come back as it was: its name, and why.
fn failures_of(printed: &str) -> Result<Vec<(String, String)>> {
    let mut failures = Vec::new();
    let mut lines = printed.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(why) = lines.next_if(|next| next.starts_with("    ")) {
            let why = why.trim().split(" at line ").next().unwrap_or_default();
            failures.push((line.to_owned(), why.to_owned()));
        } else if !line.ends_with("come back unchanged") {
            return Err(anyhow!("the check printed {line:?}"));
        }
    }
    Ok(failures)
}
