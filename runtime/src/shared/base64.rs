//! Bytes as text (RFC 4648).

/// Section 4, with `=` at the end.
pub(super) fn base64(bytes: &[u8]) -> String {
    let mut text = encode(bytes, b"+/");
    text.extend(std::iter::repeat_n('=', (4 - text.len() % 4) % 4));
    text
}

/// Section 5, for URLs, without `=`.
#[cfg(feature = "authorization-code")]
pub(super) fn base64_url(bytes: &[u8]) -> String {
    encode(bytes, b"-_")
}

fn encode(bytes: &[u8], last: &[u8; 2]) -> String {
    let symbol = |bits: u32| match (bits & 63) as u8 {
        bits @ 0..26 => char::from(b'A' + bits),
        bits @ 26..52 => char::from(b'a' + bits - 26),
        bits @ 52..62 => char::from(b'0' + bits - 52),
        62 => char::from(last[0]),
        _ => char::from(last[1]),
    };
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index| chunk.get(index).map_or(0, |byte| u32::from(*byte));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        let symbols = [bits >> 18, bits >> 12, bits >> 6, bits].map(symbol);
        text.extend(symbols.iter().take(chunk.len() + 1));
    }
    text
}
