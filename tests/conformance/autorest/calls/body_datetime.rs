use api_body_datetime::Formatted;
use jiff::Timestamp;

/// An instant that the library for dates does not reach.
fn text(text: &str) -> Formatted<Timestamp> {
    Formatted::from_text(text)
}

cases! { "body-datetime", c = client!(api_body_datetime);
    "getDateTimeNull" => gets!(c.datetime_get_null(), None);
    "getDateTimeInvalid" => gets_json!(c.datetime_get_invalid(), "201O-18-90D00:89:56.9AX");
    "getDateTimeOverflow" => gets_json!(c.datetime_get_overflow(), "9999-12-31T23:59:59.999-14:00");
    "getDateTimeUnderflow" => gets_json!(c.datetime_get_underflow(), "0000-00-00T00:00:00.000+00:00");
    "putDateTimeMaxUtc" => c.datetime_put_utc_max_date_time(&text("9999-12-31T23:59:59.999Z")).await?;
    "optional/putDateTimeMaxUtc7MS" =>
        c.datetime_put_utc_max_date_time7_digits(&text("9999-12-31T23:59:59.9999999Z")).await?;
    "optional/putDateTimeMaxLocalPositiveOffset" =>
        c.datetime_put_local_positive_offset_max_date_time(&text("9999-12-31T23:59:59.999+14:00")).await?;
    "optional/putDateTimeMaxLocalNegativeOffset" =>
        c.datetime_put_local_negative_offset_max_date_time(&text("9999-12-31T23:59:59.999-14:00")).await?;
    "getDateTimeMaxUtcLowercase" => gets_json!(c.datetime_get_utc_lowercase_max_date_time(), "9999-12-31t23:59:59.999z");
    "getDateTimeMaxUtcUppercase" => gets_json!(c.datetime_get_utc_uppercase_max_date_time(), "9999-12-31T23:59:59.999Z");
    "optional/getDateTimeMaxUtc7MSUppercase" =>
        gets_json!(c.datetime_get_utc_uppercase_max_date_time7_digits(), "9999-12-31T23:59:59.9999999Z");
    "getDateTimeMaxLocalPositiveOffsetLowercase" =>
        gets_json!(c.datetime_get_local_positive_offset_lowercase_max_date_time(), "9999-12-31t23:59:59.999+14:00");
    "getDateTimeMaxLocalPositiveOffsetUppercase" =>
        gets_json!(c.datetime_get_local_positive_offset_uppercase_max_date_time(), "9999-12-31T23:59:59.999+14:00");
    "getDateTimeMaxLocalNegativeOffsetLowercase" =>
        gets_json!(c.datetime_get_local_negative_offset_lowercase_max_date_time(), "9999-12-31t23:59:59.999-14:00");
    "getDateTimeMaxLocalNegativeOffsetUppercase" =>
        gets_json!(c.datetime_get_local_negative_offset_uppercase_max_date_time(), "9999-12-31T23:59:59.999-14:00");
    "getDateTimeMinUtc" => gets_json!(c.datetime_get_utc_min_date_time(), "0001-01-01T00:00:00Z");
    "putDateTimeMinUtc" => c.datetime_put_utc_min_date_time(&Formatted::from("0001-01-01T00:00:00Z".parse::<Timestamp>()?)).await?;
    "getDateTimeMinLocalPositiveOffset" =>
        gets_json!(c.datetime_get_local_positive_offset_min_date_time(), "0001-01-01T00:00:00+14:00");
    "optional/putDateTimeMinLocalPositiveOffset" =>
        c.datetime_put_local_positive_offset_min_date_time(&text("0001-01-01T00:00:00+14:00")).await?;
    "getDateTimeMinLocalNegativeOffset" =>
        gets_json!(c.datetime_get_local_negative_offset_min_date_time(), "0001-01-01T00:00:00-14:00");
    "optional/putDateTimeMinLocalNegativeOffset" =>
        c.datetime_put_local_negative_offset_min_date_time(&text("0001-01-01T00:00:00-14:00")).await?;
    "getDateTimeMinLocalNoOffset" => gets_json!(c.datetime_get_local_no_offset_min_date_time(), "0001-01-01T00:00:00");
}
