cases! { "body-file", c = client!(api_body_file);
    "FileStreamNonempty" => {
        let file = c.files_get_file().await?.into_inner();
        crate::harness::same(file.starts_with(b"\x89PNG"), true)?;
    };
    "FileStreamEmpty" => gets!(c.files_get_empty_file(), "");
    "FileStreamVeryLarge" => {
        // Three thousand megabytes, read while they arrive.
        let mut stream = c.files_get_file_large().send_stream().await?.into_inner();
        let mut length = 0_usize;
        while let Some(piece) = stream.next().await {
            length += piece?.len();
        }
        crate::harness::same(length, 3000 * 1024 * 1024)?;
    };
}
