cases! { "body-boolean", c = client!(api_body_boolean);
    "getBoolTrue" => gets!(c.bool_get_true(), true);
    "putBoolTrue" => c.bool_put_true(&true).await?;
    "getBoolFalse" => gets!(c.bool_get_false(), false);
    "putBoolFalse" => c.bool_put_false(&false).await?;
    "getBoolNull" => gets!(c.bool_get_null(), None);
    "getBoolInvalid" => unreadable!(c.bool_get_invalid());
}
