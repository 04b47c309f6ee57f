//! Rules as text, one to a line: `status=503 rate=0.05 retry-after=2 path=/patient/* method=GET` is the fault first, then
//! conditions in any order. The same lines are used as flags, by the admin API and in the header `X-Mock-Fault`, where commas
//! part several of them.

use std::time::Duration;

use percent_encoding::percent_decode_str;

use super::{Canned, Fault, Latency, RetryAfter, Rule};
use crate::plan::JSON_API;

/// Where `next=foreign` leads; no such host exists (RFC 2606 section 2).
const FOREIGN: &str = "http://other-origin.invalid";

/// A line that is no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError(pub String);

impl std::fmt::Display for RuleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RuleError {}

impl Rule {
    /// Reads rules, parted by commas or lines.
    ///
    /// # Errors
    ///
    /// The first that is none, and why.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, RuleError> {
        text.split([',', '\n'])
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(Self::parse)
            .collect()
    }

    /// Reads one rule.
    ///
    /// # Errors
    ///
    /// Why the text is no rule.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let bad = |why: String| RuleError(format!("`{text}` is no fault: {why}"));
        let mut words = text
            .split([' ', ';', '\t'])
            .filter(|word| !word.is_empty())
            .map(|word| word.split_once('=').unwrap_or((word, "")));
        let (name, value) = words.next().ok_or_else(|| bad("it is empty".to_owned()))?;
        let mut rule = Self::new(text);
        let mut options = Options::default();
        for (key, value) in words {
            let number = || {
                value
                    .parse::<u64>()
                    .map_err(|_| bad(format!("`{key}` takes a number, not `{value}`")))
            };
            match key {
                "rate" => {
                    let percent = value.strip_suffix('%');
                    let rate: f64 = percent
                        .unwrap_or(value)
                        .parse()
                        .map_err(|_| bad(format!("`{value}` is no rate")))?;
                    rule.rate = if percent.is_some() {
                        rate / 100.0
                    } else {
                        rate
                    };
                }
                "after" => rule.after = number()?,
                "times" => rule.times = number()?,
                "every" if name != "down" => {
                    rule.every = Some((number()?.max(1), rule.every.map_or(1, |(_, burst)| burst)));
                }
                "burst" => {
                    rule.every = Some((rule.every.map_or(u64::MAX, |(every, _)| every), number()?));
                }
                "method" => rule.method = Some(value.to_uppercase()),
                "path" => rule.path = Some(value.to_owned()),
                "operation" => rule.operation = Some(value.to_owned()),
                "retry-after" => {
                    options.retry_after = Some(retry_after(value).ok_or_else(|| {
                        bad(format!("`{value}` is neither seconds nor date+seconds"))
                    })?);
                }
                "executed" => options.executed = value != "false",
                "body" => options.answer.body = decoded(value),
                "content-type" => options.answer.media = Some(decoded(value)),
                "header" => {
                    let (name, value) = value
                        .split_once(':')
                        .ok_or_else(|| bad(format!("`{value}` is no NAME:VALUE")))?;
                    options
                        .answer
                        .headers
                        .push((name.to_lowercase(), decoded(value)));
                }
                "delay" => {
                    options.delay =
                        duration(value).ok_or_else(|| bad(format!("`{value}` is no duration")))?;
                }
                "every" => {
                    options.every =
                        duration(value).ok_or_else(|| bad(format!("`{value}` is no duration")))?;
                }
                "for" => {
                    options.length =
                        duration(value).ok_or_else(|| bad(format!("`{value}` is no duration")))?;
                }
                _ => return Err(bad(format!("`{key}` is not known"))),
            }
        }
        rule.fault = fault(name, value, &options)
            .ok_or_else(|| bad(format!("`{name}={value}` is not known")))?;
        Ok(rule)
    }
}

/// What stands beside a fault and belongs to it.
#[derive(Default)]
struct Options {
    answer: Canned,
    retry_after: Option<RetryAfter>,
    executed: bool,
    delay: Duration,
    every: Duration,
    length: Duration,
}

fn fault(name: &str, value: &str, options: &Options) -> Option<Fault> {
    let pause = if options.delay.is_zero() {
        Duration::from_millis(20)
    } else {
        options.delay
    };
    Some(match (name, value) {
        ("latency", value) => Fault::Latency(latency(value)?),
        ("status", value) => {
            let status = value
                .parse()
                .ok()
                .filter(|status| (400..600).contains(status))?;
            Fault::Status {
                status,
                retry_after: options.retry_after,
                executed: options.executed,
            }
        }
        ("answer", value) => {
            let status = value
                .parse()
                .ok()
                .filter(|status| (200..600).contains(status))?;
            let mut answer = options.answer.clone();
            answer.status = status;
            if !answer.body.is_empty() {
                answer.media.get_or_insert_with(|| JSON_API.to_owned());
            }
            Fault::Answer(answer)
        }
        ("reset", "" | "before") => Fault::Reset {
            executed: options.executed,
        },
        ("reset", "after" | "after-headers") => Fault::ResetAfterHeaders,
        ("truncate", "") => Fault::Truncate,
        ("slow-body", "") => Fault::SlowBody(64, pause),
        ("slow-body", bytes) => {
            Fault::SlowBody(bytes.parse().ok().filter(|bytes| *bytes > 0)?, pause)
        }
        ("slow-headers", "") => Fault::SlowHeaders(pause),
        ("content-type", media) => Fault::ContentType(
            if media.is_empty() {
                "text/plain"
            } else {
                media
            }
            .to_owned(),
        ),
        ("html", "") => Fault::Html,
        ("invalid-json", "") => Fault::InvalidJson,
        ("expire-token", "") => Fault::ExpireToken,
        ("next", "loop") => Fault::LoopNext,
        ("next", "foreign") => Fault::Next(FOREIGN.to_owned()),
        ("next", origin) if origin.contains("://") => {
            Fault::Next(origin.trim_end_matches('/').to_owned())
        }
        ("down", "") if !options.length.is_zero() => Fault::Down {
            every: options.every.max(options.length),
            length: options.length,
        },
        _ => return None,
    })
}

fn latency(text: &str) -> Option<Latency> {
    if let Some((low, high)) = text.split_once("..") {
        return Some(Latency::Range(duration(low)?, duration(high)?))
            .filter(|range| matches!(range, Latency::Range(low, high) if low <= high));
    }
    if text.starts_with('p') {
        let points = text.split('/').map(|point| {
            let (percentile, delay) = point.strip_prefix('p')?.split_once(':')?;
            Some((
                percentile
                    .parse()
                    .ok()
                    .filter(|percentile| (0.0..=100.0).contains(percentile))?,
                duration(delay)?,
            ))
        });
        let mut points: Vec<(f64, Duration)> = points.collect::<Option<_>>()?;
        points.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        return Some(Latency::Percentiles(points));
    }
    duration(text).map(Latency::Fixed)
}

/// Milliseconds, unless a unit says otherwise; an hour at most.
fn duration(text: &str) -> Option<Duration> {
    let (number, factor) = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
        (Some(number), _) => (number, 0.001),
        (None, Some(number)) => (number, 1.0),
        (None, None) => (text, 0.001),
    };
    let seconds: f64 = number.parse::<f64>().ok()? * factor;
    (0.0..=3600.0)
        .contains(&seconds)
        .then(|| Duration::from_secs_f64(seconds))
}

/// Blanks and commas part words and rules; within a value they are written `%20` and `%2C`.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn retry_after(text: &str) -> Option<RetryAfter> {
    match text.strip_prefix("date+") {
        Some(seconds) => seconds
            .parse()
            .ok()
            .filter(|seconds| *seconds < 1_000_000)
            .map(RetryAfter::Date),
        None => text.parse().ok().map(RetryAfter::Seconds),
    }
}
