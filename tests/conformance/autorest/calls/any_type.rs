cases! { "any-type", c = client!(api_any_type);
    "GetStringAsAnything" => gets_json!(c.get_string(), "anything");
    "PutStringAsAnything" => c.put_string(value!("anything")).await?;
    "GetObjectAsAnything" => gets_json!(c.get_object(), { "message": "An object was successfully returned" });
    "PutObjectAsAnything" => c.put_object(value!({ "foo": "bar" })).await?;
    "GetArrayAsAnything" => gets_json!(c.get_array(), ["foo", "bar"]);
    "PutArrayAsAnything" => c.put_array(value!(["foo", "bar"])).await?;
}
