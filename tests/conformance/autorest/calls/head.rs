cases! { "head", c = client!(api_head);
    "HttpSuccess200Head" => c.http_success_head200().await?;
    "HttpSuccess204Head" => c.http_success_head204().await?;
    "HttpSuccess404Head" => {
        let error = refused!(c.http_success_head404(), 404);
        crate::harness::same(error.is_not_found(), true)?;
    };
}
