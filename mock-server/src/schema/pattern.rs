//! Text that a regular expression matches.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Longer text than this is not made.
const LONGEST: usize = 10_000;

/// How many more repetitions than needed are tried, one after the other.
const MORE: [u32; 8] = [6, 0, 1, 3, 12, 24, 48, 96];

/// Text of `least` to `most` characters that matches; `None` if none is found, or the expression looks around itself.
pub(super) fn matching(
    pattern: &str,
    rng: &mut fastrand::Rng,
    least: usize,
    most: usize,
) -> Option<String> {
    let hir = regex_syntax::Parser::new().parse(pattern).ok()?;
    // Where one part is repeated, or two are.
    let least_more = u32::try_from(least.min(LONGEST)).unwrap_or(0);
    let more = MORE.into_iter().chain([
        least_more,
        least_more.saturating_sub(1),
        least_more / 2,
        least_more / 2 + 1,
    ]);
    more.into_iter().find_map(|more| {
        let mut text = String::new();
        write(&hir, rng, more, &mut text)?;
        (least..=most)
            .contains(&text.chars().count())
            .then_some(text)
    })
}

/// The nesting is bounded by the parser.
fn write(hir: &Hir, rng: &mut fastrand::Rng, more: u32, text: &mut String) -> Option<()> {
    if text.len() > LONGEST {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(character(class, rng)?),
        HirKind::Repetition(repeated) => {
            let most = repeated.max.unwrap_or(u32::MAX);
            for _ in 0..repeated.min.saturating_add(more).min(most) {
                write(&repeated.sub, rng, more, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, rng, more, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, rng, more, text)?;
            }
        }
        HirKind::Alternation(parts) => write(rng.choice(parts)?, rng, more, text)?,
    }
    Some(())
}

/// A letter or digit if the class has any, else what can be printed, else its first.
fn character(class: &Class, rng: &mut fastrand::Rng) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class
            .ranges()
            .iter()
            .map(|range| (range.start(), range.end()))
            .collect(),
        Class::Bytes(class) => class
            .ranges()
            .iter()
            .map(|range| (char::from(range.start()), char::from(range.end())))
            .collect(),
    };
    let within = |wanted: char| {
        ranges
            .iter()
            .any(|(start, end)| (*start..=*end).contains(&wanted))
    };
    let plain: Vec<char> = ('a'..='z')
        .chain('0'..='9')
        .chain('A'..='Z')
        .filter(|wanted| within(*wanted))
        .collect();
    rng.choice(plain)
        .or_else(|| (' '..='~').find(|wanted| within(*wanted)))
        .or_else(|| ranges.first().map(|(start, _)| *start))
}

#[cfg(test)]
mod tests {
    use super::matching;

    #[test]
    fn text_matches_its_pattern() {
        let mut rng = fastrand::Rng::with_seed(1);
        for pattern in [
            r"^/patient/[0-9a-z]+$",
            r"^[A-Z]{2}\d{4}(-[a-z]+)?$",
            r"^(usd|eur)$",
            r"\/x\.y",
        ] {
            let text = matching(pattern, &mut rng, 0, 100).unwrap();
            let schema = serde_json::json!({ "pattern": pattern });
            assert!(
                jsonschema::is_valid(&schema, &serde_json::json!(text)),
                "{pattern}: {text}"
            );
        }
        let long = matching("^[a-z]*$", &mut rng, 30, 40).unwrap();
        assert!((30..=40).contains(&long.len()));
        assert_eq!(matching("(?=x)y", &mut rng, 0, 9), None);
    }
}
