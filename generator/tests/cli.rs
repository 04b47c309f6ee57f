//! The command line, run as a user runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SPEC: &str = r##"
openapi: 3.0.3
info: { title: Shop, version: "1" }
paths:
  /orders:
    get:
      tags: [orders]
      operationId: listOrders
      responses:
        "200": { description: Orders., content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Order" } } } } }
    post:
      tags: [orders]
      operationId: createOrder
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
      responses: { "204": { description: Made. } }
  /carts:
    get:
      tags: [carts]
      operationId: listCarts
      responses:
        "200": { description: Carts., content: { application/json: { schema: { $ref: "#/components/schemas/Cart" } } } }
components:
  schemas:
    Order: { type: object, properties: { id: { type: string }, at: { type: string, format: date-time }, item: { $ref: "#/components/schemas/Item" } } }
    Cart: { type: object, properties: { item: { $ref: "#/components/schemas/Item" }, color: { $ref: "#/components/schemas/Color" } } }
    Item: { type: object, properties: { title: { type: string } } }
    Color: { type: string, enum: [red, green] }
    Forgotten: { type: object, properties: { color: { $ref: "#/components/schemas/Color" } } }
"##;

const OVERLAY: &str = r#"
overlay: 1.0.0
info: { title: Corrections, version: "1" }
actions:
  - { target: $.info, update: { title: Corrected shop } }
"#;

/// A folder with `api.yaml` and `corrections.yaml`, empty otherwise.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("cli")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("api.yaml"), SPEC).unwrap();
    fs::write(folder.join("corrections.yaml"), OVERLAY).unwrap();
    folder
}

fn run(folder: &Path, arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openapi-client-generator"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap()
}

/// Standard output of a run that must succeed.
fn succeed(folder: &Path, arguments: &str) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Standard error of a run that must fail.
fn fail(folder: &Path, arguments: &str) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments}: {output:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn generate_writes_a_crate_and_check_finds_it_up_to_date_until_the_document_changes() {
    let folder = folder("generate");
    let said = succeed(&folder, "generate api.yaml --out client");
    let wrote = said
        .lines()
        .find(|line| line.starts_with("wrote "))
        .unwrap();
    assert!(wrote.contains(" files to client ("), "{said}");
    assert!(wrote.ends_with(" new): 3 operations, 5 types"), "{said}");
    assert!(
        said.ends_with("\nnext: cd client && cargo doc --open\n"),
        "{said}"
    );
    let manifest = read(&folder.join("client/Cargo.toml"));
    assert!(manifest.contains("name = \"shop\""), "{manifest}");
    assert!(folder.join("client/src/operations/orders.rs").exists());
    let said = succeed(&folder, "check --spec api.yaml --out client");
    assert!(said.ends_with("client is up to date\n"), "{said}");

    fs::write(
        folder.join("api.yaml"),
        SPEC.replace("listCarts", "allCarts"),
    )
    .unwrap();
    let output = run(&folder, "check api.yaml --out client");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("changed  client/src/operations/carts.rs"),
        "{said}"
    );
}

#[test]
fn a_manifest_is_written_once_and_what_it_lacks_is_said() {
    let folder = folder("manifest");
    succeed(&folder, "generate api.yaml --out client");
    let path = folder.join("client/Cargo.toml");
    let mine = read(&path).replace("[dependencies]", "[dependencies]\nanyhow = \"1\"");
    fs::write(&path, &mine).unwrap();
    let output = run(
        &folder,
        "generate api.yaml --out client --features-per-tag --date-time chrono",
    );
    assert!(output.status.success(), "{output:?}");
    assert_eq!(read(&path), mine, "the manifest is the user's");
    let said = String::from_utf8(output.stderr).unwrap();
    let expected = "client/Cargo.toml lacks\n[features]\ncarts = []\nfull = [\"carts\", \"orders\"]\norders = []\n[dependencies]\nchrono = ";
    assert!(said.starts_with(expected), "{said}");
    let output = run(
        &folder,
        "check api.yaml --out client --features-per-tag --date-time chrono",
    );
    assert_eq!(output.status.code(), Some(1), "{output:?}");
}

#[test]
fn what_is_left_out_is_neither_in_the_text_nor_in_the_manifest() {
    let folder = folder("small");
    let extras = "blocking,browser,hooks,http2,rate-limit,testing,tracing";
    succeed(&folder, "generate api.yaml --out whole");
    let small = format!("generate api.yaml --out small --leave-out {extras}");
    succeed(&folder, &small);
    let text = |client: &str| -> String {
        let paths =
            ["Cargo.toml", "src/client.rs", "src/runtime"].map(|path| format!("{client}/{path}"));
        let mut waiting: Vec<_> = paths.iter().map(|path| folder.join(path)).collect();
        let mut text = String::new();
        while let Some(path) = waiting.pop() {
            match fs::read_dir(&path) {
                Ok(entries) => waiting.extend(entries.map(|entry| entry.unwrap().path())),
                Err(_) => text.push_str(&read(&path)),
            }
        }
        text
    };
    let (whole, small) = (text("whole"), text("small"));
    for word in [
        "\"blocking\"",
        "\"testing\"",
        "\"tracing\"",
        "\"http2\"",
        "tracing =",
        "wasm",
        "mod hooks",
        "mod rate_limit",
        "mod stub",
        "mod telemetry",
        "pub enum Blocking",
        "RateLimiter",
        "BeforeRequest<'a>",
    ] {
        assert!(whole.contains(word), "{word}");
        assert!(!small.contains(word), "{word}");
    }
    assert!(small.lines().count() + 700 < whole.lines().count());
}

#[test]
fn a_manifest_lacks_what_it_does_not_list_of_the_runtime() {
    let folder = folder("parts");
    succeed(&folder, "generate api.yaml --out client --runtime crate");
    let path = folder.join("client/Cargo.toml");
    let whole = read(&path);
    let without = whole.replace("\"object\", ", "");
    assert_ne!(without, whole);
    fs::write(&path, without).unwrap();
    let said = fail(&folder, "check api.yaml --out client --runtime crate");
    let expected = "client/Cargo.toml lacks\n[dependencies]\nopenapi-client-runtime = { version";
    assert!(
        said.starts_with(expected) && said.contains("\"object\""),
        "{said}"
    );
    let full = whole.replace("\"object\", ", "\"full\", ");
    fs::write(&path, full).unwrap();
    succeed(&folder, "check api.yaml --out client --runtime crate");
}

#[test]
fn everything_can_be_said_in_a_configuration_file_and_flags_go_before_it() {
    let folder = folder("config");
    fs::create_dir(folder.join("settings")).unwrap();
    fs::write(
        folder.join("settings/client.yaml"),
        "spec: ../api.yaml\noverlays: [../corrections.yaml]\nout: ../client\nname: my-shop\nversion: 2.0.0\ndate_time: time\nexclude_tags: [carts]\n",
    )
    .unwrap();
    succeed(&folder, "generate --config settings/client.yaml");
    let manifest = read(&folder.join("client/Cargo.toml"));
    for line in [
        "name = \"my-shop\"",
        "version = \"2.0.0\"",
        "description = \"Client for Corrected shop 1\"",
        "time = { version",
    ] {
        assert!(manifest.contains(line), "{line}: {manifest}");
    }
    assert!(!folder.join("client/src/operations/carts.rs").exists());
    assert!(read(&folder.join("client/src/models/orders.rs")).contains("OffsetDateTime"));

    succeed(
        &folder,
        "generate --config settings/client.yaml --out other --name other-shop --date-time jiff --exclude-tag orders",
    );
    let manifest = read(&folder.join("other/Cargo.toml"));
    assert!(manifest.contains("name = \"other-shop\""), "{manifest}");
    assert!(!manifest.contains("time = {"), "{manifest}");
    assert!(folder.join("other/src/operations/carts.rs").exists());
    assert!(!folder.join("other/src/operations/orders.rs").exists());
}

#[test]
fn a_mistake_in_a_configuration_file_is_shown_with_its_place() {
    let folder = folder("mistake");
    fs::write(
        folder.join("client.yaml"),
        "spec: api.yaml\nexclude_tag: [carts]\n",
    )
    .unwrap();
    let said = fail(&folder, "generate --config client.yaml --out client");
    assert!(said.contains("client.yaml:2:1"), "{said}");
    assert!(said.contains("did you mean `exclude_tags`?"), "{said}");
    assert!(!folder.join("client").exists());
}

#[test]
fn what_is_missing_on_the_command_line_is_said() {
    let folder = folder("missing");
    assert!(fail(&folder, "generate --out client").contains("which document?"));
    assert!(fail(&folder, "generate api.yaml").contains("where to?"));
    let output = run(&folder, "generate api.yaml --out client --name 1st");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

#[test]
fn types_that_only_excluded_operations_need_are_left_out() {
    let folder = folder("filter");
    let types = |arguments: &str| {
        succeed(
            &folder,
            &format!("generate api.yaml --out client {arguments}"),
        );
        let models = folder.join("client/src/models");
        let files = fs::read_dir(models).unwrap();
        let text: String = files.map(|file| read(&file.unwrap().path())).collect();
        ["Order", "Cart", "Item", "Color", "Forgotten"].map(|name| {
            text.contains(&format!("pub struct {name} "))
                || text.contains(&format!("pub enum {name} "))
        })
    };
    assert_eq!(types(""), [true, true, true, true, true]);
    assert_eq!(
        types("--include-tag orders"),
        [true, false, true, false, false]
    );
    assert_eq!(
        types("--exclude-tag orders"),
        [false, true, true, true, false]
    );
    assert_eq!(
        types("--include-operation listCarts"),
        [false, true, true, true, false]
    );
    assert_eq!(
        types("--include-tag orders --include-operation listCarts --exclude-operation createOrder"),
        [true, true, true, true, false]
    );
    let operations = read(&folder.join("client/src/operations/orders.rs"));
    assert!(!operations.contains("create_order"), "{operations}");
}

#[test]
fn a_name_that_the_document_does_not_have_is_said_and_refused_if_strict() {
    let folder = folder("no-match");
    let output = run(
        &folder,
        "generate api.yaml --out client --exclude-tag order",
    );
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("no operation has the tag `order`"), "{said}");
    fail(
        &folder,
        "generate api.yaml --out strict --strict --exclude-tag order",
    );
    assert!(!folder.join("strict").exists());
}

#[test]
fn features_gate_operations_and_types_of_a_tag() {
    let folder = folder("features");
    succeed(&folder, "generate api.yaml --out client --features-per-tag");
    let source = folder.join("client/src");
    let operations = read(&source.join("operations/mod.rs"));
    assert!(
        operations.contains("#[cfg(feature = \"orders\")]\npub mod orders;"),
        "{operations}"
    );
    let models = read(&source.join("models/mod.rs"));
    for gated in [
        "#[cfg(feature = \"orders\")]\nmod orders;",
        "#[cfg(any(feature = \"carts\", feature = \"orders\"))]\nmod carts_and_orders;",
        "#[cfg(feature = \"full\")]\nmod unused;",
    ] {
        assert!(models.contains(gated), "{gated}: {models}");
    }
    assert!(read(&source.join("models/carts_and_orders.rs")).contains("pub struct Item"));
    let manifest = read(&folder.join("client/Cargo.toml"));
    assert!(manifest.contains("default = [\"full\"]"), "{manifest}");

    succeed(&folder, "generate api.yaml --out without");
    assert!(!read(&folder.join("without/src/models/mod.rs")).contains("cfg"));
}

#[test]
fn a_crate_inside_a_workspace_is_a_workspace_of_its_own_unless_it_is_a_member() {
    let folder = folder("workspace");
    fs::write(
        folder.join("Cargo.toml"),
        "[workspace]\nmembers = [\"member\", \"all/*\"]\n",
    )
    .unwrap();
    for (out, alone) in [("client", true), ("member", false), ("all/client", false)] {
        succeed(&folder, &format!("generate api.yaml --out {out}"));
        let manifest = read(&folder.join(out).join("Cargo.toml"));
        assert_eq!(
            manifest.contains("\n[workspace]\n"),
            alone,
            "{out}: {manifest}"
        );
    }
}

#[test]
fn diff_prints_text_markdown_and_json_and_its_exit_code_is_the_step() {
    let folder = folder("diff");
    fs::write(folder.join("new.yaml"), SPEC.replace("red, green", "red")).unwrap();
    let output = run(&folder, "diff api.yaml new.yaml");
    assert_eq!(output.status.code(), Some(12), "{output:?}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("major"));
    let output = run(&folder, "diff api.yaml new.yaml --format markdown");
    assert!(output.stdout.starts_with(b"### Breaking"), "{output:?}");
    let output = run(&folder, "diff api.yaml new.yaml --format json");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["level"], "major", "{json}");
    assert_eq!(succeed(&folder, "diff api.yaml api.yaml"), "no changes\n");
}

#[test]
fn doctor_says_where_a_contradiction_is_and_drafts_an_overlay() {
    let folder = folder("doctor");
    let broken = SPEC.replace(
        "title: { type: string }",
        "title: { type: string, example: 5 }",
    );
    fs::write(folder.join("broken.yaml"), broken).unwrap();
    let output = run(&folder, "doctor broken.yaml --write-overlay draft.yaml");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("broken.yaml:26:64"), "{said}");
    assert!(read(&folder.join("draft.yaml")).contains("actions:"));
    let said = succeed(&folder, "doctor broken.yaml --overlay draft.yaml");
    assert!(said.starts_with("0 findings;"), "{said}");
}

#[test]
fn spec_prints_the_document_with_and_without_its_corrections() {
    let folder = folder("spec");
    let title = |arguments: &str| {
        let text = succeed(
            &folder,
            &format!("spec api.yaml --overlay corrections.yaml {arguments}"),
        );
        let tree = openapi_client_generator::Source::new("spec", text)
            .parse()
            .unwrap();
        tree["info"]["title"].as_str().unwrap().to_owned()
    };
    assert_eq!(title(""), "Shop");
    assert_eq!(title("--effective"), "Corrected shop");
    assert_eq!(title("--effective --format yaml"), "Corrected shop");
}

#[test]
fn nothing_but_diagnostics_goes_to_standard_error_where_it_is_no_terminal() {
    let folder = folder("quiet");
    // Big enough for progress to be shown.
    let big = SPEC.replace(
        "title: Shop,",
        &format!("title: Shop, description: {},", "x".repeat(1_100_000)),
    );
    fs::write(folder.join("api.yaml"), big).unwrap();
    let output = run(&folder, "generate api.yaml --out client");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn the_schema_of_configuration_files_can_be_printed() {
    let folder = folder("schema");
    let schema: serde_json::Value =
        serde_json::from_str(&succeed(&folder, "config-schema")).unwrap();
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn a_reader_that_stops_early_ends_the_command_quietly() {
    let folder = folder("reader");
    for arguments in [
        "config-schema",
        "spec --spec api.yaml",
        "generate --spec api.yaml --out out",
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = Command::new(env!("CARGO_BIN_EXE_openapi-client-generator"))
            .args(arguments.split_whitespace())
            .current_dir(&folder)
            .stdout(writer)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(141), "{arguments}: {errors}");
        assert!(!errors.contains("panicked"), "{arguments}: {errors}");
    }
}

/// With the document on standard input.
fn piped(folder: &Path, arguments: &str, text: &str) -> Output {
    use std::io::Write as _;
    use std::process::Stdio;
    let mut child = Command::new(env!("CARGO_BIN_EXE_openapi-client-generator"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(text.as_bytes()).unwrap();
    drop(input);
    child.wait_with_output().unwrap()
}

#[test]
fn the_document_comes_from_standard_input() {
    let folder = folder("stdin");
    let output = piped(&folder, "generate - --out client", SPEC);
    assert!(output.status.success(), "{output:?}");
    assert!(folder.join("client/src/operations/orders.rs").exists());
    let output = piped(&folder, "generate - --out other", "openapi: [");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("standard input:2:"), "{said}");
}

#[test]
fn a_dry_run_writes_nothing_and_says_what_it_would() {
    let folder = folder("dry-run");
    let said = succeed(&folder, "generate api.yaml --out client --dry-run");
    assert!(said.contains("missing  client/src/lib.rs\n"), "{said}");
    assert!(said.contains("\nwould write "), "{said}");
    assert!(!folder.join("client").exists());
}

#[test]
fn findings_are_printed_as_json_and_as_sarif() {
    let folder = folder("machine");
    fs::write(
        folder.join("api.yaml"),
        SPEC.replacen("responses:", "respnses:", 1),
    )
    .unwrap();
    let said = succeed(&folder, "generate api.yaml --out client --format json");
    let json: serde_json::Value = serde_json::from_str(&said).unwrap();
    let found = json["diagnostics"].as_array().unwrap();
    let slip = found.iter().find(|one| one["code"] == "unknown-keyword");
    let slip = slip.unwrap_or_else(|| panic!("{json:#}"));
    assert_eq!(slip["help"], "did you mean `responses`?");
    assert_eq!(slip["file"], "api.yaml");
    assert_eq!((&slip["line"], &slip["column"]), (&9.into(), &7.into()));
    assert_eq!(
        (&json["operations"], &json["up_to_date"]),
        (&3.into(), &false.into())
    );

    let said = succeed(&folder, "check api.yaml --out client --format sarif");
    let sarif: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let slip = results
        .iter()
        .find(|one| one["ruleId"] == "unknown-keyword");
    let place = &slip.unwrap()["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "api.yaml");
    assert_eq!(place["region"]["startLine"], 9);

    fs::write(folder.join("bad.yaml"), "openapi: [").unwrap();
    let output = run(&folder, "generate bad.yaml --out client --format json");
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["diagnostics"][0]["severity"], "error");
}

#[test]
fn findings_are_counted_by_kind() {
    let folder = folder("counted");
    let twice = SPEC.replace("operationId:", "operationID:");
    fs::write(folder.join("api.yaml"), twice).unwrap();
    let said = succeed(&folder, "generate api.yaml --out client");
    assert!(
        said.contains("\n3 warnings (unknown-keyword 3)\n"),
        "{said}"
    );
}

#[test]
fn shells_and_man_know_the_commands() {
    let folder = folder("shells");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = succeed(&folder, &format!("completions {shell}"));
        assert!(script.contains("dry-run"), "{shell}");
    }
    assert!(succeed(&folder, "man").contains("openapi\\-client\\-generator"));
    succeed(&folder, "man --out pages");
    assert!(read(&folder.join("pages/openapi-client-generator-generate.1")).contains("dry"));
}

#[test]
fn init_begins_a_crate_that_check_finds_up_to_date() {
    let folder = folder("init");
    let said = succeed(&folder, "init api.yaml --out my-shop");
    assert!(said.starts_with("began my-shop (my-shop): "), "{said}");
    let example = read(&folder.join("my-shop/examples/first.rs"));
    assert!(example.contains("use my_shop::Client;"), "{example}");
    assert!(example.contains("client.list_carts().await?"), "{example}");
    assert_eq!(read(&folder.join("my-shop/.gitignore")), "/target\n");
    let said = succeed(&folder.join("my-shop"), "check --config client.yaml");
    assert!(said.ends_with(" is up to date\n"), "{said}");
    let said = fail(&folder, "init api.yaml --out my-shop");
    assert!(said.contains("use `generate`"), "{said}");

    let said = succeed(&folder, "init api.yaml --out tool --build-script");
    assert!(said.contains("the module `api`"), "{said}");
    assert!(read(&folder.join("tool/src/main.rs")).contains("/api.rs"));
    let manifest = read(&folder.join("tool/Cargo.toml"));
    assert!(manifest.contains("[build-dependencies]\nopenapi-client-generator = "));
    assert_eq!(manifest.matches("tokio = ").count(), 1, "{manifest}");
}
