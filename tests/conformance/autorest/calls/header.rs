use api_header::CallOptions;
use api_header::models::{HeaderParamEnumValue, ScenarioAndValue};
use api_header::operations::header_operations::{
    HeaderResponseBool, HeaderResponseByte, HeaderResponseDate, HeaderResponseDatetime, HeaderResponseDatetimeRfc1123,
    HeaderResponseDouble, HeaderResponseDuration, HeaderResponseEnum, HeaderResponseExistingKey, HeaderResponseFloat,
    HeaderResponseInteger, HeaderResponseLong, HeaderResponseString,
};
use jiff::Timestamp;
use jiff::civil::date;

cases! { "header", c = client!(api_header);
    "HeaderParameterIntegerPositive" => c.header_param_integer("positive", 1).await?;
    "HeaderResponseIntegerPositive" => header!(c.header_response_integer("positive"), HeaderResponseInteger::VALUE, Some(1));
    "HeaderParameterIntegerNegative" => c.header_param_integer("negative", -2).await?;
    "HeaderResponseIntegerNegative" => header!(c.header_response_integer("negative"), HeaderResponseInteger::VALUE, Some(-2));
    "HeaderParameterLongPositive" => c.header_param_long("positive", 105).await?;
    "HeaderResponseLongPositive" => header!(c.header_response_long("positive"), HeaderResponseLong::VALUE, Some(105));
    "HeaderParameterLongNegative" => c.header_param_long("negative", -2).await?;
    "HeaderResponseLongNegative" => header!(c.header_response_long("negative"), HeaderResponseLong::VALUE, Some(-2));
    "HeaderParameterFloatPositive" => c.header_param_float("positive", 0.07).await?;
    "HeaderResponseFloatPositive" => header!(c.header_response_float("positive"), HeaderResponseFloat::VALUE, Some(0.07));
    "HeaderParameterFloatNegative" => c.header_param_float("negative", -3.0).await?;
    "HeaderResponseFloatNegative" => header!(c.header_response_float("negative"), HeaderResponseFloat::VALUE, Some(-3.0));
    "HeaderParameterDoublePositive" => c.header_param_double("positive", 7e120).await?;
    "HeaderResponseDoublePositive" => header!(c.header_response_double("positive"), HeaderResponseDouble::VALUE, Some(7e120));
    "HeaderParameterDoubleNegative" => c.header_param_double("negative", -3.0).await?;
    "HeaderResponseDoubleNegative" => header!(c.header_response_double("negative"), HeaderResponseDouble::VALUE, Some(-3.0));
    "HeaderParameterBoolTrue" => c.header_param_bool("true", true).await?;
    "HeaderResponseBoolTrue" => header!(c.header_response_bool("true"), HeaderResponseBool::VALUE, Some(true));
    "HeaderParameterBoolFalse" => c.header_param_bool("false", false).await?;
    "HeaderResponseBoolFalse" => header!(c.header_response_bool("false"), HeaderResponseBool::VALUE, Some(false));
    "HeaderParameterBytesValid" => c.header_param_byte(ScenarioAndValue { scenario: "valid", value: "5ZWK6b2E5LiC54ub54uc76ex76Ss76ex76iM76ip" }).await?;
    "HeaderResponseBytesValid" => header!(c.header_response_byte("valid"), HeaderResponseByte::VALUE, Some("5ZWK6b2E5LiC54ub54uc76ex76Ss76ex76iM76ip".to_owned()));
    "HeaderParameterDurationValid" => c.header_param_duration(ScenarioAndValue { scenario: "valid", value: "P123DT22H14M12.011S" }).await?;
    "HeaderResponseDurationValid" => header!(c.header_response_duration("valid"), HeaderResponseDuration::VALUE, Some("P123DT22H14M12.011S".to_owned()));
    "HeaderParameterDateValid" => c.header_param_date("valid", date(2010, 1, 1)).await?;
    "HeaderResponseDateValid" => header!(c.header_response_date("valid"), HeaderResponseDate::VALUE, Some("2010-01-01".to_owned()));
    "HeaderParameterDateMin" => c.header_param_date("min", date(1, 1, 1)).await?;
    "HeaderResponseDateMin" => header!(c.header_response_date("min"), HeaderResponseDate::VALUE, Some("0001-01-01".to_owned()));
    "HeaderParameterDateTimeValid" => c.header_param_datetime("valid", "2010-01-01T12:34:56Z".parse::<Timestamp>()?).await?;
    "HeaderResponseDateTimeValid" => header!(c.header_response_datetime("valid"), HeaderResponseDatetime::VALUE, Some("2010-01-01T12:34:56Z".to_owned()));
    "HeaderParameterDateTimeMin" => c.header_param_datetime("min", "0001-01-01T00:00:00Z".parse::<Timestamp>()?).await?;
    "HeaderResponseDateTimeMin" => header!(c.header_response_datetime("min"), HeaderResponseDatetime::VALUE, Some("0001-01-01T00:00:00Z".to_owned()));
    "HeaderParameterDateTimeRfc1123Valid" => c.header_param_datetime_rfc1123("valid").value("Fri, 01 Jan 2010 12:34:56 GMT").await?;
    "HeaderResponseDateTimeRfc1123Valid" => header!(c.header_response_datetime_rfc1123("valid"), HeaderResponseDatetimeRfc1123::VALUE, Some("Fri, 01 Jan 2010 12:34:56 GMT".to_owned()));
    "HeaderParameterDateTimeRfc1123Min" => c.header_param_datetime_rfc1123("min").value("Mon, 01 Jan 0001 00:00:00 GMT").await?;
    "HeaderResponseDateTimeRfc1123Min" => header!(c.header_response_datetime_rfc1123("min"), HeaderResponseDatetimeRfc1123::VALUE, Some("Mon, 01 Jan 0001 00:00:00 GMT".to_owned()));
    "HeaderParameterStringValid" => c.header_param_string("valid").value("The quick brown fox jumps over the lazy dog").await?;
    "HeaderParameterStringNull" => c.header_param_string("null").await?;
    "HeaderParameterStringEmpty" => c.header_param_string("empty").value("").await?;
    "HeaderResponseStringValid" => header!(c.header_response_string("valid"), HeaderResponseString::VALUE, Some("The quick brown fox jumps over the lazy dog".to_owned()));
    "HeaderResponseStringNull" => header!(c.header_response_string("null"), HeaderResponseString::VALUE, Some("null".to_owned()));
    "HeaderResponseStringEmpty" => header!(c.header_response_string("empty"), HeaderResponseString::VALUE, Some(String::new()));
    "HeaderParameterEnumValid" => c.header_param_enum("valid").value(HeaderParamEnumValue::Grey).await?;
    "HeaderParameterEnumNull" => c.header_param_enum("null").await?;
    "HeaderResponseEnumValid" => header!(c.header_response_enum("valid"), HeaderResponseEnum::VALUE, Some("GREY".to_owned()));
    "HeaderResponseEnumNull" => header!(c.header_response_enum("null"), HeaderResponseEnum::VALUE, Some(String::new()));
    "HeaderParameterExistingKey" => c.header_param_existing_key("overwrite").await?;
    "HeaderResponseExistingKey" => header!(c.header_response_existing_key(), HeaderResponseExistingKey::USER_AGENT, Some("overwrite".to_owned()));
    "HeaderResponseProtectedKey" => {
        let response = c.header_response_protected_key().await?;
        let media_type = response.headers().get("content-type").map(|value| value.as_bytes().starts_with(b"text/html"));
        crate::harness::same(media_type, Some(true))?;
    };
    "optional/CustomHeaderInRequest" => {
        let options = CallOptions::new().header("x-ms-client-request-id", "9C4D50EE-2D56-4CD3-8152-34347DC9F2B0");
        c.header_custom_request_id().with(options).await?;
    };
}
