cases! { "body-datetime-rfc1123", c = client!(api_body_datetime_rfc1123);
    "getDateTimeRfc1123Null" => gets!(c.datetimerfc1123_get_null(), None);
    "getDateTimeRfc1123Invalid" => gets!(c.datetimerfc1123_get_invalid(), "Tue, 01 Dec 2000 00:00:0A ABC");
    "getDateTimeRfc1123Overflow" => gets!(c.datetimerfc1123_get_overflow(), "Sat, 1 Jan 10000 00:00:00 GMT");
    "getDateTimeRfc1123Underflow" => gets!(c.datetimerfc1123_get_underflow(), "Tue, 00 Jan 0000 00:00:00 GMT");
    "getDateTimeRfc1123MaxUtcLowercase" =>
        gets!(c.datetimerfc1123_get_utc_lowercase_max_date_time(), "fri, 31 dec 9999 23:59:59 gmt");
    "getDateTimeRfc1123MaxUtcUppercase" =>
        gets!(c.datetimerfc1123_get_utc_uppercase_max_date_time(), "FRI, 31 DEC 9999 23:59:59 GMT");
    "getDateTimeRfc1123MinUtc" => gets_json!(c.datetimerfc1123_get_utc_min_date_time(), "Mon, 01 Jan 0001 00:00:00 GMT");
    "putDateTimeRfc1123Max" => c.datetimerfc1123_put_utc_max_date_time("Fri, 31 Dec 9999 23:59:59 GMT").await?;
    "putDateTimeRfc1123Min" => c.datetimerfc1123_put_utc_min_date_time("Mon, 01 Jan 0001 00:00:00 GMT").await?;
}
