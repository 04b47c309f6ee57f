use api_dpg_customization::models::Input;

cases! { "dpg-customization", c = client!(api_dpg_customization);
    "dpg/GetRawModel" => gets_json!(c.get_model("raw"), { "received": "raw" });
    "dpg/GetHandwrittenModel" => gets_json!(c.get_model("model"), { "received": "model" });
    "dpg/PostRawModel" => gets_json!(c.post_model("raw", &Input::new("world!")), { "received": "raw" });
    "dpg/PostHandwrittenModel" => gets_json!(c.post_model("model", &Input::new("world!")), { "received": "model" });
    "dpg/GetRawPages" => items!(c.get_pages("raw"), 2);
    "dpg/GetHandwrittenModelPages" => items!(c.get_pages("model"), 2);
    "dpg/RawLRO" => gets_json!(c.lro("raw"), { "provisioningState": "Succeeded", "received": "raw" });
    "dpg/HandwrittenModelLRO" => gets_json!(c.lro("model"), { "provisioningState": "Succeeded", "received": "model" });
}
