use api_required_optional::models::{ArrayOptionalWrapper, ClassOptionalWrapper, IntOptionalWrapper, StringOptionalWrapper};

cases! { "required-optional", c = client!(api_required_optional);
    "ImplicitOptionalBinaryBody" => c.implicit_put_optional_binary_body().await?;
    "ExplicitOptionalBinaryBody" => c.explicit_put_optional_binary_body().await?;
    "ExplicitRequiredBinaryBody" => c.explicit_put_required_binary_body("bytes").await?;
    "OptionalImplicitBody" => c.implicit_put_optional_body().await?;
    "OptionalImplicitHeader" => c.implicit_put_optional_header().await?;
    "OptionalImplicitQuery" => c.implicit_put_optional_query().await?;
    "OptionalGlobalQuery" => c.implicit_get_optional_global_query().await?;
    "GeneralOptional" => c.explicit_post_optional_integer_header().await?;
    "OptionalArrayHeader" => c.explicit_post_optional_array_header().await?;
    "OptionalArrayParameter" => c.explicit_post_optional_array_parameter().await?;
    "OptionalArrayProperty" => c.explicit_post_optional_array_property().body(&ArrayOptionalWrapper::new()).await?;
    "OptionalClassParameter" => c.explicit_post_optional_class_parameter().await?;
    "OptionalClassProperty" => c.explicit_post_optional_class_property().body(&ClassOptionalWrapper::new()).await?;
    "OptionalIntegerHeader" => c.explicit_post_optional_integer_header().await?;
    "OptionalIntegerParameter" => c.explicit_post_optional_integer_parameter().await?;
    "OptionalIntegerProperty" => c.explicit_post_optional_integer_property().body(&IntOptionalWrapper::new()).await?;
    "OptionalStringHeader" => c.explicit_post_optional_string_header().await?;
    "OptionalStringParameter" => c.explicit_post_optional_string_parameter().await?;
    "OptionalStringProperty" => c.explicit_post_optional_string_property().body(&StringOptionalWrapper::new()).await?;
}
