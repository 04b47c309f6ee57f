cases! { "body-byte", c = client!(api_body_byte);
    "getByteNull" => unreadable!(c.byte_get_null());
    "getByteEmpty" => gets!(c.byte_get_empty(), "");
    "getByteNonAscii" => gets!(c.byte_get_non_ascii(), "//79/Pv6+fj39g==");
    "putByteNonAscii" => c.byte_put_non_ascii("//79/Pv6+fj39g==").await?;
    // Text that is no Base64 is kept as it is.
    "getByteInvalid" => gets!(c.byte_get_invalid(), "::::SWAGGER::::");
}
