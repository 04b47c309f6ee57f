cases! { "parameterized-endpoint", c = client!(api_parameterized_endpoint);
    "GetParameterizedHostWithNameEndpoint" => c.get().await?;
}
