//! `package`: the crates as they would be published, used from an empty folder.
//!
//! Nothing is published. The tarballs are unpacked below `target/`, and stand in for crates.io: the command line generates a client
//! that depends on the packaged runtime, and a program uses it, the vendored client and the mock.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};

use crate::scratch;

/// What is published, dependencies first.
const PACKAGES: [&str; 4] = [
    "openapi-client-runtime",
    "openapi-client-generator",
    "fitbit-plus",
    "fitbit-plus-mock",
];
/// What every package has beside its code.
const FILES: [&str; 3] = ["README.md", "LICENSE-MIT", "LICENSE-APACHE"];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only make and look into the tarballs; compile nothing.
    #[arg(long)]
    no_verify: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let folder = scratch::target().join("scratch").join("package");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let unpacked = unpack(&folder)?;
    if arguments.no_verify {
        return Ok(ExitCode::SUCCESS);
    }
    let patches = patches(&unpacked);
    generate(&folder, &unpacked[1], &patches)?;
    let printed = call(&folder, &patches)?;
    print!("{printed}");
    ensure!(printed.contains("patients:"), "the program got no patients");
    Ok(ExitCode::SUCCESS)
}

/// Makes the tarballs and unpacks them; where each package is then.
fn unpack(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut command = cargo();
    command
        .args(["package", "--quiet", "--no-verify", "--allow-dirty"])
        .current_dir(scratch::root());
    for package in PACKAGES {
        command.args(["--package", package]);
    }
    succeed(&mut command)?;
    let version = env!("CARGO_PKG_VERSION");
    let mut unpacked = Vec::new();
    for package in PACKAGES {
        let name = format!("{package}-{version}");
        let tarball = scratch::built()
            .join("package")
            .join(format!("{name}.crate"));
        let mut tar = Command::new("tar");
        tar.arg("xzf").arg(&tarball).arg("-C").arg(folder);
        succeed(&mut tar)?;
        let at = folder.join(name);
        for file in FILES {
            let is_file = fs::symlink_metadata(at.join(file)).is_ok_and(|found| found.is_file());
            ensure!(is_file, "{package} is packaged without {file}");
        }
        let manifest = fs::read_to_string(at.join("Cargo.toml"))?;
        ensure!(
            !manifest.contains("path = \"../"),
            "{package} depends on a path outside it"
        );
        let size = fs::metadata(&tarball)?.len() / 1000;
        println!("packaged    {package} {version}, {size} KB");
        unpacked.push(at);
    }
    Ok(unpacked)
}

/// The unpacked packages in the place of crates.io.
fn patches(unpacked: &[PathBuf]) -> String {
    let mut text = "\n[patch.crates-io]\n".to_owned();
    for (package, path) in PACKAGES.iter().zip(unpacked) {
        text += &format!("{package} = {{ path = '{}' }}\n", path.display());
    }
    text
}

/// Runs the packaged command line, as `cargo install` would build it.
fn generate(folder: &Path, generator: &Path, patches: &str) -> Result<()> {
    let manifest = generator.join("Cargo.toml");
    let text = fs::read_to_string(&manifest)?;
    fs::write(&manifest, format!("{text}\n[workspace]\n{patches}"))?;
    let spec = scratch::root().join("tests/corpus/orders.openapi31.yaml");
    succeed(
        cargo()
            .args(["run", "--quiet", "--features", "cli", "--", "generate"])
            .arg(spec)
            .arg("--out")
            .arg(folder.join("orders"))
            .args(["--name", "orders", "--runtime", "crate"])
            .current_dir(generator),
    )?;
    // For others it is a package of crates.io.
    fs::write(&manifest, text)?;
    Ok(())
}

const PROGRAM: &str = r#"use fitbit_plus::Client;
use fitbit_plus_mock::MockServer;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = MockServer::builder().patients(3).start().await?;
    let client = Client::builder().base_url(mock.url()).client_credentials(mock.client_id(), mock.client_secret()).build()?;
    let organization = mock.clients()[0].tenant.clone().unwrap_or_default();
    let mut patients = client.fetch_patients().filter_organization(organization).by_cursor(2).items();
    let mut count = 0;
    while patients.try_next().await?.is_some() {
        count += 1;
    }
    println!("patients: {count}");
    let _ = orders::Client::builder;
    Ok(())
}
"#;

/// Builds and runs a program that has the packages as dependencies; what it prints.
fn call(folder: &Path, patches: &str) -> Result<String> {
    let program = folder.join("program");
    fs::create_dir_all(program.join("src"))?;
    let version = env!("CARGO_PKG_VERSION");
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\nfitbit-plus = \"{version}\"\nfitbit-plus-mock = \"{version}\"\norders = {{ path = '../orders' }}\ntokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n{patches}"
    );
    fs::write(program.join("Cargo.toml"), manifest)?;
    fs::write(program.join("src/main.rs"), PROGRAM)?;
    let output = cargo()
        .args(["run", "--quiet"])
        .current_dir(&program)
        .stderr(std::process::Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "the program fails");
    String::from_utf8(output.stdout).context("what is printed is no text")
}

fn cargo() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.env("CARGO_TARGET_DIR", scratch::built());
    command
}

fn succeed(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    ensure!(status.success(), "{command:?} fails");
    Ok(())
}
