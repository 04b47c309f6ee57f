use api_body_string::models::{
    EnumGetNotExpandableResponse, RefColorConstant, RefColorConstantColorConstant, RefColors, StringGetEmptyResponse,
};

cases! { "body-string", c = client!(api_body_string);
    "getStringNull" => gets!(c.string_get_null(), None);
    "putStringNull" => c.string_put_null().await?;
    "getStringEmpty" => gets!(c.string_get_empty(), StringGetEmptyResponse::Value);
    "putStringEmpty" => c.string_put_empty(&StringGetEmptyResponse::Value).await?;
    "getStringMultiByteCharacters" => {
        // The document has the text as the only value of an enumeration.
        let received = c.string_get_mbcs().await?.into_inner();
        crate::harness::same(received.as_str().chars().count(), 68)?;
    };
    "putStringMultiByteCharacters" => {
        let received = c.string_get_mbcs().await?.into_inner();
        c.string_put_mbcs(&received).await?
    };
    "getStringWithLeadingAndTrailingWhitespace" => {
        let received = c.string_get_whitespace().await?.into_inner();
        crate::harness::same(received.as_str().trim().len() + 8, received.as_str().len())?;
    };
    "putStringWithLeadingAndTrailingWhitespace" => {
        let received = c.string_get_whitespace().await?.into_inner();
        c.string_put_whitespace(&received).await?
    };
    "getStringNotProvided" => unreadable!(c.string_get_not_provided());
    "getStringBase64Encoded" => gets!(c.string_get_base64_encoded(), "YSBzdHJpbmcgdGhhdCBnZXRzIGVuY29kZWQgd2l0aCBiYXNlNjQ=");
    "getStringBase64UrlEncoded" =>
        gets!(c.string_get_base64_url_encoded(), "YSBzdHJpbmcgdGhhdCBnZXRzIGVuY29kZWQgd2l0aCBiYXNlNjR1cmw");
    "putStringBase64UrlEncoded" =>
        c.string_put_base64_url_encoded("YSBzdHJpbmcgdGhhdCBnZXRzIGVuY29kZWQgd2l0aCBiYXNlNjR1cmw").await?;
    "getStringNullBase64UrlEncoding" => gets!(c.string_get_null_base64_url_encoded(), None);
    "getEnumNotExpandable" => gets!(c.enum_get_not_expandable(), EnumGetNotExpandableResponse::RedColor);
    "putEnumNotExpandable" => c.enum_put_not_expandable(&EnumGetNotExpandableResponse::RedColor).await?;
    "getEnumReferenced" => gets!(c.enum_get_referenced(), RefColors::RedColor);
    "putEnumReferenced" => c.enum_put_referenced(&RefColors::RedColor).await?;
    // The server leaves the required member out: that is not what its document says.
    "getEnumReferencedConstant" => unreadable!(c.enum_get_referenced_constant());
    "putEnumReferencedConstant" =>
        c.enum_put_referenced_constant(&RefColorConstant::new(RefColorConstantColorConstant::GreenColor)).await?;
}
