//! Bodies: read within limits, or left out.

use std::{io, time::Duration};

use futures_util::StreamExt;
use poem::{Body, Request, Response, error::ReadBodyError, http::header};
use tokio::time::timeout;

use crate::http::{
    compress,
    problem::{Kind, Problem},
};

/// Reads the whole body, so that whoever is called next has it at hand.
pub async fn read(request: &mut Request, most: usize, patience: Duration) -> Result<(), Problem> {
    refuse_by_length(request, most as u64)?;
    let body = request.take_body();
    if body.is_empty() {
        return Ok(());
    }
    let bytes = match timeout(patience, body.into_bytes_limit(most)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(ReadBodyError::PayloadTooLarge)) => return Err(too_large(most as u64)),
        Ok(Err(_)) => return Err(Problem::new(Kind::MalformedBody, "the body ended too soon")),
        Err(_) => {
            return Err(Problem::new(Kind::MalformedBody, "the body took too long to arrive"));
        }
    };
    request.set_body(bytes);
    Ok(())
}

/// Lets the body stream, and cuts it off when it grows too large.
pub fn limit(request: &mut Request, most: u64) -> Result<(), Problem> {
    refuse_by_length(request, most)?;
    let mut seen = 0;
    let stream = request.take_body().into_bytes_stream().map(move |chunk| {
        let chunk = chunk?;
        seen += chunk.len() as u64;
        // `from_any` knows this kind as "too large".
        if seen > most {
            Err(io::ErrorKind::FileTooLarge.into())
        } else {
            Ok::<_, io::Error>(chunk)
        }
    });
    request.set_body(Body::from_bytes_stream(stream));
    Ok(())
}

/// The same response without its body, as `HEAD` wants it.
pub fn without(mut response: Response) -> Response {
    let (body, size) = compress::measure(response.take_body());
    drop(body);
    if let Some(size) = size {
        response.headers_mut().insert(header::CONTENT_LENGTH, size.into());
    }
    response
}

fn refuse_by_length(request: &Request, most: u64) -> Result<(), Problem> {
    let length =
        request.header(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > most) { Err(too_large(most)) } else { Ok(()) }
}

fn too_large(most: u64) -> Problem {
    Problem::new(Kind::TooLarge, format!("send {most} bytes at most"))
}
