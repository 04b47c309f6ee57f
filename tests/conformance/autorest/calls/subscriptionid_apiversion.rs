cases! { "subscriptionId-apiVersion", c = client!(api_subscriptionid_apiversion);
    "azure/SubscriptionIdAndApiVersion" => gets_json!(
        c.group_get_sample_resource_group("1234-5678-9012-3456", "testgroup101", "2014-04-01-preview"),
        { "name": "testgroup101", "location": "West US" }
    );
}
