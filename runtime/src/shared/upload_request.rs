//! Bodies of requests that are sent as they are.

use super::body::Body;
use super::request::Request;
use super::upload::{Parts, Upload};

#[doc(hidden)]
impl<O, M> Request<O, M> {
    /// Sets a body that is sent as it is.
    pub fn upload(mut self, media_type: &str, upload: impl Into<Upload>) -> Self {
        let content = Parts(vec![upload.into()]).content();
        self.call.set_body(Body::of(media_type, content));
        self
    }
}
