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
        let words = text
            .split([' ', ';', '\t'])
            .filter(|word| !word.is_empty())
            .map(|word| word.split_once('=').unwrap_or((word, "")));
        // Blanks and commas part words and rules; within a value they are written `%20` and `%2C`.
        let encoded = ["body", "content-type", "header"];
        let words = words.enumerate().map(|(position, (key, value))| {
            let value = if position > 0 && encoded.contains(&key) {
                decoded(value)
            } else {
                value.to_owned()
            };
            (key.to_owned(), value)
        });
        Self::of_words(text, words.collect())
    }

    /// A rule of its words, the fault first.
    pub(super) fn of_words(text: &str, words: Vec<(String, String)>) -> Result<Self, RuleError> {
        let bad = |why: String| RuleError(format!("`{text}` is no fault: {why}"));
        let mut words = words.into_iter();
        let (name, value) = words.next().ok_or_else(|| bad("it is empty".to_owned()))?;
        let mut rule = Self::new(text);
        let mut options = Options::default();
        for (key, value) in words {
            let value = value.as_str();
            let number = || {
                value.parse::<u64>().map_err(|_| {
                    bad(format!(
                        "`{key}={value}`: a whole number is wanted, 0 or more"
                    ))
                })
            };
            let time = || {
                duration(value)
                    .ok_or_else(|| bad(format!("`{key}={value}`: {DURATIONS} is wanted")))
            };
            match key.as_str() {
                "rate" => {
                    rule.rate = rate(value).ok_or_else(|| {
                        bad(format!("`rate={value}`: 0% to 100% is wanted, or 0 to 1"))
                    })?;
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
                        bad(format!(
                            "`retry-after={value}`: seconds are wanted, or `date+SECONDS` for a date"
                        ))
                    })?);
                }
                "executed" => options.executed = value != "false",
                "body" => value.clone_into(&mut options.answer.body),
                "content-type" => options.answer.media = Some(value.to_owned()),
                "header" => {
                    let (name, value) = value
                        .split_once(':')
                        .ok_or_else(|| bad(format!("`header={value}`: NAME:VALUE is wanted")))?;
                    let header = (name.to_lowercase(), value.trim().to_owned());
                    options.answer.headers.push(header);
                }
                "delay" => options.delay = time()?,
                "every" => options.every = time()?,
                "for" => options.length = time()?,
                _ => {
                    return Err(bad(format!(
                        "`{key}` is not known; there are {}",
                        OPTIONS.join(", ")
                    )));
                }
            }
        }
        rule.fault = fault(&name, &value, &options).ok_or_else(|| {
            let given = if value.is_empty() {
                name.clone()
            } else {
                format!("{name}={value}")
            };
            if let Some((_, wanted)) = FAULTS.iter().find(|(known, _)| *known == name) {
                return bad(format!("`{given}`: {wanted}"));
            }
            let known: Vec<&str> = FAULTS.iter().map(|(name, _)| *name).collect();
            let known = known.join(", ");
            bad(format!("`{name}` is not known; there are {known}"))
        })?;
        Ok(rule)
    }
}

const DURATIONS: &str =
    "a time (`50` or `50ms` for milliseconds, `2s` for seconds; an hour at most)";

const OPTIONS: [&str; 15] = [
    "after",
    "body",
    "burst",
    "content-type",
    "delay",
    "every",
    "executed",
    "for",
    "header",
    "method",
    "operation",
    "path",
    "rate",
    "retry-after",
    "times",
];

/// Every fault, with what is allowed for it.
pub(super) const FAULTS: [(&str, &str); 13] = [
    (
        "latency",
        "a time (`50`, `50ms`, `2s`; an hour at most), a range (`20..80`, the lower first) or percentiles (`p50:20/p95:200`) are wanted",
    ),
    (
        "status",
        "400 to 599 is wanted; any other answer is `answer=STATUS`",
    ),
    ("answer", "200 to 599 is wanted"),
    ("reset", "nothing, `before` or `after-headers` is wanted"),
    ("truncate", "it takes no value"),
    (
        "slow-body",
        "nothing is wanted, or how many bytes a piece has, 1 at least",
    ),
    ("slow-headers", "it takes no value"),
    ("content-type", "a media type is wanted"),
    ("html", "it takes no value"),
    ("invalid-json", "it takes no value"),
    ("expire-token", "it takes no value"),
    (
        "next",
        "`loop`, `foreign` or an origin such as `http://127.0.0.1:9` is wanted",
    ),
    ("down", "`for=TIME` is wanted beside it, and `every=TIME`"),
];

/// A share of requests, 0 to 1.
fn rate(text: &str) -> Option<f64> {
    let rate = match text.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok()? / 100.0,
        None => text.parse().ok()?,
    };
    (0.0..=1.0).contains(&rate).then_some(rate)
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
        ("reset", "" | "before" | "true") => Fault::Reset {
            executed: options.executed,
        },
        ("reset", "after" | "after-headers") => Fault::ResetAfterHeaders,
        ("truncate", "" | "true") => Fault::Truncate,
        ("slow-body", "" | "true") => Fault::SlowBody(64, pause),
        ("slow-body", bytes) => {
            Fault::SlowBody(bytes.parse().ok().filter(|bytes| *bytes > 0)?, pause)
        }
        ("slow-headers", "" | "true") => Fault::SlowHeaders(pause),
        ("content-type", media) => Fault::ContentType(
            if media.is_empty() {
                "text/plain"
            } else {
                media
            }
            .to_owned(),
        ),
        ("html", "" | "true") => Fault::Html,
        ("invalid-json", "" | "true") => Fault::InvalidJson,
        ("expire-token", "" | "true") => Fault::ExpireToken,
        ("next", "loop") => Fault::LoopNext,
        ("next", "foreign") => Fault::Next(FOREIGN.to_owned()),
        ("next", origin) if origin.contains("://") => {
            Fault::Next(origin.trim_end_matches('/').to_owned())
        }
        ("down", "" | "true") if !options.length.is_zero() => Fault::Down {
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
