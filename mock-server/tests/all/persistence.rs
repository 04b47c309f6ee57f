//! State in files, and the end of a server.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fitbit_plus_mock::MockServer;
use reqwest::Method;
use serde_json::Value;

use crate::api::{start, start_with};

/// A file in a folder of its own, neither of which is left over from another run.
fn file(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.folder"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

async fn refusal(file: &Path) -> String {
    let builder = MockServer::builder().patients(1).save(file);
    builder.start().await.unwrap_err().to_string()
}

fn state(file: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

#[tokio::test]
async fn saved_state_is_there_after_a_restart() {
    let file = file("saved.json");
    let settings = || MockServer::builder().patients(5).save(&file);
    let api = start_with(settings()).await;
    let (_, made) = api.post("/patient", &api.new_patient()).await;
    let path = format!("/patient/{}", made["data"]["id"].as_str().unwrap());
    api.mock.stop().await;
    assert!(!beside(&file, ".tmp").exists());
    let again = start_with(settings()).await;
    assert_eq!(again.get(&path).await.1["data"], made["data"]);
    let loaded = start_with(MockServer::builder().patients(1).data(&file)).await;
    assert_eq!(loaded.get(&path).await.0, 200);
}

#[tokio::test]
async fn a_file_that_is_no_state_is_said_to_be_none() {
    let file = file("broken.json");
    std::fs::write(&file, "{\"patient\": 1}").unwrap();
    let error = MockServer::builder()
        .data(&file)
        .start()
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("broken.json") && error.contains("`patient`"),
        "{error}"
    );
}

#[tokio::test]
async fn requests_under_way_are_finished_at_the_end() {
    let api = start().await;
    let slow = api
        .request(Method::GET, "/health_question_definition")
        .header("x-mock-fault", "latency=400");
    let answer = tokio::spawn(async move { slow.send().await.unwrap().status().as_u16() });
    tokio::time::sleep(Duration::from_millis(150)).await;
    let url = format!("{}/health_question_definition", api.mock.url());
    api.mock.stop().await;
    assert_eq!(answer.await.unwrap(), 200);
    assert!(
        api.http.get(url).send().await.is_err(),
        "nobody listens any more"
    );
}

#[tokio::test]
async fn two_servers_do_not_keep_their_state_in_one_file() {
    let file = file("shared.json");
    let first = start_with(MockServer::builder().patients(2).save(&file)).await;
    let link = file.with_file_name("link.json");
    symlink(&file, &link).unwrap();
    for name in [&file, &link] {
        let why = refusal(name).await;
        assert!(
            why.contains("another server") && why.contains(".json"),
            "{why}"
        );
    }
    first.mock.stop().await;
    start_with(MockServer::builder().patients(2).save(&link))
        .await
        .mock
        .stop()
        .await;
    assert!(link.is_symlink(), "a link stays one");
}

#[tokio::test]
async fn no_link_beside_the_file_leads_the_state_elsewhere() {
    let file = file("linked.json");
    let victim = file.with_file_name("victim");
    std::fs::write(&victim, "precious").unwrap();
    symlink(&victim, beside(&file, ".tmp")).unwrap();
    let own = file.with_extension("tmp");
    std::fs::write(&own, "of the user").unwrap();
    start_with(MockServer::builder().patients(1).save(&file))
        .await
        .mock
        .stop()
        .await;
    assert!(state(&file)["patient"].is_array());
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "precious");
    assert_eq!(std::fs::read_to_string(&own).unwrap(), "of the user");
    assert!(!file.is_symlink() && !beside(&file, ".tmp").is_symlink());

    std::fs::remove_file(beside(&file, ".lock")).unwrap();
    symlink(&victim, beside(&file, ".lock")).unwrap();
    assert!(refusal(&file).await.contains("cannot keep the state"));
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_to_is_said_at_the_start() {
    // Root may write to folders that are read-only, but not make files there.
    for folder in ["/proc", "/nowhere"] {
        let why = refusal(&Path::new(folder).join("state.json")).await;
        assert!(why.contains("cannot keep the state in /"), "{why}");
    }
}

/// The program, started by a shell that limits how large its files may get.
fn limited(prepare: &str, file: &Path) -> (Child, String) {
    let program = env!("CARGO_BIN_EXE_fitbit-plus-mock");
    let script = format!("{prepare}; exec \"{program}\" --port 0 --patients 60 --save \"$1\"");
    let mut child = Command::new("bash")
        .args(["-c", &script, "bash"])
        .arg(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    let url = line.split_whitespace().last().unwrap_or_default();
    let origin = url.trim_end_matches("/pub").to_owned();
    // The rest is not read, but there is room for it.
    std::mem::forget(output);
    (child, origin)
}

fn wait(child: &mut Child) -> std::process::ExitStatus {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        assert!(
            started.elapsed() < Duration::from_secs(30),
            "it does not end"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn terminate(child: &Child) {
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
}

/// The system kills a program that makes a file larger than allowed: in the middle of the write.
#[tokio::test]
async fn a_server_killed_while_it_writes_leaves_the_file_whole() {
    let file = file("killed.json");
    start_with(MockServer::builder().patients(3).save(&file))
        .await
        .mock
        .stop()
        .await;
    let before = std::fs::read(&file).unwrap();
    let (mut child, origin) = limited("ulimit -f 8", &file);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let reset = http
        .post(format!("{origin}/_mock/reset"))
        .send()
        .await
        .unwrap();
    assert_eq!(reset.status(), 200);
    assert!(!wait(&mut child).success());
    assert!(
        std::fs::metadata(beside(&file, ".tmp")).unwrap().len() > 0,
        "it was in the middle"
    );
    assert_eq!(std::fs::read(&file).unwrap(), before);
    // What it left is in no one's way.
    let again = start_with(MockServer::builder().save(&file)).await;
    again.mock.write(|store| {
        let id = store.ids("patient", &again.organization)[0].to_string();
        store.remove("patient", &id);
    });
    again.mock.stop().await;
    assert!(state(&file)["patient"].is_array());
    assert_ne!(std::fs::read(&file).unwrap(), before);
    assert!(!beside(&file, ".tmp").exists());
}

/// With the signal ignored, writing fails as on a full disk.
#[tokio::test]
async fn a_full_disk_leaves_the_file_as_it_was() {
    let file = file("full.json");
    start_with(MockServer::builder().patients(3).save(&file))
        .await
        .mock
        .stop()
        .await;
    let before = std::fs::read(&file).unwrap();
    let (mut child, origin) = limited("trap '' XFSZ; ulimit -f 8", &file);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let reset = http
        .post(format!("{origin}/_mock/reset"))
        .send()
        .await
        .unwrap();
    assert_eq!(reset.status(), 200);
    terminate(&child);
    wait(&mut child);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert!(!beside(&file, ".tmp").exists());
}
