use api_client_enum::models::ComponentsParametersEnumParameterSchema;

cases! { "client-enum", c = client!(api_client_enum);
    "ClientWithEnumParam" => c.head(ComponentsParametersEnumParameterSchema::Single).await?;
}
