use api_azure_parameter_grouping::models::ComponentsParametersGroupedConstantSchema;

cases! { "azure-parameter-grouping", c = client!(api_azure_parameter_grouping);
    "azure/postParameterGroupingRequiredParameters" => {
        c.parameter_grouping_post_required("path", &1234).custom_header("header").query(21).await?;
        c.parameter_grouping_post_required("path", &1234).await?;
    };
    "azure/postParameterGroupingOptionalParameters" => {
        c.parameter_grouping_post_optional().custom_header("header").query(21).await?;
        c.parameter_grouping_post_optional().await?;
    };
    "azure/postParameterGroupingMultipleParameterGroups" => {
        let call = c.parameter_grouping_post_multi_param_groups().header_one("header").query_one(21);
        call.header_two("header2").query_two(42).await?;
    };
    "azure/postParameterGroupingSharedParameterGroupObject" =>
        c.parameter_grouping_post_shared_parameter_group_object().header_one("header").query_one(21).await?;
    "azure/PostParameterGroupingWithReservedWords" =>
        c.parameter_grouping_post_reserved_words().from("bob").accept("yes").await?;
    "azure/PutParameterGroupingConstant" => {
        let call = c.parameter_grouping_group_with_constant().grouped_parameter("bar");
        call.grouped_constant(ComponentsParametersGroupedConstantSchema::Foo).await?;
    };
}
