use api_url::models::{
    PathItemsGetLocalPathItemQueryNullTexts,
    PathsByteEmptyBytePath, PathsDateTimeValidDateTimePath, PathsDateValidDatePath, PathsEnumValidEnumPath,
    PathsGetIntNegativeOneMillionIntPath, PathsGetIntOneMillionIntPath, PathsGetNegativeTenBillionLongPath,
    PathsGetTenBillionLongPath, PathsStringUnicodeStringPath, PathsStringUrlEncodedStringPath,
    PathsStringUrlNonEncodedStringPath,
};

cases! { "url", c = client!(api_url);
    "UrlPathsBoolTrue" => c.paths_get_boolean_true(true).await?;
    "UrlPathsBoolFalse" => c.paths_get_boolean_false(false).await?;
    "UrlPathsIntPositive" => c.paths_get_int_one_million(PathsGetIntOneMillionIntPath::Value1000000).await?;
    "UrlPathsIntNegative" => c.paths_get_int_negative_one_million(PathsGetIntNegativeOneMillionIntPath::Minus1000000).await?;
    "UrlPathsLongPositive" => c.paths_get_ten_billion(PathsGetTenBillionLongPath::Value10000000000).await?;
    "UrlPathsLongNegative" => c.paths_get_negative_ten_billion(PathsGetNegativeTenBillionLongPath::Minus10000000000).await?;
    "UrlPathsFloatPositive" => c.paths_float_scientific_positive(1.034e20).await?;
    "UrlPathsFloatNegative" => c.paths_float_scientific_negative(-1.034e-20).await?;
    "UrlPathsDoublePositive" => c.paths_double_decimal_positive(9_999_999.999).await?;
    "UrlPathsDoubleNegative" => c.paths_double_decimal_negative(-9_999_999.999).await?;
    "UrlPathsStringUrlEncoded" => c.paths_string_url_encoded(PathsStringUrlEncodedStringPath::BeginPlusEnd).await?;
    "UrlPathsStringUnicode" => c.paths_string_unicode(PathsStringUnicodeStringPath::啊齄丂狛狜隣郎隣兀﨩).await?;
    "UrlPathsStringEmpty" => c.paths_string_empty(PathsByteEmptyBytePath::Value).await?;
    "UrlPathsByteEmpty" => c.paths_byte_empty(PathsByteEmptyBytePath::Value).await?;
    "UrlPathsDateValid" => c.paths_date_valid(PathsDateValidDatePath::N20120101).await?;
    "UrlPathsDateTimeValid" => c.paths_date_time_valid(PathsDateTimeValidDateTimePath::N20120101t010101z).await?;
    "UrlPathsEnumValid" => c.paths_enum_valid(PathsEnumValidEnumPath::GreenColor).await?;
    "UrlPathsByteMultiByte" => c.paths_byte_multi_byte("5ZWK6b2E5LiC54ub54uc76ex76Ss76ex76iM76ip").await?;
    "UrlQueriesBoolTrue" => c.queries_get_boolean_true(true).await?;
    "UrlQueriesBoolFalse" => c.queries_get_boolean_false(false).await?;
    "UrlQueriesIntPositive" => c.queries_get_int_one_million(PathsGetIntOneMillionIntPath::Value1000000).await?;
    "UrlQueriesIntNegative" => c.queries_get_int_negative_one_million(PathsGetIntNegativeOneMillionIntPath::Minus1000000).await?;
    "UrlQueriesLongPositive" => c.queries_get_ten_billion(PathsGetTenBillionLongPath::Value10000000000).await?;
    "UrlQueriesLongNegative" => c.queries_get_negative_ten_billion(PathsGetNegativeTenBillionLongPath::Minus10000000000).await?;
    "UrlQueriesFloatPositive" => c.queries_float_scientific_positive(1.034e20).await?;
    "UrlQueriesFloatNegative" => c.queries_float_scientific_negative(-1.034e-20).await?;
    "UrlQueriesDoublePositive" => c.queries_double_decimal_positive(9_999_999.999).await?;
    "UrlQueriesDoubleNegative" => c.queries_double_decimal_negative(-9_999_999.999).await?;
    "UrlQueriesStringUrlEncoded" => c.queries_string_url_encoded(PathsStringUrlEncodedStringPath::BeginPlusEnd).await?;
    "UrlQueriesStringUnicode" => c.queries_string_unicode(PathsStringUnicodeStringPath::啊齄丂狛狜隣郎隣兀﨩).await?;
    "UrlQueriesStringEmpty" => c.queries_string_empty(PathsByteEmptyBytePath::Value).await?;
    "UrlQueriesByteEmpty" => c.queries_byte_empty(PathsByteEmptyBytePath::Value).await?;
    "UrlQueriesDateValid" => c.queries_date_valid(PathsDateValidDatePath::N20120101).await?;
    "UrlQueriesDateTimeValid" => c.queries_date_time_valid(PathsDateTimeValidDateTimePath::N20120101t010101z).await?;
    "UrlQueriesEnumValid" => c.queries_enum_valid().enum_query(PathsEnumValidEnumPath::GreenColor).await?;
    "UrlQueriesByteMultiByte" => c.queries_byte_multi_byte().byte_query("5ZWK6b2E5LiC54ub54uc76ex76Ss76ex76iM76ip").await?;
    "UrlPathsIntUnixTime" => c.paths_unix_time_url(1_460_505_600).await?;
    "UrlPathsStringUrlNonEncoded" => c.paths_string_url_non_encoded(PathsStringUrlNonEncodedStringPath::BeginPlusEnd).await?;
    "UrlPathsStringBase64Url" => c.paths_base64_url("bG9yZW0").await?;
    "UrlPathsArrayCSVInPath" => c.paths_array_csv_in_path(["ArrayPath1", "begin!*'();:@ &=+$,/?#[]end", "", ""]).await?;
    "UrlQueriesBoolNull" => c.queries_get_boolean_null().await?;
    "UrlQueriesIntNull" => c.queries_get_int_null().await?;
    "UrlQueriesLongNull" => c.queries_get_long_null().await?;
    "UrlQueriesFloatNull" => c.queries_float_null().await?;
    "UrlQueriesDoubleNull" => c.queries_double_null().await?;
    "UrlQueriesStringNull" => c.queries_string_null().await?;
    "UrlQueriesEnumNull" => c.queries_enum_null().await?;
    "UrlQueriesByteNull" => c.queries_byte_null().await?;
    "UrlQueriesDateNull" => c.queries_date_null().await?;
    "UrlQueriesDateTimeNull" => c.queries_date_time_null().await?;
    "UrlQueriesArrayCsvNull" => c.queries_array_string_csv_null().await?;
    "UrlQueriesArrayCsvEmpty" => c.queries_array_string_csv_empty().array_query([""; 0]).await?;
    "UrlQueriesArrayCsvValid" => c.queries_array_string_csv_valid().array_query(["ArrayQuery1", "begin!*'();:@ &=+$,/?#[]end", "", ""]).await?;
    "UrlQueriesArraySsvValid" => c.queries_array_string_ssv_valid().array_query(["ArrayQuery1", "begin!*'();:@ &=+$,/?#[]end", "", ""]).await?;
    "UrlQueriesArrayTsvValid" => c.queries_array_string_tsv_valid().array_query(["ArrayQuery1", "begin!*'();:@ &=+$,/?#[]end", "", ""]).await?;
    "UrlQueriesArrayPipesValid" => c.queries_array_string_pipes_valid().array_query(["ArrayQuery1", "begin!*'();:@ &=+$,/?#[]end", "", ""]).await?;
    "UrlQueriesArrayNoCollectionFormatValid" => c.queries_array_string_no_collection_format_empty().array_query(["hello", "nihao", "bonjour"]).await?;
    "UrlPathItemGetAll" => c.path_items_get_all_with_values(PathItemsGetLocalPathItemQueryNullTexts { global_string_path: "globalStringPath", path_item_string_path: "pathItemStringPath", local_string_path: "localStringPath" }).path_item_string_query("pathItemStringQuery").global_string_query("globalStringQuery").local_string_query("localStringQuery").await?;
    "UrlPathItemGetGlobalNull" => c.path_items_get_global_query_null(PathItemsGetLocalPathItemQueryNullTexts { global_string_path: "globalStringPath", path_item_string_path: "pathItemStringPath", local_string_path: "localStringPath" }).path_item_string_query("pathItemStringQuery").local_string_query("localStringQuery").await?;
    "UrlPathItemGetGlobalAndLocalNull" => c.path_items_get_global_and_local_query_null(PathItemsGetLocalPathItemQueryNullTexts { global_string_path: "globalStringPath", path_item_string_path: "pathItemStringPath", local_string_path: "localStringPath" }).path_item_string_query("pathItemStringQuery").await?;
    "UrlPathItemGetPathItemAndLocalNull" => c.path_items_get_local_path_item_query_null(PathItemsGetLocalPathItemQueryNullTexts { global_string_path: "globalStringPath", path_item_string_path: "pathItemStringPath", local_string_path: "localStringPath" }).global_string_query("globalStringQuery").await?;
}
