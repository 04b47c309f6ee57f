cases! { "multiapi-v2-custom-base-url", c = |url: &str| client!(api_multiapi_v2_custom_base_url)(&format!("{url}/multiapiCustomBaseUrl/v2"));
    "optional/MultiapiCustomBaseUrlApiVersionTwo" => c.test(2, "2.0.0").await?;
}
