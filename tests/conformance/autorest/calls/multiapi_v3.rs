use api_multiapi_v3::models::{ModelThree, SourcePath};

cases! { "multiapi-v3", c = client!(api_multiapi_v3);
    "optional/MultiapiGetTestTwoApiVersionThree" => c.operation_group_one_test_two("3.0.0").body(&ModelThree::new()).await?;
    "optional/MultiapiPostTestFourApiVersionThreeJSON" =>
        c.operation_group_two_test_four("3.0.0").body(&SourcePath::new().source("foo")).await?;
    "optional/MultiapiPaging" => items!(c.test_paging(), 2);
    "optional/MultiapiOperationGroupPaging" => items!(c.operation_group_one_test_operation_group_paging(), 2);
    "optional/MultiapiPutTestFiveApiVersionThree" => c.operation_group_two_test_five("3.0.0").await?;
}
