cases! { "body-duration", c = client!(api_body_duration);
    "getDurationNull" => gets!(c.duration_get_null(), None);
    "getDurationInvalid" => gets!(c.duration_get_invalid(), "123ABC");
    "getDurationPositive" => gets!(c.duration_get_positive_duration(), "P3Y6M4DT12H30M5S");
    "putDurationPositive" => c.duration_put_positive_duration("P123DT22H14M12.011S").await?;
}
