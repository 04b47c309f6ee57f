cases! { "url-multi-collectionFormat", c = client!(api_url_multi_collectionformat);
    "UrlQueriesArrayMultiNull" => c.queries_array_string_multi_null().await?;
    "UrlQueriesArrayMultiEmpty" => c.queries_array_string_multi_empty().array_query([""; 0]).await?;
    "UrlQueriesArrayMultiValid" =>
        c.queries_array_string_multi_valid().array_query(["ArrayQuery1", "begin!*'();:@ &=+$,/?#[]end", "", ""]).await?;
}
