//! What the framework raised, told as a problem.

use std::io;

use poem::{
    IntoResponse, Response,
    error::{MethodNotAllowedError, NotFoundError, ReadBodyError, ResponseError},
    http::StatusCode,
};
use poem_openapi::error::{
    ContentTypeError, ParseParamError, ParsePathError, ParseRequestPayloadError,
};

use super::{Kind, MEDIA_TYPE, Problem};

/// Turns whatever was raised into a response. Only problems leave the house as errors, and no problem ever repeats a
/// value that was sent: the framework's own messages do, so none of them is passed on.
pub fn from_any(error: poem::Error) -> Response {
    if let Some(problem) = error.downcast_ref::<Problem>() {
        return problem.as_response();
    }
    if error.is_from_response() {
        let response = error.into_response();
        let told = response.content_type() == Some(MEDIA_TYPE);
        return match response.status() {
            status if told || status.as_u16() < 400 => response,
            status => by_status(status).into_response(),
        };
    }
    describe(&error).into_response()
}

fn describe(error: &poem::Error) -> Problem {
    if let Some(error) = error.downcast_ref::<ParseParamError>() {
        let name = error.name;
        return Problem::new(
            Kind::InvalidRequest,
            format!("the parameter `{name}` is missing or not right"),
        );
    }
    // The framework numbers the parameters of a path instead of naming them.
    if error.is::<ParsePathError>() || error.is::<poem::error::ParsePathError>() {
        return Problem::new(Kind::InvalidRequest, "part of the path does not have the right form");
    }
    if error.is::<ParseRequestPayloadError>() {
        return Problem::new(Kind::InvalidBody, "the body does not have the right form");
    }
    if let Some(error) = error.downcast_ref::<ContentTypeError>() {
        let detail = match error {
            ContentTypeError::ExpectContentType => "say in `Content-Type` what the body is",
            ContentTypeError::NotSupported { .. } => "this kind of body is not read here",
        };
        return Problem::new(Kind::UnsupportedMediaType, detail);
    }
    if let Some(error) = error.downcast_ref::<ReadBodyError>() {
        return error.into();
    }
    if error.is::<NotFoundError>() {
        return by_status(StatusCode::NOT_FOUND);
    }
    if error.is::<MethodNotAllowedError>() {
        return by_status(StatusCode::METHOD_NOT_ALLOWED);
    }
    match error.status() {
        status if status.is_client_error() => by_status(status),
        _ => Problem::unexpected(error),
    }
}

impl From<&ReadBodyError> for Problem {
    fn from(error: &ReadBodyError) -> Self {
        match error {
            ReadBodyError::PayloadTooLarge => by_status(StatusCode::PAYLOAD_TOO_LARGE),
            ReadBodyError::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                by_status(StatusCode::PAYLOAD_TOO_LARGE)
            }
            ReadBodyError::Io(_) => Self::new(Kind::MalformedBody, "the body ended too soon"),
            ReadBodyError::Utf8(_) => Self::new(Kind::MalformedBody, "the body is not UTF-8 text"),
            ReadBodyError::BodyHasBeenTaken => Self::unexpected(error),
        }
    }
}

fn by_status(status: StatusCode) -> Problem {
    match status {
        StatusCode::UNAUTHORIZED => {
            Problem::new(Kind::NotSignedIn, "no valid token came with this request")
        }
        StatusCode::FORBIDDEN => Problem::new(Kind::NotAllowed, "this is for another role"),
        StatusCode::NOT_FOUND => Problem::new(Kind::NotFound, "no such page or operation"),
        StatusCode::METHOD_NOT_ALLOWED => {
            Problem::new(Kind::MethodNotAllowed, "the `Allow` header lists what can be done")
        }
        StatusCode::CONFLICT => {
            Problem::new(Kind::Conflict, "something has changed in the meantime")
        }
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::TooLarge, "send less at a time"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Problem::new(Kind::UnsupportedMediaType, "this kind of body is not read here")
        }
        StatusCode::TOO_MANY_REQUESTS => {
            Problem::new(Kind::TooManyRequests, "wait a little, then try again").retry_after(60)
        }
        status if status.is_client_error() => {
            Problem::new(Kind::InvalidRequest, "the request is not understood")
        }
        _ => Problem::unexpected(status),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn told(error: impl Into<poem::Error>) -> (u16, String) {
        let response = from_any(error.into());
        assert_eq!(response.content_type(), Some(MEDIA_TYPE));
        (response.status().as_u16(), response.into_body().into_string().await.unwrap())
    }

    #[tokio::test]
    async fn what_was_sent_is_never_repeated() {
        let reason = || r#"Expected input type "X", found "Amina"."#.to_owned();
        for error in [
            poem::Error::from(ParseParamError { name: "limit", reason: reason() }),
            ParsePathError { name: "param0", reason: reason() }.into(),
            ParseRequestPayloadError { reason: reason() }.into(),
            ContentTypeError::NotSupported { content_type: "Amina".into() }.into(),
            poem::Error::from_string("Amina", StatusCode::BAD_REQUEST),
            poem::Error::from_string("Amina", StatusCode::INTERNAL_SERVER_ERROR),
            poem::Error::from_response(
                "Amina".with_status(StatusCode::IM_A_TEAPOT).into_response(),
            ),
        ] {
            let (_, body) = told(error).await;
            assert!(!body.contains("Amina"), "{body}");
        }
    }

    #[tokio::test]
    async fn statuses_are_kept() {
        assert_eq!(told(NotFoundError).await.0, 404);
        assert_eq!(told(MethodNotAllowedError).await.0, 405);
        assert_eq!(told(ReadBodyError::PayloadTooLarge).await.0, 413);
        assert_eq!(told(ReadBodyError::Io(io::ErrorKind::FileTooLarge.into())).await.0, 413);
        assert_eq!(told(ContentTypeError::ExpectContentType).await.0, 415);
        assert_eq!(told(Problem::new(Kind::CheckInClosed, "closed")).await.0, 409);
        assert_eq!(told(StatusCode::UNAUTHORIZED).await.0, 401);
    }

    #[test]
    fn a_response_that_is_no_error_is_left_alone() {
        let error = poem::Error::from_response(StatusCode::NOT_MODIFIED.into_response());
        assert_eq!(from_any(error).status(), 304);
    }
}
