//! The type that messages are given to.

/// Defines the type of a client that messages are given to: it verifies them, and where events are told apart, it reads them.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
#[allow(unused_macros, reason = "no event may be told apart, or compiled in")]
macro_rules! webhook_receiver {
    ($(#[$about:meta])* $name:ident $($event:ident)?) => {
        $(#[$about])*
        #[derive(Clone)]
        pub struct $name(::std::option::Option<::std::sync::Arc<dyn webhook::VerifyWebhook>>);

        impl $name {
            /// Verifies messages in this way.
            pub fn verified_by(verify: impl webhook::VerifyWebhook + 'static) -> Self {
                Self(::std::option::Option::Some(::std::sync::Arc::new(verify)))
            }

            /// Takes any message: whatever reaches the application, whoever sends it.
            pub fn unverified() -> Self {
                Self(::std::option::Option::None)
            }

            /// Whether a message is from who has the secret, by the bytes of its body as they came.
            ///
            /// # Errors
            ///
            /// What is missing or wrong.
            pub fn verify(
                &self,
                headers: &::http::HeaderMap,
                body: &[u8],
            ) -> ::std::result::Result<(), webhook::WebhookError> {
                match &self.0 {
                    ::std::option::Option::Some(verify) => {
                        verify.verify(headers, body).map_err(::std::convert::Into::into)
                    }
                    ::std::option::Option::None => ::std::result::Result::Ok(()),
                }
            }

            $(
                /// Verifies a message, and reads the event that it is.
                ///
                /// # Errors
                ///
                /// When the signature is missing or wrong, or the body is not what the document says of the event.
                pub fn parse(
                    &self,
                    headers: &::http::HeaderMap,
                    body: &[u8],
                ) -> ::std::result::Result<$event, webhook::WebhookError> {
                    self.verify(headers, body)?;
                    webhook::event(headers, body)
                }
            )?
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(::std::stringify!($name))
                    .field("verified", &self.0.is_some())
                    .finish()
            }
        }
    };
}

#[cfg(inline)]
#[allow(unused_imports, reason = "no event may be told apart, or compiled in")]
pub(crate) use webhook_receiver;
