cases! { "body-binary", c = client!(api_body_binary);
    "BodyBinaryFile" => c.upload_file(value!({ "more": "cowbell" })).await?;
    "BodyBinaryOctet" => c.upload_binary("bytes").await?;
    "BodyBinaryError" => refused!(c.download_error_stream(), 400);
}
