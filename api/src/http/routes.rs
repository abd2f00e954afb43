//! Which operation a request is for, found without asking the framework.

use std::sync::Arc;

use poem::http::Method;
use serde_json::Value;

use super::document;

/// One operation of one document. Requests carry it, so that logs and rules can name it without the path, which may
/// hold ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The document it stands in, such as `young-person.v1`.
    pub document: String,
    /// Its id, such as `answer_check_in`.
    pub id: String,
}

/// Every operation of every document, by method and path.
#[derive(Default)]
pub struct Routes(Vec<Route>);

struct Route {
    /// The parts of its path; `None` stands for a parameter.
    parts: Vec<Option<String>>,
    methods: Vec<(Method, Arc<Operation>)>,
}

impl Routes {
    /// Reads the operations out of tidy documents, each mounted under its prefix, such as `/young-person/v1`.
    pub fn from_documents<'a>(documents: impl IntoIterator<Item = (&'a str, &'a Value)>) -> Self {
        let mut routes: Vec<Route> = vec![];
        for (prefix, document) in documents {
            let name = prefix.trim_matches('/').replace('/', ".");
            for (method, path, operation) in document::operations(document) {
                let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
                let operation = Arc::new(Operation { document: name.clone(), id });
                let method =
                    method.to_uppercase().parse().expect("the document lists methods of HTTP");
                let parts = template(&format!("{prefix}{path}"));
                match routes.iter_mut().find(|route| route.parts == parts) {
                    Some(route) => route.methods.push((method, operation)),
                    None => routes.push(Route { parts, methods: vec![(method, operation)] }),
                }
            }
        }
        // Fixed parts first, as the framework has it: `/people/me` is not the person called "me".
        routes.sort_by_key(|route| route.parts.iter().map(Option::is_none).collect::<Vec<_>>());
        Self(routes)
    }

    /// The operation that a request is for. `HEAD` is `GET` without the body.
    pub fn find(&self, method: &Method, path: &str) -> Option<Arc<Operation>> {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        let route = self.route(path)?;
        route
            .methods
            .iter()
            .find(|(known, _)| known == method)
            .map(|(_, operation)| operation.clone())
    }

    /// What can be done at a path, as the `Allow` header says it; empty if there is no such path.
    pub fn allowed_methods(&self, path: &str) -> String {
        let Some(route) = self.route(path) else { return String::new() };
        let mut methods: Vec<&str> =
            route.methods.iter().map(|(method, _)| method.as_str()).collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        methods.sort_unstable();
        methods.join(", ")
    }

    /// Every operation there is.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.0.iter().flat_map(|route| route.methods.iter().map(|(_, operation)| &**operation))
    }

    fn route(&self, path: &str) -> Option<&Route> {
        let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        let fits = |(known, part): (&Option<String>, &&str)| match known {
            Some(known) => known == part,
            None => !part.is_empty(),
        };
        self.0.iter().find(|route| {
            route.parts.len() == parts.len() && route.parts.iter().zip(&parts).all(fits)
        })
    }
}

fn template(path: &str) -> Vec<Option<String>> {
    let parts = path.trim_start_matches('/').split('/');
    parts.map(|part| (!part.starts_with('{')).then(|| part.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn routes() -> Routes {
        let people = json!({ "paths": {
            "/people/{id}": { "get": { "operationId": "read_person" }, "parameters": [] },
            "/people/me": { "get": { "operationId": "read_me" }, "patch": { "operationId": "change_me" } },
        }});
        Routes::from_documents([("/worker/v1", &people)])
    }

    #[test]
    fn an_operation_is_found_by_method_and_path() {
        let routes = routes();
        let found = |method, path| routes.find(&method, path).map(|operation| operation.id.clone());

        assert_eq!(found(Method::GET, "/worker/v1/people/me").as_deref(), Some("read_me"));
        assert_eq!(found(Method::HEAD, "/worker/v1/people/17").as_deref(), Some("read_person"));
        for path in ["/worker/v1/people/", "/worker/v1/people/17/", "/people/17", "/", ""] {
            assert_eq!(found(Method::GET, path), None, "{path}");
        }
        assert_eq!(found(Method::PATCH, "/worker/v1/people/17"), None);
        assert_eq!(
            routes.find(&Method::GET, "/worker/v1/people/me").unwrap().document,
            "worker.v1"
        );
        assert_eq!(routes.operations().count(), 3);
    }

    #[test]
    fn a_path_knows_what_can_be_done_there() {
        assert_eq!(routes().allowed_methods("/worker/v1/people/me"), "GET, HEAD, PATCH");
        assert_eq!(routes().allowed_methods("/nowhere"), "");
    }
}
