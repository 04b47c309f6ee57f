use api_security_aad::Client;

cases! { "security-aad", c = |url: &str| Client::builder().base_url(url).bearer_token("https://security.microsoft.com/.default").build();
    "SecurityAad" => c.head().await?;
}
