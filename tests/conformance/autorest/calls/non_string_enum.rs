use api_non_string_enum::models::IntEnum;

cases! { "non-string-enum", c = client!(api_non_string_enum);
    "NonStringEnumsPostInt" => gets!(c.int_put().body(&IntEnum::Value200), "Nice job posting an int enum");
    "NonStringEnumsGetInt" => gets!(c.int_get(), IntEnum::Value429);
    "NonStringEnumsPostFloat" => gets!(c.float_put().body(&200.4), "Nice job posting a float enum");
    "NonStringEnumsGetFloat" => gets!(c.float_get(), 429.1);
}
