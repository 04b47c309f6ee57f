cases! { "body-time", c = client!(api_body_time);
    "BodyTimeGet" => gets!(c.time_get(), "11:34:56");
    "BodyTimePut" => gets!(c.time_put("08:07:56"), "Nice job posting time");
}
