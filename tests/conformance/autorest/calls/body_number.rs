use api_body_number::Number;

/// A number as it is written.
fn number(text: &str) -> Result<Number, crate::harness::Failure> {
    Ok(serde_json::from_str(text)?)
}

cases! { "body-number", c = client!(api_body_number);
    "getNumberNull" => gets!(c.number_get_null(), None);
    "getFloatInvalid" => unreadable!(c.number_get_invalid_float());
    "getDoubleInvalid" => unreadable!(c.number_get_invalid_double());
    "optional/getDecimalInvalid" => unreadable!(c.number_get_invalid_decimal());
    "getFloatBigScientificNotation" => gets!(c.number_get_big_float(), 3.402823e20);
    "putFloatBigScientificNotation" => c.number_put_big_float(&3.402823e20).await?;
    "getFloatSmallScientificNotation" => gets!(c.number_get_small_float(), 3.402823e-20);
    "putFloatSmallScientificNotation" => c.number_put_small_float(&3.402823e-20).await?;
    "getDoubleBigScientificNotation" => gets!(c.number_get_big_double(), 2.5976931e101);
    "putDoubleBigScientificNotation" => c.number_put_big_double(&2.5976931e101).await?;
    "getDoubleSmallScientificNotation" => gets!(c.number_get_small_double(), 2.5976931e-101);
    "putDoubleSmallScientificNotation" => c.number_put_small_double(&2.5976931e-101).await?;
    "getDoubleBigPositiveDecimal" => gets!(c.number_get_big_double_positive_decimal(), 99_999_999.99);
    "putDoubleBigPositiveDecimal" => c.number_put_big_double_positive_decimal(&99_999_999.99).await?;
    "getDoubleBigNegativeDecimal" => gets!(c.number_get_big_double_negative_decimal(), -99_999_999.99);
    "putDoubleBigNegativeDecimal" => c.number_put_big_double_negative_decimal(&-99_999_999.99).await?;
    "optional/getDecimalBig" => gets!(c.number_get_big_decimal(), 2.5976931e101);
    "optional/putDecimalBig" => c.number_put_big_decimal(&number("2.5976931e101")?).await?;
    "optional/getDecimalSmall" => gets!(c.number_get_small_decimal(), 2.5976931e-101);
    "optional/putDecimalSmall" => c.number_put_small_decimal(&number("2.5976931e-101")?).await?;
    "optional/getDecimalBigPositiveDecimal" => gets!(c.number_get_big_decimal_positive_decimal(), 99_999_999.99);
    "optional/putDecimalBigPositiveDecimal" => c.number_put_big_decimal_positive_decimal(&99_999_999.99).await?;
    "optional/getDecimalBigNegativeDecimal" => gets!(c.number_get_big_decimal_negative_decimal(), -99_999_999.99);
    "optional/putDecimalBigNegativeDecimal" => c.number_put_big_decimal_negative_decimal(&-99_999_999.99).await?;
}
