//! Reading the body of a response.

use bytes::{Bytes, BytesMut};

use super::error::{Error, ErrorKind};
use super::transport::HttpBody;
use super::watch::Watch;

/// Reads a body piece by piece, so that no server can fill the memory.
pub(super) async fn receive(
    from: &mut HttpBody,
    limit: usize,
    watch: &Watch,
) -> Result<Bytes, Error> {
    let too_large = || {
        Error::new(
            ErrorKind::BodyTooLarge,
            format!("the body is longer than {limit} bytes"),
        )
    };
    let announced = usize::try_from(from.length().unwrap_or(0)).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(too_large());
    }
    let mut left = limit;
    let mut piece = async || {
        let piece = from.next().await.map_err(Error::from_body)?;
        watch.heard();
        let length = piece.as_ref().map_or(0, Bytes::len);
        left = left.checked_sub(length).ok_or_else(too_large)?;
        Ok::<_, Error>(piece)
    };
    // A body that arrives in one piece, as short ones do, is not copied.
    let first = piece().await?.unwrap_or_default();
    let Some(second) = piece().await? else {
        return Ok(first);
    };
    let mut body = BytesMut::with_capacity(announced.max(first.len() + second.len()));
    body.extend_from_slice(&first);
    body.extend_from_slice(&second);
    while let Some(piece) = piece().await? {
        body.extend_from_slice(&piece);
    }
    Ok(body.freeze())
}
