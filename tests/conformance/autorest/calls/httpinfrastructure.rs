use api_httpinfrastructure::models::{
    D, Error, MultipleResponsesGet200Model201ModelDefaultError200ValidResponse,
    MultipleResponsesGet200Model201ModelDefaultError201ValidResponse,
    MultipleResponsesGet200ModelA201ModelC404ModelDDefaultError200ValidResponse,
    MultipleResponsesGet200ModelA201ModelC404ModelDDefaultError201ValidResponse,
};
use api_httpinfrastructure::CallOptions;

use serde_json::json;

use crate::harness::{Failure, same};

cases! { "httpInfrastructure", c = client_with_cookies!(api_httpinfrastructure);
    "HttpSuccess200Head" => c.http_success_head200().await?;
    "HttpSuccess200Get" => gets!(c.http_success_get200(), true);
    "HttpSuccess200Put" => c.http_success_put200().body(&true).await?;
    "HttpSuccess200Post" => c.http_success_post200().body(&true).await?;
    "HttpSuccess200Patch" => c.http_success_patch200().body(&true).await?;
    "HttpSuccess200Delete" => c.http_success_delete200().body(&true).await?;
    "HttpSuccess201Put" => c.http_success_put201().body(&true).await?;
    "HttpSuccess201Post" => c.http_success_post201().body(&true).await?;
    "HttpSuccess202Put" => c.http_success_put202().body(&true).await?;
    "HttpSuccess202Post" => c.http_success_post202().body(&true).await?;
    "HttpSuccess202Patch" => c.http_success_patch202().body(&true).await?;
    "HttpSuccess202Delete" => c.http_success_delete202().body(&true).await?;
    "HttpSuccess204Head" => c.http_success_head204().await?;
    "HttpSuccess204Put" => c.http_success_put204().body(&true).await?;
    "HttpSuccess204Post" => c.http_success_post204().body(&true).await?;
    "HttpSuccess204Patch" => c.http_success_patch204().body(&true).await?;
    "HttpSuccess204Delete" => c.http_success_delete204().body(&true).await?;
    "HttpSuccess404Head" => refused!(c.http_success_head404(), 404);
    "HttpRedirect300Head" => crate::harness::same(c.http_redirects_head300().await?.status().as_u16(), 200)?;
    "HttpRedirect300Get" => crate::harness::same(c.http_redirects_get300().await?.status().as_u16(), 200)?;
    "HttpRedirect301Head" => crate::harness::same(c.http_redirects_head301().await?.status().as_u16(), 200)?;
    "HttpRedirect301Put" => refused!(c.http_redirects_put301().body(&true), 301);
    "HttpRedirect301Get" => crate::harness::same(c.http_redirects_get301().await?.status().as_u16(), 200)?;
    "HttpRedirect302Head" => crate::harness::same(c.http_redirects_head302().await?.status().as_u16(), 200)?;
    "HttpRedirect302Get" => crate::harness::same(c.http_redirects_get302().await?.status().as_u16(), 200)?;
    "HttpRedirect302Patch" => refused!(c.http_redirects_patch302().body(&true), 302);
    "HttpRedirect303Post" => refused!(c.http_redirects_post303().body(&true), 303);
    "HttpRedirect307Head" => crate::harness::same(c.http_redirects_head307().await?.status().as_u16(), 200)?;
    "HttpRedirect307Get" => crate::harness::same(c.http_redirects_get307().await?.status().as_u16(), 200)?;
    "HttpRedirect307Put" => crate::harness::same(c.http_redirects_put307().body(&true).await?.status().as_u16(), 200)?;
    "HttpRedirect307Post" => crate::harness::same(c.http_redirects_post307().body(&true).await?.status().as_u16(), 200)?;
    "HttpRedirect307Patch" => crate::harness::same(c.http_redirects_patch307().body(&true).await?.status().as_u16(), 200)?;
    "HttpRedirect307Delete" => crate::harness::same(c.http_redirects_delete307().body(&true).await?.status().as_u16(), 200)?;
    "HttpRedirect307Options" => crate::harness::same(c.http_redirects_options307().await?.status().as_u16(), 200)?;
    "HttpClientFailure400Head" => refused!(c.http_client_failure_head400(), 400);
    "HttpClientFailure400Get" => refused!(c.http_client_failure_get400(), 400);
    "HttpClientFailure400Options" => refused!(c.http_client_failure_options400(), 400);
    "HttpClientFailure400Put" => refused!(c.http_client_failure_put400().body(&true), 400);
    "HttpClientFailure400Post" => refused!(c.http_client_failure_post400().body(&true), 400);
    "HttpClientFailure400Patch" => refused!(c.http_client_failure_patch400().body(&true), 400);
    "HttpClientFailure400Delete" => refused!(c.http_client_failure_delete400().body(&true), 400);
    "HttpClientFailure401Head" => refused!(c.http_client_failure_head401(), 401);
    "HttpClientFailure402Get" => refused!(c.http_client_failure_get402(), 402);
    "HttpClientFailure403Get" => refused!(c.http_client_failure_get403(), 403);
    "HttpClientFailure403Options" => refused!(c.http_client_failure_options403(), 403);
    "HttpClientFailure404Put" => refused!(c.http_client_failure_put404().body(&true), 404);
    "HttpClientFailure405Patch" => refused!(c.http_client_failure_patch405().body(&true), 405);
    "HttpClientFailure406Post" => refused!(c.http_client_failure_post406().body(&true), 406);
    "HttpClientFailure407Delete" => refused!(c.http_client_failure_delete407().body(&true), 407);
    "HttpClientFailure409Put" => refused!(c.http_client_failure_put409().body(&true), 409);
    "HttpClientFailure410Head" => refused!(c.http_client_failure_head410(), 410);
    "HttpClientFailure411Get" => refused!(c.http_client_failure_get411(), 411);
    "HttpClientFailure412Get" => refused!(c.http_client_failure_get412(), 412);
    "HttpClientFailure412Options" => refused!(c.http_client_failure_options412(), 412);
    "HttpClientFailure413Put" => refused!(c.http_client_failure_put413().body(&true), 413);
    "HttpClientFailure414Patch" => refused!(c.http_client_failure_patch414().body(&true), 414);
    "HttpClientFailure415Post" => refused!(c.http_client_failure_post415().body(&true), 415);
    "HttpClientFailure416Get" => refused!(c.http_client_failure_get416(), 416);
    "HttpClientFailure417Delete" => refused!(c.http_client_failure_delete417().body(&true), 417);
    "HttpClientFailure429Head" => refused!(c.http_client_failure_head429(), 429);
    "HttpServerFailure501Head" => refused!(c.http_server_failure_head501(), 501);
    "HttpServerFailure501Get" => refused!(c.http_server_failure_get501(), 501);
    "HttpServerFailure505Post" => refused!(c.http_server_failure_post505().body(&true), 505);
    "HttpServerFailure505Delete" => refused!(c.http_server_failure_delete505().body(&true), 505);
    "HttpRetry408Head" => c.http_retry_head408().await?;
    "HttpRetry502Get" => c.http_retry_get502().await?;
    "HttpRetry502Options" => {
        // Repeated, and then answered with nothing where the document says a value.
        let error = unreadable!(c.http_retry_options502());
        same(error.attempts(), 2)?;
    };
    "HttpRetry500Put" => c.http_retry_put500().body(&true).await?;
    "HttpRetry500Patch" => c.http_retry_patch500().body(&true).with(CallOptions::new().idempotent()).await?;
    "HttpRetry503Post" => c.http_retry_post503().body(&true).with(CallOptions::new().idempotent()).await?;
    "HttpRetry503Delete" => c.http_retry_delete503().body(&true).await?;
    "HttpRetry504Put" => c.http_retry_put504().body(&true).await?;
    "HttpRetry504Patch" => c.http_retry_patch504().body(&true).with(CallOptions::new().idempotent()).await?;
    "ResponsesScenarioA200MatchingModel" => gets_json!(c.multiple_responses_get200_model204_no_model_default_error200_valid(), { "statusCode": "200" });
    "ResponsesScenarioA201DefaultNoModel" => c.multiple_responses_get200_model204_no_model_default_error201_invalid().await?;
    "ResponsesScenarioA202DefaultNoModel" => c.multiple_responses_get200_model204_no_model_default_error202_none().await?;
    "ResponsesScenarioA204MatchingNoModel" => gets!(c.multiple_responses_get200_model204_no_model_default_error204_valid(), None);
    "ResponsesScenarioA400DefaultModel" => {
        let error = refused!(c.multiple_responses_get200_model204_no_model_default_error400_valid(), 400);
        crate::harness::same(error.body::<Error>()?.message.as_deref(), Some("client error"))?;
    };
    "ResponsesScenarioB200MatchingModel" => {
        let received = c.multiple_responses_get200_model201_model_default_error200_valid().await?.into_inner();
        let MultipleResponsesGet200Model201ModelDefaultError200ValidResponse::Status200(body) = received else { return Err(Failure::new(format!("{received:?}"))) };
        same(serde_json::to_value(body)?, json!({ "statusCode": "200" }))?;
    };
    "ResponsesScenarioB201MatchingModel" => {
        let received = c.multiple_responses_get200_model201_model_default_error201_valid().await?.into_inner();
        let MultipleResponsesGet200Model201ModelDefaultError201ValidResponse::Status201(body) = received else { return Err(Failure::new(format!("{received:?}"))) };
        same(serde_json::to_value(body)?, json!({ "statusCode": "201", "textStatusCode": "Created" }))?;
    };
    "ResponsesScenarioB400DefaultModel" => {
        let error = refused!(c.multiple_responses_get200_model201_model_default_error400_valid(), 400);
        crate::harness::same(error.body::<Error>()?.message.as_deref(), Some("client error"))?;
    };
    "ResponsesScenarioC200MatchingModel" => {
        let received = c.multiple_responses_get200_model_a201_model_c404_model_d_default_error200_valid().await?.into_inner();
        let MultipleResponsesGet200ModelA201ModelC404ModelDDefaultError200ValidResponse::Status200(body) = received else { return Err(Failure::new(format!("{received:?}"))) };
        same(serde_json::to_value(body)?, json!({ "statusCode": "200" }))?;
    };
    "ResponsesScenarioC201MatchingModel" => {
        let received = c.multiple_responses_get200_model_a201_model_c404_model_d_default_error201_valid().await?.into_inner();
        let MultipleResponsesGet200ModelA201ModelC404ModelDDefaultError201ValidResponse::Status201(body) = received else { return Err(Failure::new(format!("{received:?}"))) };
        same(serde_json::to_value(body)?, json!({ "httpCode": "201" }))?;
    };
    "ResponsesScenarioC404MatchingModel" => {
        let error = refused!(c.multiple_responses_get200_model_a201_model_c404_model_d_default_error404_valid(), 404);
        crate::harness::same(error.body::<D>()?.http_status_code.as_deref(), Some("404"))?;
    };
    "ResponsesScenarioC400DefaultModel" => {
        let error = refused!(c.multiple_responses_get200_model_a201_model_c404_model_d_default_error400_valid(), 400);
        crate::harness::same(error.body::<Error>()?.message.as_deref(), Some("client error"))?;
    };
    "ResponsesScenarioD202MatchingNoModel" => c.multiple_responses_get202_none204_none_default_error202_none().await?;
    "ResponsesScenarioD204MatchingNoModel" => c.multiple_responses_get202_none204_none_default_error204_none().await?;
    "ResponsesScenarioD400DefaultModel" => {
        let error = refused!(c.multiple_responses_get202_none204_none_default_error400_valid(), 400);
        crate::harness::same(error.body::<Error>()?.message.as_deref(), Some("client error"))?;
    };
    "ResponsesScenarioE202MatchingInvalid" => c.multiple_responses_get202_none204_none_default_none202_invalid().await?;
    "ResponsesScenarioE204MatchingNoModel" => c.multiple_responses_get202_none204_none_default_none204_none().await?;
    "ResponsesScenarioE400DefaultNoModel" => refused!(c.multiple_responses_get202_none204_none_default_none400_none(), 400);
    "ResponsesScenarioE400DefaultInvalid" => refused!(c.multiple_responses_get202_none204_none_default_none400_invalid(), 400);
    "ResponsesScenarioF200DefaultModel" => gets_json!(c.multiple_responses_get_default_model_a200_valid(), { "statusCode": "200" });
    "ResponsesScenarioF200DefaultNone" => unreadable!(c.multiple_responses_get_default_model_a200_none());
    "ResponsesScenarioF400DefaultModel" => refused!(c.multiple_responses_get_default_model_a400_valid(), 400);
    "ResponsesScenarioF400DefaultNone" => refused!(c.multiple_responses_get_default_model_a400_none(), 400);
    "ResponsesScenarioG200DefaultInvalid" => c.multiple_responses_get_default_none200_invalid().await?;
    "ResponsesScenarioG200DefaultNoModel" => c.multiple_responses_get_default_none200_none().await?;
    "ResponsesScenarioG400DefaultInvalid" => refused!(c.multiple_responses_get_default_none400_invalid(), 400);
    "ResponsesScenarioG400DefaultNoModel" => refused!(c.multiple_responses_get_default_none400_none(), 400);
    "ResponsesScenarioH200MatchingNone" => unreadable!(c.multiple_responses_get200_model_a200_none());
    "ResponsesScenarioH200MatchingModel" => gets_json!(c.multiple_responses_get200_model_a200_valid(), { "statusCode": "200" });
    "ResponsesScenarioH200MatchingInvalid" => {
        // A member that is not declared is kept.
        gets_json!(c.multiple_responses_get200_model_a200_invalid(), { "statusCodeInvalid": "200" })
    };
    "ResponsesScenarioH400NonMatchingNone" => refused!(c.multiple_responses_get200_model_a400_none(), 400);
    "ResponsesScenarioH400NonMatchingModel" => refused!(c.multiple_responses_get200_model_a400_valid(), 400);
    "ResponsesScenarioH400NonMatchingInvalid" => refused!(c.multiple_responses_get200_model_a400_invalid(), 400);
    "ResponsesScenarioH202NonMatchingModel" => gets_json!(c.multiple_responses_get200_model_a202_valid(), { "statusCode": "200" });
    "ResponsesScenarioEmptyErrorBody" => {
        let error = refused!(c.http_failure_get_empty_error(), 400);
        crate::harness::same(error.body::<Error>()?.message.as_deref(), Some(""))?;
    };
    "ResponsesScenarioNoModelErrorBody" => {
        let error = refused!(c.http_failure_get_no_model_error(), 400);
        crate::harness::same(error.body::<serde_json::Value>()?["message"].as_str(), Some("NoErrorModel"))?;
    };
    "ResponsesScenarioNoModelEmptyBody" => refused!(c.http_failure_get_no_model_empty(), 400);
}
