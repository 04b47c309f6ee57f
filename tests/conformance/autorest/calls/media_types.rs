use api_media_types::CallOptions;
use api_media_types::models::SourcePath;

cases! { "media_types", c = client!(api_media_types);
    "MediaTypeJson" => gets!(c.analyze_body().body(&SourcePath::new().source("foo")), "Nice job with JSON");
    "MediaTypePdf" => gets!(c.analyze_body().body_as_pdf("PDF"), "Nice job with PDF");
    "MediaTypeWithEncoding" => {
        let options = CallOptions::new().body_media_type("text/plain; charset=UTF-8");
        gets!(c.content_type_with_encoding().body("input").with(options), "Nice job sending content type with encoding")
    };
    "MediaTypesAnalyzeBodyNoAcceptHeader" => {
        c.analyze_body_no_accept_header().body(&SourcePath::new().source("foo")).await?;
        c.analyze_body_no_accept_header().body_as_pdf("PDF").await?;
    };
    "MediaTypesTwoContentTypes" => {
        let json = CallOptions::new().body_media_type("application/json");
        c.binary_body_with_two_content_types(r#"{"hello":"world"}"#).with(json).await?;
        c.binary_body_with_two_content_types("hello, world").await?;
    };
    "MediaTypesThreeContentTypes" => {
        let json = CallOptions::new().body_media_type("application/json");
        c.binary_body_with_three_content_types(r#"{"hello":"world"}"#).with(json).await?;
        c.binary_body_with_three_content_types("hello, world").await?;
        c.binary_body_with_three_content_types_as_text("hello, world").await?;
    };
    "MediaTypesThreeBodyTypes" => {
        c.body_three_types(value!({ "hello": "world" })).await?;
        c.body_three_types_as_bytes("hello, world").await?;
        c.body_three_types_as_text("hello, world").await?;
    };
}
