//! The ways from an operation's type to its pages.

/// Gives the type of a paged operation the methods that read pages, each left out whose name a parameter has.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
#[allow(
    unused_macros,
    reason = "no operation may be compiled in that needs it"
)]
macro_rules! paged {
    ($name:ident: $($method:ident)*) => {
        $(paged!(@$method $name);)*
    };
    (@items $name:ident) => {
        impl<M> $name<M> {
            /// All items of the collection, not only those of the first page.
            pub fn items(self) -> runtime::Items<$name, M> {
                self.request.items()
            }
        }
    };
    (@pages $name:ident) => {
        impl<M> $name<M> {
            /// All pages of the collection.
            pub fn pages(self) -> runtime::Pages<$name, M> {
                self.request.pages()
            }
        }
    };
    (@pager $name:ident) => {
        impl<M> $name<M> {
            /// A pager to configure (`concurrency`, `max_pages`, `resume` and others) before it reads; it starts with the
            /// server's first page.
            pub fn pager(self) -> runtime::Pager<$name, M> {
                self.request.pager()
            }
        }
    };
    (@count $name:ident) => {
        impl $name {
            /// How many items the collection has, without reading them where the API allows.
            ///
            /// # Errors
            ///
            /// As `send`, and when the response gives no total.
            pub async fn count(self) -> ::std::result::Result<u64, runtime::Error> {
                self.request.count().await
            }
        }

        #[cfg(feature = "blocking")]
        impl $name<runtime::Blocking> {
            /// How many items the collection has, without reading them where the API allows.
            ///
            /// # Errors
            ///
            /// As `send`, and when the response gives no total.
            pub fn count(self) -> ::std::result::Result<u64, runtime::Error> {
                self.request.count()
            }
        }
    };
    (@by_page $name:ident) => {
        impl<M> $name<M> {
            /// A pager that asks for pages of this many items.
            pub fn by_page(self, size: u64) -> runtime::Pager<$name, M> {
                self.request.by_page(size)
            }
        }
    };
    (@page_at $name:ident) => {
        impl<M> $name<M> {
            /// A request of one page: its number, or offset, as the API counts, and its size.
            pub fn page_at(self, number: u64, size: u64) -> Self {
                Self { request: self.request.page_at(number, size) }
            }
        }
    };
    (@by_cursor $name:ident) => {
        impl<M> $name<M> {
            /// A pager that asks for this many items at a time and goes on from where each page ended, so that items
            /// inserted meanwhile shift nothing.
            pub fn by_cursor(self, size: u64) -> runtime::Pager<$name, M> {
                self.request.by_cursor(size)
            }
        }
    };
}

#[cfg(inline)]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use paged;
