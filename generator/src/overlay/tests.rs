use serde_json::{Value, json};

use super::{Kind, Report, apply};
use crate::diag::Diagnostics;
use crate::source::Source;

fn document() -> Value {
    json!({
        "paths": {
            "/pets": {
                "get": { "tags": ["a"], "parameters": [{ "name": "x" }, { "name": "y" }, { "name": "z" }] },
                "post": { "tags": ["b"] }
            }
        },
        "components": { "schemas": { "Pet": { "type": "object", "required": ["id"] } } }
    })
}

fn run(actions: &str) -> (Value, Report, Diagnostics) {
    run_version("1.1.0", actions)
}

fn run_version(version: &str, actions: &str) -> (Value, Report, Diagnostics) {
    let mut tree = document();
    let mut diagnostics = Diagnostics::default();
    let text =
        format!("overlay: {version}\ninfo: {{ title: Test, version: '1' }}\nactions:\n{actions}");
    let report = apply(
        &mut tree,
        &Source::new("fix.overlay.yaml", text),
        &mut diagnostics,
    );
    (tree, report, diagnostics)
}

#[test]
fn update_merges_objects_concatenates_arrays_and_replaces_plain_values() {
    let (tree, report, diagnostics) = run("
- target: $.components.schemas.Pet
  description: the id is optional
  update: { type: string, required: [name], properties: { name: { type: string } } }
");
    assert!(diagnostics.is_empty(), "{diagnostics}");
    let expected = json!({ "type": "string", "required": ["id", "name"], "properties": { "name": { "type": "string" } } });
    assert_eq!(tree["components"]["schemas"]["Pet"], expected);
    assert_eq!(report.title, "Test");
    assert_eq!(
        report.actions[0].description.as_deref(),
        Some("the id is optional")
    );
    assert_eq!(report.actions[0].kind, Kind::Update);
    assert_eq!(report.actions[0].nodes, ["/components/schemas/Pet"]);
}

#[test]
fn an_array_takes_an_item_and_in_1_1_also_a_list_of_items() {
    let action = "
- target: $.paths['/pets'].get.tags
  update: [c, d]
";
    assert_eq!(
        run(action).0["paths"]["/pets"]["get"]["tags"],
        json!(["a", "c", "d"])
    );
    assert_eq!(
        run_version("1.0.0", action).0["paths"]["/pets"]["get"]["tags"],
        json!(["a", ["c", "d"]])
    );
}

#[test]
fn remove_takes_several_items_of_one_array_and_keeps_the_order_of_the_rest() {
    let (tree, report, diagnostics) = run("
- target: $.paths['/pets'].get.parameters[?@.name != 'y']
  remove: true
- target: $.paths.*.post
  remove: true
");
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert_eq!(
        tree["paths"]["/pets"],
        json!({ "get": { "tags": ["a"], "parameters": [{ "name": "y" }] } })
    );
    assert_eq!(
        report.actions[0].nodes,
        [
            "/paths/~1pets/get/parameters/0",
            "/paths/~1pets/get/parameters/2"
        ]
    );
}

#[test]
fn copy_then_remove_renames() {
    let (tree, _, diagnostics) = run("
- { target: $.paths, update: { /animals: {} } }
- { target: \"$.paths['/animals']\", copy: \"$.paths['/pets']\" }
- { target: \"$.paths['/pets']\", remove: true }
");
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert_eq!(tree["paths"]["/animals"], document()["paths"]["/pets"]);
    assert!(tree["paths"].get("/pets").is_none());
}

#[test]
fn a_target_that_matches_nothing_is_an_error_that_names_what_is_there() {
    let (tree, _, diagnostics) = run("
- target: $.paths
  update: { x-a: 1 }
- target: $.paths['/pets'].gett.tags
  remove: true
");
    assert_eq!(tree, document(), "left as it was");
    assert_eq!(
        diagnostics.to_string().trim_end(),
        "error[overlay-target]: nothing matches `$.paths['/pets'].gett.tags`
 --> fix.overlay.yaml:7:3
  |
7 | - target: $.paths['/pets'].gett.tags
  |   ^^^^^^
  |
  = help: `$.paths['/pets']` exists, `.gett` does not: did you mean `get`?"
    );
}

#[test]
fn every_kind_of_malformed_action_is_reported_at_its_place() {
    let (tree, report, diagnostics) = run("
- target: paths
  remove: true
- target: $.paths[
  remove: true
- remove: true
- target: $
  remove: true
- { target: $.paths, update: {}, copy: $.components }
- target: $.components.schemas.Pet
  update: { required: false }
- nonsense
");
    assert_eq!(tree, document());
    assert!(report.actions.is_empty());
    let found: Vec<_> = diagnostics
        .iter()
        .map(|d| (d.code, d.location.as_ref().map(|at| at.line)))
        .collect();
    let expected = [
        ("overlay-jsonpath", Some(5)),
        ("overlay-jsonpath", Some(7)),
        ("overlay-action", Some(9)),
        ("overlay-action", Some(10)),
        ("overlay-action", Some(12)),
        ("overlay-incompatible", Some(14)),
        ("overlay-action", Some(15)),
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_action_without_a_change_is_warned_of() {
    let (tree, report, diagnostics) = run("\n- { target: $.paths, description: as it is }");
    assert_eq!(tree, document());
    assert_eq!(report.actions[0].kind, Kind::Nothing);
    assert!(!diagnostics.has_errors());
    let found: Vec<_> = diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(found, ["overlay-action"]);
}

#[test]
fn a_name_with_a_hyphen_needs_no_quotes() {
    let (tree, _, diagnostics) = run("
- { target: $.paths, update: { x-of-old: { x-seen: true, name: 'a.x-seen' } } }
- { target: $.paths.x-of-old.x-seen, remove: true }
- { target: \"$..[?@.name == 'a.x-seen']\", update: { found: true } }
");
    assert!(diagnostics.is_empty(), "{diagnostics}");
    let expected = json!({ "name": "a.x-seen", "found": true });
    assert_eq!(tree["paths"]["x-of-old"], expected);
}

#[test]
fn a_plain_value_can_be_removed_in_1_0() {
    let action = "- { target: $.components.schemas.Pet.type, remove: true }";
    let (tree, _, diagnostics) = run_version("1.0.0", action);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert_eq!(
        tree["components"]["schemas"]["Pet"],
        json!({ "required": ["id"] })
    );
}

#[test]
fn what_is_not_an_overlay_is_refused() {
    let info = "info: { title: t, version: '1' }";
    let action = "actions: [{ target: $.paths, remove: true }]";
    for text in [
        "openapi: 3.0.0".to_owned(),
        format!("overlay: 2.0.0\n{info}\n{action}"),
        format!("overlay: '1.0'\n{info}\n{action}"),
        format!("overlay: 1.0.0\n{info}"),
        format!("overlay: 1.0.0\n{info}\nactions: []"),
        format!("overlay: 1.0.0\n{action}"),
        format!("overlay: 1.0.0\ninfo: {{ title: t }}\n{action}"),
        format!("overlay: 1.0.0\ninfo: {{ title: t, version: [1] }}\n{action}"),
        format!("overlay: 1.0.0\n{info}\nextends: {{}}\n{action}"),
        format!("overlay: 1.0.0\n{info}\nother: 1\n{action}"),
        format!("overlay: 1.0.0\n{info}\nactions: [{{ target: $.paths, copy: $.info }}]"),
        format!("overlay: 1.0.0\n{info}\nactions: [{{ target: $, x: 1 }}]"),
        format!(
            "overlay: 1.0.0\n{info}\nactions: [{{ target: $, update: 1 }}, {{ target: $, update: 1 }}]"
        ),
        "[1]".to_owned(),
        "{".to_owned(),
        String::new(),
    ] {
        let mut diagnostics = Diagnostics::default();
        let mut tree = document();
        apply(
            &mut tree,
            &Source::new("x.yaml", text.as_str()),
            &mut diagnostics,
        );
        assert!(diagnostics.has_errors(), "{text}");
    }
}

#[test]
fn an_expression_cannot_exhaust_the_stack() {
    let target = format!("$[?{}@.a{}]", "(".repeat(50_000), ")".repeat(50_000));
    let (_, _, diagnostics) = run(&format!("- {{ target: '{target}', remove: true }}"));
    assert!(diagnostics.has_errors());
    let started = std::time::Instant::now();
    let target = format!("$[?{}@.a{}]", "(".repeat(14), ")".repeat(14));
    run(&format!("- {{ target: '{target}', remove: true }}"));
    assert!(
        started.elapsed().as_secs() < 2,
        "nested brackets are parsed in reasonable time"
    );
}
