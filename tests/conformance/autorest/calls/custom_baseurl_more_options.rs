use api_custom_baseurl_more_options::models::SubscriptionIdAndKeyName;

cases! { "custom-baseUrl-more-options", c = client!(api_custom_baseurl_more_options);
    "CustomBaseUriMoreOptions" => c.paths_get_empty(SubscriptionIdAndKeyName { subscription_id: "test12", key_name: "key1" }).key_version("v1").await?;
}
