//! Whether a request's parameters are what the document allows.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Query;
use crate::engine::PLACE;
use crate::error::Failure;
use crate::plan::{Operation, Parameter, Proof, Scheme, ValueType};

impl Query {
    /// What is wrong with the parameters.
    pub(crate) fn check(&self, operation: &Operation, schemes: &[Scheme]) -> Vec<Failure> {
        let mut failures = Vec::new();
        for (position, (name, value)) in self.pairs.iter().enumerate() {
            let Some(parameter) = operation
                .parameters
                .iter()
                .find(|parameter| parameter.is_called(name))
            else {
                if !operation.open && !is_key(name, schemes) && name != PLACE {
                    failures.push(Failure::parameter(name, undeclared(operation, name)));
                }
                continue;
            };
            if parameter.deep {
                continue;
            }
            if parameter.repeated {
                let wrong = parameter.wrong(value);
                let wrong = wrong.filter(|_| !value.contains(','));
                failures.extend(wrong.map(|why| Failure::parameter(name, format!("{name} {why}"))));
                continue;
            }
            if self
                .pairs
                .iter()
                .take(position)
                .any(|(earlier, _)| earlier == name)
            {
                failures.push(Failure::parameter(
                    name,
                    format!("{name} is given more than once"),
                ));
            }
            let items: Vec<&str> = if parameter.list {
                value.split(',').map(str::trim).collect()
            } else {
                vec![value]
            };
            let wrong = items.iter().find_map(|item| parameter.wrong(item));
            failures.extend(wrong.map(|why| Failure::parameter(name, format!("{name} {why}"))));
        }
        self.check_rules(operation, &mut failures);
        failures
    }

    fn check_rules(&self, operation: &Operation, failures: &mut Vec<Failure>) {
        let given = |name: &String| self.get(name).is_some();
        for parameter in operation
            .parameters
            .iter()
            .filter(|parameter| parameter.required && !given(&parameter.name))
        {
            failures.push(Failure::parameter(
                &parameter.name,
                format!("{} is required", parameter.name),
            ));
        }
        for names in operation
            .required_one_of
            .iter()
            .filter(|names| !names.iter().any(given))
        {
            let first = names.first().map_or("", String::as_str);
            failures.push(Failure::parameter(
                first,
                format!(
                    "One of these parameters must be specified: {}",
                    names.join(", ")
                ),
            ));
        }
        for names in operation
            .required_together
            .iter()
            .filter(|names| names.iter().any(given))
        {
            for missing in names.iter().filter(|name| !given(name)) {
                failures.push(Failure::parameter(
                    missing,
                    format!(
                        "{missing} is required: these parameters go together: {}",
                        names.join(", ")
                    ),
                ));
            }
        }
        let one_of = |names: &[&str]| {
            self.pairs
                .iter()
                .map(|(name, _)| name.as_str())
                .find(|name| names.contains(name))
        };
        // Where a cursor has no size of its own, it shares that of pages (profile "Cursor Pagination").
        let mut parameters = operation.parameters.iter();
        let shared = !parameters.any(|parameter| parameter.name == "page[limit]");
        let of_pages = ["page[number]", "page[size]"];
        let of_pages = if shared { &of_pages[..1] } else { &of_pages };
        if let (Some(skip), Some(cursor)) = (
            one_of(of_pages),
            one_of(&["page[limit]", "page[after]", "page[cursor]"]),
        ) {
            failures.push(Failure::parameter(cursor, format!("{cursor} cannot be combined with {skip}: it is not valid to mix the two paging strategies")));
        }
    }
}

/// Whether a parameter is the key of a security scheme.
fn is_key(name: &str, schemes: &[Scheme]) -> bool {
    schemes
        .iter()
        .any(|scheme| matches!(&scheme.proof, Proof::Query(key) if key == name))
}

/// What the document says about a parameter that it does not declare.
fn undeclared(operation: &Operation, name: &str) -> String {
    let mut known: Vec<&str> = operation
        .parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    known.sort_unstable();
    let rule = if known.is_empty() {
        "it declares none".to_owned()
    } else {
        format!("it declares {}", known.join(", "))
    };
    format!(
        "{name} is not a parameter of this request: the document does not declare it for {} {}; {rule}",
        operation.method, operation.path
    )
}

impl Parameter {
    fn is_called(&self, name: &str) -> bool {
        self.name == name
            // Some documents write the brackets of a list in its name, others do not.
            || (self.list && name.strip_suffix("[]") == Some(&self.name))
            || (self.deep
                && name
                    .strip_prefix(self.name.as_str())
                    .is_some_and(|rest| rest.starts_with('[')))
    }

    /// Why a value cannot be, if it cannot.
    fn wrong(&self, value: &str) -> Option<String> {
        match &self.ty {
            ValueType::Text if value.is_empty() => Some("is empty".to_owned()),
            ValueType::Text => None,
            ValueType::Integer => match value.parse::<i64>() {
                Ok(number) => self.out_of_range(number),
                Err(_) => Some(format!("is to be an integer, not `{}`", shown(value))),
            },
            ValueType::Number => value
                .parse::<f64>()
                .is_err()
                .then(|| format!("is to be a number, not `{}`", shown(value))),
            ValueType::Boolean => (!matches!(value, "true" | "false"))
                .then(|| format!("is to be true or false, not `{}`", shown(value))),
            ValueType::Choice(values) => (!values.iter().any(|known| known == value)).then(|| {
                format!(
                    "is to be one of {}, not `{}`",
                    values.join(", "),
                    shown(value)
                )
            }),
            ValueType::DateTime => instant(value)
                .is_none()
                .then(|| format!("is to be an ISO 8601 date and time, not `{}`", shown(value))),
            ValueType::Date => value
                .parse::<Date>()
                .is_err()
                .then(|| format!("is to be a date, not `{}`", shown(value))),
            ValueType::DateRange => match range(value) {
                Some((start, end)) if start <= end => None,
                Some(_) => Some("ends before it starts".to_owned()),
                None => Some(format!(
                    "is to be START..END, two ISO 8601 dates and times, not `{}`",
                    shown(value)
                )),
            },
        }
    }

    fn out_of_range(&self, number: i64) -> Option<String> {
        let minimum = if self.name == "page[number]" {
            Some(1)
        } else {
            self.minimum
        };
        if let Some(minimum) = minimum.filter(|minimum| number < *minimum) {
            return Some(format!("is to be {minimum} at least, not {number}"));
        }
        self.maximum
            .filter(|maximum| number > *maximum)
            .map(|maximum| format!("is to be {maximum} at most, not {number}"))
    }
}

/// An instant in milliseconds. A plus sign that was not escaped arrives as a space.
pub(super) fn instant(text: &str) -> Option<i64> {
    text.replace(' ', "+")
        .parse::<Timestamp>()
        .ok()
        .map(Timestamp::as_millisecond)
}

/// A half-open range of instants.
pub(super) fn range(text: &str) -> Option<(i64, i64)> {
    let (start, end) = text.split_once("..")?;
    Some((instant(start)?, instant(end)?))
}

fn shown(value: &str) -> String {
    value.chars().take(60).collect()
}
