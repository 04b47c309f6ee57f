use api_subscriptionid_apiversion::models::GroupGetSampleResourceGroupTexts;

cases! { "subscriptionId-apiVersion", c = client!(api_subscriptionid_apiversion);
    "azure/SubscriptionIdAndApiVersion" => gets_json!(
        c.group_get_sample_resource_group(GroupGetSampleResourceGroupTexts { subscription_id: "1234-5678-9012-3456", resource_group_name: "testgroup101", api_version: "2014-04-01-preview" }),
        { "name": "testgroup101", "location": "West US" }
    );
}
