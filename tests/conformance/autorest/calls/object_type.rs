cases! { "object-type", c = client!(api_object_type);
    "ObjectTypeResponse" => gets_json!(c.get(), { "message": "An object was successfully returned" });
    "ObjectTypePut" => c.put(value!({ "foo": "bar" })).await?;
    "ObjectTypeErrorResponse" => {
        let error = refused!(c.put(value!({ "foo": "none" })), 400);
        let body = error.body::<serde_json::Value>()?;
        crate::harness::same(body["message"].as_str(), Some("The object you passed was incorrect"))?;
    };
}
