cases! { "body-integer", c = client!(api_body_integer);
    "getIntegerNull" => gets!(c.int_get_null(), None);
    "getIntegerInvalid" => unreadable!(c.int_get_invalid());
    // Out of range for 32 bits, not for the type.
    "getIntegerOverflow" => gets!(c.int_get_overflow_int32(), 2_147_483_656);
    "getIntegerUnderflow" => gets!(c.int_get_underflow_int32(), -2_147_483_656);
    "getLongOverflow" => unreadable!(c.int_get_overflow_int64());
    "getLongUnderflow" => unreadable!(c.int_get_underflow_int64());
    "putIntegerMax" => c.int_put_max32(&i64::from(i32::MAX)).await?;
    "putIntegerMin" => c.int_put_min32(&i64::from(i32::MIN)).await?;
    "putLongMax" => c.int_put_max64(&i64::MAX).await?;
    "putLongMin" => c.int_put_min64(&i64::MIN).await?;
    "getUnixTime" => gets!(c.int_get_unix_time(), 1_460_505_600);
    "getInvalidUnixTime" => unreadable!(c.int_get_invalid_unix_time());
    "getNullUnixTime" => gets!(c.int_get_null_unix_time(), None);
    "putUnixTime" => c.int_put_unix_time_date(&1_460_505_600).await?;
}
