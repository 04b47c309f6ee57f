cases! { "multiapi-v1", c = client!(api_multiapi_v1);
    "optional/MultiapiPutTestOneApiVersionOne" => c.test_one(1, "1.0.0").await?;
    "optional/MultiapiGetTestTwoApiVersionOne" => c.operation_group_one_test_two("1.0.0").await?;
}
