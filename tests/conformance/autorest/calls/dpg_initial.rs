use api_dpg_initial::models::PostInput;

cases! { "dpg-initial", c = client!(api_dpg_initial);
    "dpg/DPGAddOptionalInput_NoParams" => c.params_head_no_params().await?;
    "dpg/DPGAddOptionalInput" => c.params_get_required("foo").await?;
    "dpg/DPGAddOptionalInput_RequiredOptionalParam" => c.params_put_required_optional("foo").await?;
    "dpg/DPGAddOptionalInput_OptionalParam" => c.params_get_optional().await?;
    "dpg/DPGNewBodyType.JSON" => {
        // The server answers nothing where its document says an object.
        let error = unreadable!(c.params_post_parameters(&PostInput::new("http://example.org/myimage.jpeg")));
        crate::harness::same(error.status().map(|status| status.as_u16()), Some(200))?;
    };
}
