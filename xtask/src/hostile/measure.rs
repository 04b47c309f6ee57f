//! What a program takes of the machine.

use std::fs;
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// A program that runs longer is ended.
const LONGEST: Duration = Duration::from_secs(120);
/// How often it is looked at. What it takes in its last moments is not seen.
const PAUSE: Duration = Duration::from_millis(5);
/// Units in which Linux counts CPU time (`USER_HZ`).
const TICKS_PER_SECOND: f64 = 100.0;

/// What a program took.
pub(crate) struct Cost {
    /// CPU time of all its threads, in seconds.
    pub(crate) seconds: f64,
    /// Most memory it had at once, in megabytes.
    pub(crate) megabytes: u64,
    /// How it ended; `None` if it was ended.
    status: Option<ExitStatus>,
}

impl Cost {
    /// Whether it ended in neither of the two ways in which it may.
    pub(crate) fn is_abnormal(&self) -> bool {
        let code = self.status.and_then(|status| status.code());
        !matches!(code, Some(0 | 1))
    }

    /// How it ended, in words.
    pub(crate) fn end(&self) -> String {
        match self.status {
            Some(status) if status.success() => "a client".to_owned(),
            Some(status) if status.code() == Some(1) => "diagnostics".to_owned(),
            Some(status) => status.to_string(),
            None => format!("ended after {LONGEST:?}"),
        }
    }
}

/// Runs a program that is silent, and watches what it takes.
pub(crate) fn measure(command: &mut Command) -> Result<Cost> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().context("cannot run the program")?;
    let folder = format!("/proc/{}", child.id());
    let mut cost = Cost {
        seconds: 0.0,
        megabytes: 0,
        status: None,
    };
    loop {
        // An ended program that nobody has waited for still has its times.
        cost.seconds = seconds(&folder).unwrap_or(cost.seconds);
        cost.megabytes = megabytes(&folder).unwrap_or(0).max(cost.megabytes);
        if has_ended(&folder) {
            cost.status = Some(child.wait()?);
            return Ok(cost);
        }
        if start.elapsed() > LONGEST {
            child.kill()?;
            child.wait()?;
            return Ok(cost);
        }
        sleep(PAUSE);
    }
}

/// The fields of `stat` from the state on: the third.
fn stat(folder: &str) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("{folder}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

fn has_ended(folder: &str) -> bool {
    stat(folder).is_none_or(|fields| fields[0] == "Z")
}

fn seconds(folder: &str) -> Option<f64> {
    let fields = stat(folder)?;
    let ticks = |field: usize| fields.get(field)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS_PER_SECOND)
}

fn megabytes(folder: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("{folder}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024)
}
