//! Server-sent events: however a stream is cut into pieces, it says the same; and what the standard says it does.

use proptest::prelude::*;

use super::cases;
use super::tape::{Reply, Tape, run};

/// Type, data and id of an event.
type Event = (String, String, Option<String>);

fn read(pieces: Vec<Vec<u8>>) -> Result<Vec<Event>, String> {
    let headers = vec![("content-type", "text/event-stream".to_owned())];
    let tape = Tape::with([Reply { headers, pieces }]);
    run(async {
        let mut events = tape.client().watch().send_events().await.unwrap();
        let mut found = Vec::new();
        while let Some(event) = events.try_next().await.map_err(|error| error.to_string())? {
            let id = event.id.as_deref().map(str::to_owned);
            found.push((event.event, event.data, id));
        }
        Ok(found)
    })
}

/// WHATWG HTML, "Interpreting an event stream", line by line over the whole text.
fn interpreted(stream: &[u8]) -> Vec<Event> {
    let text = String::from_utf8_lossy(stream);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<&str> = text.split('\n').collect();
    // What does not end is no line.
    lines.pop();
    let (mut events, mut id) = (Vec::new(), None);
    let (mut kind, mut data) = (String::new(), Vec::new());
    for line in lines {
        if line.is_empty() {
            let kind = std::mem::take(&mut kind);
            let data = std::mem::take(&mut data);
            if !data.is_empty() {
                let kind = if kind.is_empty() {
                    "message".to_owned()
                } else {
                    kind
                };
                events.push((kind, data.join("\n"), id.clone()));
            }
            continue;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut kind),
            "data" => data.push(value.to_owned()),
            "id" if !value.contains('\0') => id = Some(value.to_owned()),
            _ => {}
        }
    }
    events
}

fn stream() -> impl Strategy<Value = Vec<u8>> {
    let piece = proptest::sample::select(vec![
        "data",
        "data:",
        "data: ",
        "event:",
        "event: e",
        "id",
        "id:",
        "id: 1",
        "retry: 5",
        ":",
        ": note",
        "other: x",
        " ",
        "a",
        "\n",
        "\n",
        "\n\n",
        "\r",
        "\r\n",
        "\r\r",
        "\0",
        "\u{feff}",
        "\u{e4}",
        "\u{1f980}",
        "{\"what\":\"x\"}",
    ])
    .prop_map(|text| text.as_bytes().to_vec());
    // Bytes that are no UTF-8, a character cut in two among them.
    let broken = proptest::sample::select(vec![vec![0xff], vec![0xf0, 0x9f], vec![0xc3]]);
    let pieces = proptest::collection::vec(prop_oneof![20 => piece, 1 => broken], 0..40);
    pieces.prop_map(|pieces| pieces.concat())
}

/// The bytes in pieces, cut at places that are taken modulo their number.
fn cut(bytes: &[u8], places: &[usize]) -> Vec<Vec<u8>> {
    let mut places: Vec<usize> = places.iter().map(|at| at % (bytes.len() + 1)).collect();
    places.extend([0, bytes.len()]);
    places.sort_unstable();
    let pieces = places
        .windows(2)
        .map(|ends| bytes[ends[0]..ends[1]].to_vec());
    pieces.collect()
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn any_chunking_gives_the_events_of_the_standard(bytes in stream(), places in proptest::collection::vec(any::<usize>(), 0..30)) {
        let expected = interpreted(&bytes);
        prop_assert_eq!(read(vec![bytes.clone()]), Ok(expected.clone()));
        prop_assert_eq!(read(cut(&bytes, &places)), Ok(expected.clone()));
        let each = bytes.iter().map(|byte| vec![*byte]).collect();
        prop_assert_eq!(read(each), Ok(expected));
    }
}
