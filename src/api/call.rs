//! How a server function is called: arguments in the address or a form, the answer as JSON.

use std::marker::PhantomData;
use std::pin::Pin;

use http::Method;
use leptos::server_fn::client::Client;
use leptos::server_fn::codec::{Encoding, FromReq, FromRes, IntoReq, IntoRes, Json};
use leptos::server_fn::redirect::call_redirect_hook;
use leptos::server_fn::response::ClientRes;
use leptos::server_fn::server::Server;
use leptos::server_fn::{ContentType, Http, Protocol};
use serde::de::DeserializeOwned;

use crate::model::error::AppError;
use crate::model::json;

/// What leptos's `Http<Arguments, Json>` does, and the same to a server. In the browser what does
/// not depend on the function is compiled once, not once a function.
pub struct Call<Arguments>(PhantomData<Arguments>);

type Answer = Pin<Box<dyn Future<Output = Result<String, AppError>> + Send>>;

impl<Arguments, Input, Output, C, S> Protocol<Input, Output, C, S, AppError> for Call<Arguments>
where
    Arguments: Encoding,
    Input: IntoReq<Arguments, C::Request, AppError> + FromReq<Arguments, S::Request, AppError> + Send,
    Output: IntoRes<Json, S::Response, AppError> + FromRes<Json, C::Response, AppError>,
    Output: DeserializeOwned + Send,
    C: Client<AppError>,
    S: Server<AppError>,
{
    const METHOD: Method = Arguments::METHOD;

    async fn run_server<F, Fut>(request: S::Request, function: F) -> Result<S::Response, AppError>
    where
        F: Fn(Input) -> Fut + Send,
        Fut: Future<Output = Result<Output, AppError>> + Send,
    {
        <Http<Arguments, Json> as Protocol<Input, Output, C, S, AppError>>::run_server(request, function)
            .await
    }

    async fn run_client(path: &str, input: Input) -> Result<Output, AppError> {
        let request = input.into_req(path, Json::CONTENT_TYPE)?;
        let body = exchange::<C>(request).await?;
        json::read(&body).map_err(|_| AppError::unreadable_answer())
    }
}

/// Sends a request and brings what the server answered, or its error.
fn exchange<C: Client<AppError>>(request: C::Request) -> Answer {
    Box::pin(async move {
        let response = C::send(request).await?;
        let status = response.status();
        let location = response.location();
        let moved = (300..400).contains(&status) || response.has_redirect();
        let body = response.try_into_string().await?;
        if (400..600).contains(&status) {
            return Err(json::read(&body).unwrap_or_else(|_| AppError::unreadable_answer()));
        }
        if moved {
            call_redirect_hook(&location);
        }
        Ok(body)
    })
}
