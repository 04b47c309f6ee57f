//! What shells and `man` know of the command line.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::{Arguments, Failure};

const NAME: &str = env!("CARGO_BIN_NAME");

#[derive(Args)]
pub(crate) struct Completions {
    /// The shell.
    shell: Shell,
}

#[derive(Args)]
pub(crate) struct Man {
    /// Write a page for each command into this folder, instead of printing that of all.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

pub(crate) fn completions(arguments: &Completions) -> ExitCode {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), NAME, &mut text);
    print!("{}", String::from_utf8_lossy(&text));
    ExitCode::SUCCESS
}

pub(crate) fn man(arguments: &Man) -> Result<ExitCode, Failure> {
    let command = Arguments::command().name(NAME);
    match &arguments.out {
        None => print!("{}", page(NAME, &command)?),
        Some(folder) => {
            fs::create_dir_all(folder)?;
            write(folder, NAME, &command)?;
            for sub in command.get_subcommands() {
                let name = format!("{NAME}-{}", sub.get_name());
                write(folder, &name, sub)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write(folder: &Path, name: &str, command: &clap::Command) -> io::Result<()> {
    fs::write(folder.join(format!("{name}.1")), page(name, command)?)
}

fn page(name: &str, command: &clap::Command) -> io::Result<String> {
    let mut text = Vec::new();
    let command = command.clone().display_name(name);
    clap_mangen::Man::new(command)
        .title(name)
        .render(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
