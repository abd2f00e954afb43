//! What admin staff can do.

use poem_openapi::OpenApiService;

use super::staff::StaffSession;

/// The endpoint, which also knows its own document.
pub fn api() -> OpenApiService<StaffSession, ()> {
    OpenApiService::new(StaffSession, "Throughline (admin)", "1.0.0").server("/admin/v1")
}
