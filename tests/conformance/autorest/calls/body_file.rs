use api_body_file::CallOptions;

cases! { "body-file", c = client!(api_body_file);
    "FileStreamNonempty" => {
        let file = c.files_get_file().await?.into_inner();
        crate::harness::same(file.starts_with(b"\x89PNG"), true)?;
    };
    "FileStreamEmpty" => gets!(c.files_get_empty_file(), "");
    // Three thousand megabytes: a body above the limit is refused, and the limit is the caller's.
    "FileStreamVeryLarge" => {
        let options = CallOptions::new().body_limit(1 << 20);
        match c.files_get_file_large().with(options).await {
            Err(error) if error.to_string().contains("1048576") => (),
            other => return Err(crate::harness::Failure::new(format!("{other:?} where the body is too long"))),
        }
    };
}
