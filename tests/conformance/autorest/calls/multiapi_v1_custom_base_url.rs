cases! { "multiapi-v1-custom-base-url", c = |url: &str| client!(api_multiapi_v1_custom_base_url)(&format!("{url}/multiapiCustomBaseUrl/v1"));
    "optional/MultiapiCustomBaseUrlApiVersionOne" => c.test(1, "1.0.0").await?;
}
