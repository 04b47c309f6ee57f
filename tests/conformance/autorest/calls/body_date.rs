use api_body_date::Formatted;
use jiff::civil::date;

cases! { "body-date", c = client!(api_body_date);
    "getDateNull" => gets!(c.date_get_null(), None);
    "getDateInvalid" => gets_json!(c.date_get_invalid_date(), "201O-18-90");
    "getDateOverflow" => gets_json!(c.date_get_overflow_date(), "10000000000-12-31");
    "getDateUnderflow" => gets_json!(c.date_get_underflow_date(), "0000-00-00");
    "getDateMax" => gets!(c.date_get_max_date(), Formatted::from(date(9999, 12, 31)));
    "putDateMax" => c.date_put_max_date(&date(9999, 12, 31).into()).await?;
    "getDateMin" => gets_json!(c.date_get_min_date(), "0001-01-01");
    "putDateMin" => c.date_put_min_date(&date(1, 1, 1).into()).await?;
}
