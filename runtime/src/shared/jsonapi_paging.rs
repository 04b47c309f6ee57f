//! Paging of JSON:API collections (JSON:API 1.0 "Pagination").

use super::jsonapi::Document;
use super::paging::{Next, PageInfo};

impl<D, M> Document<D, M> {
    /// What this page says of the pages around it: the link `next`, and the total, read from the meta information
    /// by the function given.
    pub fn page_info(&self, total: impl FnOnce(&M) -> Option<u64>) -> PageInfo {
        let next = self.links.as_ref().and_then(|links| links.next_url());
        PageInfo {
            next: Next::from_link(next),
            total: self.meta.as_ref().and_then(total),
            pages: None,
        }
    }
}
