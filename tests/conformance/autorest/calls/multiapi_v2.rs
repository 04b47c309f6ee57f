use api_multiapi_v2::models::ModelTwo;

cases! { "multiapi-v2", c = client!(api_multiapi_v2);
    // The server answers with text where its document says a number.
    "optional/MultiapiPutTestOneApiVersionTwo" => unreadable!(c.test_one(1, "2.0.0"));
    "optional/MultiapiGetTestTwoApiVersionTwo" =>
        unreadable!(c.operation_group_one_test_two("2.0.0").body(&ModelTwo::new(1)));
    "optional/MultiapiPutTestThreeApiVersionTwo" => c.operation_group_one_test_three("2.0.0").await?;
    "optional/MultiapiPostTestFourApiVersionTwo" => c.operation_group_two_test_four(true, "2.0.0").await?;
}
