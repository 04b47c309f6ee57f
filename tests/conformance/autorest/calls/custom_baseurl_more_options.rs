cases! { "custom-baseUrl-more-options", c = client!(api_custom_baseurl_more_options);
    "CustomBaseUriMoreOptions" => c.paths_get_empty("test12", "key1").key_version("v1").await?;
}
