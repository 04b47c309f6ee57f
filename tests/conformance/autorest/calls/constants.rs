use api_constants::models::{ComponentsParametersPathClientConstantSchema, ComponentsParametersQueryClientConstantSchema};

cases! { "constants", c = client!(api_constants);
    "ConstantClientProperties" => c.contants_put_client_constants(
        ComponentsParametersPathClientConstantSchema::Path,
        true,
        ComponentsParametersQueryClientConstantSchema::Value100,
    ).await?;
}
