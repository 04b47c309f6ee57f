cases! { "dpg-update1", c = client!(api_dpg_update1);
    "dpg/DPGNewBodyType.JPEG" => unreadable!(c.params_post_parameters_as_jpeg("binary"));
    "dpg/DPGNewBodyType" => unreadable!(c.params_post_parameters_as_jpeg("binary"));
    "dpg/DPGAddNewOperation" => c.params_delete_parameters().await?;
    "dpg/DPGAddNewPath" => gets_json!(c.params_get_new_operation(), { "message": "An object was successfully returned" });
}
