//! The outermost layer: what holds for every request, whatever it is for.

mod body;
mod headers;
mod rules;

use std::{sync::Arc, time::Duration};

use poem::{
    Endpoint, IntoResponse, Request, Response,
    http::{HeaderValue, Method, StatusCode, header},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout},
};
use tracing::Instrument;
use uuid::Uuid;

pub use self::rules::Rules;
use super::{
    address::Caller,
    compress,
    problem::{Kind, Problem, REQUEST_ID, from_any},
    routes::{Operation, Routes},
};
use crate::store::{Trips, counted};

/// Wraps the whole service.
///
/// Whatever happens inside, the caller gets an answer in the form that the documents promise: errors of the framework
/// and panics become problems, every answer carries the security headers and an id, and none of it tells what was sent.
/// A request that has been read runs in a task of its own, so that a phone that hangs up never leaves work half done.
pub struct Edge<E> {
    inner: Arc<E>,
    routes: Routes,
    rules: Rules,
    ids: Box<dyn Fn() -> Uuid + Send + Sync>,
    places: Arc<Semaphore>,
}

/// Tells when the work in hand is done.
pub struct InFlight {
    places: Arc<Semaphore>,
    all: u32,
}

impl InFlight {
    /// Waits until no request is being worked on. Ask for it after the server has stopped accepting.
    pub async fn finished(self) {
        // It fails only if the semaphore is closed, which nobody does.
        let _all = self.places.acquire_many(self.all).await;
    }
}

impl<E> Edge<E> {
    /// Puts the edge around a service. `ids` names the requests.
    pub fn new(
        inner: E,
        routes: Routes,
        rules: Rules,
        ids: impl Fn() -> Uuid + Send + Sync + 'static,
    ) -> Self {
        let places = Arc::new(Semaphore::new(rules.in_flight as usize));
        Self { inner: Arc::new(inner), routes, rules, ids: Box::new(ids), places }
    }

    /// A handle that tells when the work in hand is done, for stopping without dropping any.
    pub fn in_flight(&self) -> InFlight {
        InFlight { places: self.places.clone(), all: self.rules.in_flight }
    }
}

impl<E> Endpoint for Edge<E>
where
    E: Endpoint + 'static,
    E::Output: IntoResponse,
{
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let began = Instant::now();
        let id = (self.ids)();
        let method = request.method().clone();
        let path = request.uri().path().to_owned();
        let operation = self.routes.find(&method, &path);
        let name = operation.as_ref().map_or("-", |operation| &operation.id).to_owned();
        let span = tracing::info_span!("request", request.id = %id, operation = name);

        let answer = self.answer(request, operation).instrument(span.clone());
        let mut response = match REQUEST_ID.scope(id, answer).await {
            Ok(response) => response,
            Err(problem) => REQUEST_ID.sync_scope(id, || problem.into_response()),
        };
        if response.status() == StatusCode::METHOD_NOT_ALLOWED {
            self.allow(&path, &mut response);
        }
        headers::add(&mut response, id, self.rules.https);
        if method == Method::HEAD {
            response = body::without(response);
        }
        // The path may hold ids of people; the name of the operation never does.
        span.in_scope(|| {
            tracing::info!(
                target: "access",
                method = method.as_str(),
                status = response.status().as_u16(),
                trips = response.extensions().get::<Trips>().map_or(0, |trips| trips.0),
                duration_ms = began.elapsed().as_millis() as u64,
                "answered a request"
            );
        });
        Ok(response)
    }
}

impl<E> Edge<E>
where
    E: Endpoint + 'static,
    E::Output: IntoResponse,
{
    async fn answer(
        &self,
        mut request: Request,
        operation: Option<Arc<Operation>>,
    ) -> Result<Response, Problem> {
        refuse_the_unreadable(&request)?;
        let caller = Caller::of(&request, &self.rules.trusted_proxies);
        request.extensions_mut().insert(caller);
        let import =
            operation.as_ref().is_some_and(|o| self.rules.imports.contains(&o.id.as_str()));
        if let Some(operation) = operation {
            request.extensions_mut().insert(operation);
        }
        if request.method() == Method::HEAD {
            request.set_method(Method::GET);
        }
        compress::compare_weakly(&mut request);

        let patience = if import {
            body::limit(&mut request, self.rules.import)?;
            self.rules.import_patience
        } else {
            // Read before a place is taken: a slow sender keeps nobody else waiting, and one that hangs up half-way
            // has started nothing.
            body::read(&mut request, self.rules.body, self.rules.patience).await?;
            self.rules.patience
        };
        let place = self.place(request.uri().path())?;
        self.run(request, place, patience).await
    }

    /// A place among the requests in hand. Beyond their number it is kinder to say "busy" at once than to let
    /// everybody wait. The questions of the machine that watches over us are always answered.
    fn place(&self, path: &str) -> Result<Option<OwnedSemaphorePermit>, Problem> {
        if path.starts_with("/health/") {
            return Ok(None);
        }
        let busy = |_| Problem::unavailable("every place is taken");
        self.places.clone().try_acquire_owned().map(Some).map_err(busy)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the task ends with its request, and `InFlight` waits for it"
    )]
    async fn run(
        &self,
        request: Request,
        place: Option<OwnedSemaphorePermit>,
        patience: Duration,
    ) -> Result<Response, Problem> {
        let inner = self.inner.clone();
        let gzip = compress::accepted(request.headers());
        let work = async move {
            let response = match inner.call(request).await {
                Ok(response) => response.into_response(),
                Err(error) => from_any(error),
            };
            let response = compress::response(response, gzip).await;
            drop(place);
            response
        };
        let work = async move {
            let (mut response, trips) = counted(work).await;
            response.extensions_mut().insert(trips);
            response
        };
        let id = REQUEST_ID.get();
        let task = tokio::spawn(REQUEST_ID.scope(id, work).in_current_span());
        match timeout(patience, task).await {
            Ok(Ok(response)) => Ok(response),
            // The panic itself was logged where it happened.
            Ok(Err(broken)) if broken.is_panic() => Err(Problem::unexpected("a handler panicked")),
            Ok(Err(_)) => Err(Problem::unavailable("the service is stopping")),
            Err(_) => Err(Problem::unavailable("the answer took too long; the work goes on")),
        }
    }

    fn allow(&self, path: &str, response: &mut Response) {
        let mut methods = self.routes.allowed_methods(path);
        if methods.is_empty() {
            // Pages can be read and no more.
            methods = "GET, HEAD".into();
        }
        if let Ok(methods) = HeaderValue::from_str(&methods) {
            response.headers_mut().insert(header::ALLOW, methods);
        }
    }
}

fn refuse_the_unreadable(request: &Request) -> Result<(), Problem> {
    let encoding = request.header(header::CONTENT_ENCODING).unwrap_or("identity");
    if !encoding.eq_ignore_ascii_case("identity") {
        return Err(Problem::new(
            Kind::UnsupportedMediaType,
            "send the body without `Content-Encoding`",
        ));
    }
    // PostgreSQL cannot even compare with it.
    if request.uri().path_and_query().is_some_and(|it| it.as_str().contains("%00")) {
        return Err(Problem::new(
            Kind::InvalidRequest,
            "the address must not hold the character NUL",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
