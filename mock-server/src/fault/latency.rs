//! How late answers come.

use std::time::Duration;

use super::rule::unit;

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
