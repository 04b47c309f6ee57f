//! Text by its format, or by what it is called.

use super::pattern;

/// What is asked of a text.
pub(super) struct Wanted<'a> {
    /// `format`.
    pub(super) format: Option<&'a str>,
    /// `pattern`.
    pub(super) pattern: Option<&'a str>,
    /// The name of the member that it is the value of.
    pub(super) name: &'a str,
    /// `minLength`.
    pub(super) least: usize,
    /// `maxLength`.
    pub(super) most: usize,
}

const PEOPLE: [(&str, &str); 6] = [
    ("Ada", "Lovelace"),
    ("Grace", "Hopper"),
    ("Alan", "Turing"),
    ("Emmy", "Noether"),
    ("Carl", "Gauss"),
    ("Marie", "Curie"),
];
const CITIES: [&str; 5] = ["Berlin", "Boston", "Lyon", "Osaka", "Sydney"];

/// Texts to try, the best first.
pub(super) fn candidates(wanted: &Wanted<'_>, rng: &mut fastrand::Rng) -> Vec<String> {
    let mut texts = Vec::new();
    texts.extend(
        wanted
            .format
            .and_then(|format| of_format(format, wanted, rng)),
    );
    texts.extend(
        wanted
            .pattern
            .and_then(|text| pattern::matching(text, rng, wanted.least, wanted.most)),
    );
    let named = fitted(&called(wanted.name, rng), wanted);
    texts.push(named);
    let random = |rng: &mut fastrand::Rng| rng.alphanumeric();
    let length = wanted.least.clamp(1, 10_000).min(wanted.most.max(1));
    texts.push((0..length).map(|_| random(rng)).collect());
    texts
}

fn fitted(text: &str, wanted: &Wanted<'_>) -> String {
    let mut text: String = text.chars().take(wanted.most).collect();
    while text.chars().count() < wanted.least.min(10_000) {
        text.push('x');
    }
    text
}

fn hex(rng: &mut fastrand::Rng) -> String {
    format!("{:024x}", rng.u128(..) >> 32)
}

fn instant(rng: &mut fastrand::Rng) -> String {
    format!(
        "2024-{:02}-{:02}T{:02}:00:00Z",
        rng.u8(1..13),
        rng.u8(1..29),
        rng.u8(0..24)
    )
}

fn email(rng: &mut fastrand::Rng) -> String {
    let (first, last) = rng.choice(PEOPLE).unwrap_or(PEOPLE[0]);
    format!("{first}.{last}{}@example.com", rng.u16(1..1000)).to_lowercase()
}

fn of_format(format: &str, wanted: &Wanted<'_>, rng: &mut fastrand::Rng) -> Option<String> {
    Some(match format {
        "date-time" => instant(rng),
        "date" => format!("2024-{:02}-{:02}", rng.u8(1..13), rng.u8(1..29)),
        "time" => format!("{:02}:{:02}:00Z", rng.u8(0..24), rng.u8(0..60)),
        "duration" => format!("PT{}M", rng.u8(1..60)),
        "email" | "idn-email" => email(rng),
        "uri" | "url" | "iri" => fitted(&format!("https://example.com/{}", hex(rng)), wanted),
        "uri-reference" | "iri-reference" => format!("/{}", hex(rng)),
        "uri-template" => "https://example.com/{id}".to_owned(),
        "hostname" | "idn-hostname" => format!("host{}.example.com", rng.u16(1..1000)),
        "ipv4" | "ip" => format!("192.0.2.{}", rng.u8(1..255)),
        "ipv6" => format!("2001:db8::{:x}", rng.u16(1..)),
        "uuid" => crate::uuid::uuid(rng),
        "json-pointer" => "/a/b".to_owned(),
        "relative-json-pointer" => "0/a".to_owned(),
        "regex" => "^[a-z]+$".to_owned(),
        // Base64 of a few bytes, padding not needed.
        "byte" | "base64" => "bW9jayBkYXRh".to_owned(),
        "int64" | "int32" | "integer" | "decimal" | "number" => rng.u32(1..10_000).to_string(),
        _ => return None,
    })
}

/// What a member of this name usually says.
fn called(name: &str, rng: &mut fastrand::Rng) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && words.ends_with(|last: char| last.is_ascii_lowercase()) {
            words.push(' ');
        }
        words.push(if letter.is_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            ' '
        });
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    let last = words.last().copied().unwrap_or("value");
    let (first_name, last_name) = rng.choice(PEOPLE).unwrap_or(PEOPLE[0]);
    match (words.as_slice(), last) {
        (_, "id" | "uuid" | "guid" | "token" | "key" | "hash" | "cursor") => hex(rng),
        (_, "email") => email(rng),
        (_, "url" | "uri" | "href" | "link" | "website") => {
            format!("https://example.com/{}", hex(rng))
        }
        (_, "at" | "timestamp" | "datetime") => instant(rng),
        (_, "date" | "birthday") => format!("2024-{:02}-{:02}", rng.u8(1..13), rng.u8(1..29)),
        ([.., "first", "name"] | ["firstname"], _) => first_name.to_owned(),
        ([.., "last", "name"] | ["lastname" | "surname"], _) => last_name.to_owned(),
        ([.., "full" | "display" | "user" | "owner", "name"], _) => {
            format!("{first_name} {last_name}")
        }
        (_, "phone" | "mobile" | "fax") | ([.., "phone", "number"], _) => {
            format!("+1555{:07}", rng.u32(0..10_000_000))
        }
        (_, "city" | "town") => rng.choice(CITIES).unwrap_or("Berlin").to_owned(),
        ([.., "country", "code"] | ["country"], _) => "DE".to_owned(),
        (_, "currency") | ([.., "currency", "code"], _) => "EUR".to_owned(),
        (_, "language" | "locale" | "lang") => "en".to_owned(),
        (_, "timezone") | ([.., "time", "zone"], _) => "Europe/Berlin".to_owned(),
        (_, "zip" | "postcode" | "zipcode") | ([.., "postal", "code"], _) => {
            rng.u32(10_000..99_999).to_string()
        }
        (_, "street" | "address") => format!("{} Main Street", rng.u16(1..200)),
        (_, "ip") => format!("192.0.2.{}", rng.u8(1..255)),
        (_, "version") => format!("1.{}.0", rng.u8(0..20)),
        (_, "color" | "colour") => format!("#{:06x}", rng.u32(0..0x0100_0000)),
        _ => format!("{} {}", words.join(" "), rng.u16(1..1000)),
    }
}
