//! A rule: what goes wrong, when, and for which requests, in one line of text.
//!
//! `status=503 rate=0.05 retry-after=2 path=/patient/* method=GET`: the fault first, then conditions in any order. The same
//! lines are used as flags, by the admin API and in the header `X-Mock-Fault`, where commas part several of them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::Target;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// The answer comes late.
    Latency(Latency),
    /// A status in place of the answer; the request is carried out before if `executed`.
    Status {
        /// The status.
        status: u16,
        /// `Retry-After`.
        retry_after: Option<RetryAfter>,
        /// Whether the request is carried out all the same.
        executed: bool,
    },
    /// The connection is reset before anything is answered.
    Reset {
        /// Whether the request is carried out all the same.
        executed: bool,
    },
    /// The connection is reset in the middle of the body.
    ResetAfterHeaders,
    /// The connection is closed in the middle of the body.
    Truncate,
    /// The body comes in pieces of so many bytes, with a pause before each.
    SlowBody(usize, Duration),
    /// Everything, status line and headers too, comes in pieces of 16 bytes, with a pause before each.
    SlowHeaders(Duration),
    /// The answer has another media type.
    ContentType(String),
    /// A page of HTML with status 502, as gateways send it.
    Html,
    /// The body is cut so that it is no JSON any more, while its length is right.
    InvalidJson,
    /// The token that came with the request is expired.
    ExpireToken,
    /// `links.next` leads to the same page.
    LoopNext,
    /// `links.next` leads to another server.
    ForeignNext,
    /// 503 for so long, every so often.
    Down {
        /// From the beginning of one window to the next.
        every: Duration,
        /// How long a window lasts.
        length: Duration,
    },
}

/// How late an answer comes.
#[derive(Clone, Debug, PartialEq)]
pub enum Latency {
    /// Always the same.
    Fixed(Duration),
    /// Anything between the two.
    Range(Duration, Duration),
    /// By percentile, in ascending order.
    Percentiles(Vec<(f64, Duration)>),
}

/// The two forms of `Retry-After` (RFC 9110 section 10.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// Seconds.
    Seconds(u64),
    /// An HTTP date that many seconds ahead.
    Date(u64),
}

/// A line that is no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError(pub String);

impl std::fmt::Display for RuleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RuleError {}

/// A fault and the requests it strikes.
#[derive(Debug)]
pub struct Rule {
    /// What goes wrong.
    pub fault: Fault,
    text: String,
    rate: f64,
    /// Requests that pass first.
    after: u64,
    /// How often it strikes at most.
    times: u64,
    /// Strikes the first `burst` of every `every` requests.
    every: Option<(u64, u64)>,
    method: Option<String>,
    path: Option<String>,
    operation: Option<String>,
    seen: AtomicU64,
    struck: AtomicU64,
}

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
        let mut rule = Self {
            fault: Fault::Html,
            text: text.to_owned(),
            rate: 1.0,
            after: 0,
            times: u64::MAX,
            every: None,
            method: None,
            path: None,
            operation: None,
            seen: AtomicU64::new(0),
            struck: AtomicU64::new(0),
        };
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

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Requests that it matched, and those it struck.
    pub fn counts(&self) -> (u64, u64) {
        (
            self.seen.load(Ordering::Relaxed),
            self.struck.load(Ordering::Relaxed),
        )
    }

    pub(super) fn matches(&self, target: Target<'_>) -> bool {
        self.method
            .as_deref()
            .is_none_or(|method| method == target.method)
            && self
                .operation
                .as_deref()
                .is_none_or(|operation| operation == target.operation)
            && self
                .path
                .as_deref()
                .is_none_or(|pattern| glob(pattern, target.path))
    }

    /// Whether it strikes the next request; what it throws for it, if so.
    pub(super) fn strikes(&self, target: Target<'_>, dice: impl Fn(u64) -> u64) -> Option<u64> {
        if let Fault::Down { every, length } = self.fault {
            let into = target.uptime.as_millis() % every.as_millis().max(1);
            return (into < length.as_millis()).then_some(0);
        }
        let number = self.seen.fetch_add(1, Ordering::Relaxed);
        let thrown = dice(number);
        let position = number.checked_sub(self.after)?;
        if self
            .every
            .is_some_and(|(every, burst)| position % every >= burst)
            || unit(thrown) >= self.rate
        {
            return None;
        }
        self.struck
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |struck| {
                (struck < self.times).then_some(struck + 1)
            })
            .ok()?;
        Some(dice(thrown))
    }
}

#[derive(Default)]
struct Options {
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
        ("next", "foreign") => Fault::ForeignNext,
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

impl Latency {
    /// The delay that a throw stands for.
    pub(crate) fn delay(&self, thrown: u64) -> Duration {
        let chance = unit(thrown);
        match self {
            Self::Fixed(delay) => *delay,
            Self::Range(low, high) => *low + high.saturating_sub(*low).mul_f64(chance),
            Self::Percentiles(points) => {
                // Straight lines between the points; the last one holds for the rest.
                let (mut from, mut start) = (0.0, Duration::ZERO);
                for (percentile, delay) in points {
                    if chance * 100.0 <= *percentile {
                        let share = if *percentile > from {
                            (chance * 100.0 - from) / (percentile - from)
                        } else {
                            1.0
                        };
                        return start + delay.saturating_sub(start).mul_f64(share.clamp(0.0, 1.0));
                    }
                    (from, start) = (*percentile, *delay);
                }
                start
            }
        }
    }
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

/// From 0, up to but without 1.
#[allow(clippy::cast_precision_loss)]
fn unit(thrown: u64) -> f64 {
    (thrown >> 11) as f64 / (1_u64 << 53) as f64
}

/// `*` stands for any text.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        last = Some(part);
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.is_empty() || last.is_some_and(|last| last.is_empty() || text.ends_with(last))
}
