//! Making the secrets of an invitation, for a worker's page and for the command line.

use domain::{
    id::{PartnershipId, PersonId},
    invitation::Route,
};
use qrcode::{QrCode, render::svg};

use crate::{
    app::App,
    hashing,
    secret::{Code, Token, TokenKind},
    store::NewInvitation,
};

/// An invitation with its secrets, which are shown once and never kept.
pub struct Inviting {
    /// What is kept.
    pub stored: NewInvitation,
    /// The link. The token stands behind `#`, where browsers do not send it to any server.
    pub link: String,
    /// The code, in two groups of four.
    pub code: String,
}

impl Inviting {
    /// Makes the secrets.
    pub async fn new(
        app: &App,
        partnership: PartnershipId,
        person: PersonId,
        route: Route,
    ) -> Self {
        let token = Token::new(TokenKind::Invitation, partnership, app.random());
        let code = Code::new(&*app.ids);
        let stored = NewInvitation {
            id: app.new_id(),
            person,
            route,
            link_hash: token.hash(),
            code_group: code.group().to_owned(),
            code_hash: hashing::hash(code.to_string(), app.random()).await,
        };
        let link = format!("{}/phone/#join={}", app.public_url, token.as_str());
        Self { stored, link, code: code.to_string() }
    }
}

/// A link as a picture that a phone's camera reads.
pub fn qr_svg(link: &str) -> String {
    QrCode::new(link)
        .expect("a link of this length fits a QR code")
        .render::<svg::Color>()
        .min_dimensions(240, 240)
        .build()
}
