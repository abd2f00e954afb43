//! Whether it is a provider who calls.

use std::sync::Arc;

use poem::{Request, RequestBody};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions, SecurityScheme, auth::Bearer,
    registry::Registry,
};

use crate::{
    app::App,
    http::{
        policy::{self, Who},
        problem::{Kind, Problem},
        routes::Operation,
    },
};

/// The token that this installation has agreed with its providers.
#[derive(SecurityScheme)]
#[oai(ty = "bearer", bearer_format = "opaque", rename = "provider", checker = "enter")]
pub struct Shown(());

/// A provider.
pub struct Provider;

impl<'a> ApiExtractor<'a> for Provider {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        Shown::register(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        Shown::security_schemes()
    }

    // Where nobody is to call back there is nothing, whatever is shown.
    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        if app(request).callbacks.is_none() {
            return Err(Problem::new(Kind::NotFound, "Nobody calls back here.").into());
        }
        Shown::from_request(request, body, options).await.map(|_| Self)
    }
}

fn app(request: &Request) -> &App {
    request.data::<App>().expect("the service always has an App")
}

async fn enter(request: &Request, shown: Bearer) -> poem::Result<()> {
    let right = app(request).callbacks.as_ref().is_some_and(|token| token.is(&shown.token));
    let operation = request.extensions().get::<Arc<Operation>>();
    let listed = operation
        .is_some_and(|operation| policy::may(Who::Provider, &operation.document, &operation.id));
    if right && listed {
        return Ok(());
    }
    Err(Problem::new(
        Kind::NotSignedIn,
        "Show the token that this service was set up with (--callback-token).",
    )
    .into())
}
