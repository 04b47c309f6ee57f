cases! { "security-key", c = |url: &str| api_security_key::Client::builder().base_url(url).api_key("123456789").build();
    "SecurityKey" => c.head().await?;
}
