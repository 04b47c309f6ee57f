cases! { "custom-baseUrl", c = client!(api_custom_baseurl);
    "CustomBaseUri" => c.paths_get_empty().await?;
}
