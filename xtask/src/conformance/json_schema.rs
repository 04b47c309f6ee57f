//! Suite `json-schema`: each valid instance of the JSON Schema test suite, decoded into the type of its schema and encoded again.

mod document;

use anyhow::{Context, Result, anyhow};
use openapi_client_generator::{Config, Document, Source, generate};

use super::score::{Causes, Score};
use super::{Setting, refused};
use crate::examples::collect::{self, Example};
use crate::scratch::Scratch;
use document::Instance;

const POLICY: &str = "\
The schema of each group of draft 2020-12 is a component of one OpenAPI 3.1 document. Each of its instances that the suite\n\
calls valid is decoded as the client decodes a body, into the type that is generated for the component, and encoded again;\n\
the result has to be equal, members and nulls included. Invalid instances are not looked at: reading is tolerant by intent.\n\
\n\
A schema without `type` is read by what it says: `properties`, `required`, `items` and `format` say nothing about values of\n\
other types, so such a schema is a type that also takes those. The exception is a referenced schema whose `properties` are\n\
members of an object in every use: it is a struct.";

pub(super) fn run(setting: &Setting) -> Result<Score> {
    let folder = setting.data.join("json-schema/tests");
    let suite = document::read(&folder)
        .with_context(|| format!("the suite is not in {}", folder.display()))?;
    let source = Source::new("suite.json", suite.document.to_string());
    let document = Document::read(source, &[]).map_err(|found| refused(&found))?;
    let config = Config {
        package: Some("conformance".to_owned()),
        all_derives: true,
        ..Config::default()
    };
    let generated = generate(&document, &config).map_err(|found| refused(&found))?;
    let mut score = Score {
        suite: "json-schema",
        source: "JSON-Schema-Test-Suite, draft 2020-12, `tests/draft2020-12/*.json`".to_owned(),
        unit: "valid instances",
        policy: POLICY,
        passed: 0,
        failed: Causes::new(),
        not_applicable: Causes::new(),
        not_run: Causes::new(),
    };
    let mut examples = Vec::new();
    for Instance {
        name,
        schema,
        value,
        needs,
    } in suite.instances
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
        } else {
            let cause = "no type is generated for the schema".to_owned();
            score.failed.entry(cause).or_default().push(name);
        }
    }
    let scratch = Scratch::new("conformance", &generated)?;
    scratch.write(
        "src/bin/check.rs",
        &collect::program(&examples, "conformance"),
    )?;
    scratch.write("examples.json", &collect::values(&examples))?;
    let printed = scratch.output(&["run", "--quiet", "--bin", "check"])?;
    let mut lines = printed.lines().peekable();
    let mut failed = 0;
    while let Some(line) = lines.next() {
        if let Some(why) = lines.next_if(|next| next.starts_with("    ")) {
            failed += 1;
            score
                .failed
                .entry(why.trim().to_owned())
                .or_default()
                .push(line.to_owned());
        } else if !line.ends_with("come back unchanged") {
            return Err(anyhow!("the check printed {line:?}"));
        }
    }
    score.passed = examples.len() - failed;
    Ok(score)
}
