cases! { "custom-baseUrl-paging", c = client!(api_custom_baseurl_paging);
    "azure/PagingCustomUrlPartialNextLink" => items!(c.paging_get_pages_partial_url(), 2);
    "azure/PagingCustomUrlPartialOperationNextLink" => items!(c.paging_get_pages_partial_url_operation(), 2);
}
