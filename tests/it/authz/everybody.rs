//! Everybody who might try.

use std::cell::{Cell, RefCell};

use api::{
    http::policy::Who,
    secret::{Token, TokenKind},
    store::Whose,
};
use domain::{id::StaffId, staff::Role};
use serde_json::{Value, json};

use crate::{
    house::{CALLBACK, Caller, House},
    story::{ALL, Area, Cast, Sketch, Young, help_link, said},
    young_person::ways_in::confirm,
};

/// Somebody who might try.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Somebody {
    /// Not signed in.
    Stranger,
    /// Staff of Derbyshire, where the stories are.
    Here(Role),
    /// Staff of Derbyshire who have yet to set a password.
    New(Role),
    /// A worker of Derbyshire who works with other people.
    OtherWorker,
    /// Staff of Kent.
    There(Role),
    /// The young person whom it is about.
    Amina,
    /// The same, who has shown just now that it is her.
    AminaForSure,
    /// Another young person of Derbyshire.
    Ben,
    /// A young person of Kent.
    Kit,
    /// Somebody who helps Amina, with everything switched on.
    Rosa,
    /// Somebody who helps Ben, with everything switched on.
    BensFriend,
    /// Whoever carries our messages.
    Provider,
}

/// Two partnerships with everybody in them.
pub struct Everybody<'h> {
    pub house: &'h House,
    pub amina: Young,
    pub alert: String,
    pub check_in: String,
    pub worker: StaffId,
    /// Who covers for whoever is away, in Derbyshire and in Kent.
    pub covers: (StaffId, StaffId),
    pub derbyshire: Area<'h>,
    /// Another partnership.
    pub kent: Area<'h>,
    staff: Vec<(Somebody, Area<'h>, StaffId)>,
    young: Vec<(Somebody, Area<'h>, Young)>,
    /// Who helps, whom, and by which id they are on that young person's list.
    supporters: Vec<(Somebody, Young, String)>,
    pub newcomers: Cell<usize>,
    networks: Cell<u32>,
    /// The number that was Amina's last.
    pub number: RefCell<String>,
}

const ROLES: [Role; 5] = [
    Role::Worker,
    Role::Manager,
    Role::SafeguardingLead,
    Role::PartnershipViewer,
    Role::Administrator,
];

impl Somebody {
    pub fn has_yet_to_enrol(&self) -> bool {
        matches!(self, Self::New(_))
    }

    /// May have the right role, and still reaches nobody in the stories.
    pub fn is_elsewhere(&self) -> bool {
        matches!(
            self,
            Self::There(_) | Self::OtherWorker | Self::Ben | Self::Kit | Self::BensFriend
        )
    }
}

impl<'h> Everybody<'h> {
    pub async fn of(house: &'h House) -> Self {
        let Cast { area, worker, manager, amina } =
            house.cast(Sketch::default().since("2026-06-07")).await;
        let kent = house.area("kent").await;
        // Where nobody is yet, for those who go somewhere.
        house.area("southshire").await;
        let (here, there) = (Somebody::Here, Somebody::There);
        let mut staff =
            vec![(here(Role::Worker), area, worker.id), (here(Role::Manager), area, manager.id)];
        for role in ROLES {
            if !matches!(role, Role::Worker | Role::Manager) {
                staff.push((
                    here(role),
                    area,
                    area.member(&format!("Here {}", role.code()), role).await.id,
                ));
            }
            staff.push((
                there(role),
                kent,
                kent.member(&format!("There {}", role.code()), role).await.id,
            ));
        }
        for (place, role) in [(area, "Here"), (kent, "There")] {
            let whose = |(it, ..): &&(Somebody, Area<'h>, StaffId)| match role {
                "Here" => *it == here(Role::PartnershipViewer),
                _ => *it == there(Role::PartnershipViewer),
            };
            if let Some((_, _, id)) = staff.iter().find(whose) {
                place.of_agency(*id, "Peak Health").await;
            }
        }
        let other = area.member("Olga Other", Role::Worker).await;
        staff.push((Somebody::OtherWorker, area, other.id));

        let ben = area.add(Sketch::named("Ben Okafor")).await;
        manager.assign(&ben, &other).await;
        let kim = kent.member("Kim Kent", Role::Worker).await;
        let kit = kent.add(Sketch::named("Kit Kentish")).await;
        kent.member("Max Marsh", Role::Manager).await.assign(&kit, &kim).await;

        let covers = (
            area.newcomer("Cora Cover", Role::Worker).await,
            kent.newcomer("Kay Cover", Role::Worker).await,
        );
        house.ask().await;
        let phone = worker.phone_of(&amina).await;
        let check_in = phone.waiting_id("core").await;
        phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
        let alert = worker.open(&amina).await["alerts"][0]["id"].as_str().unwrap().to_owned();
        for (area, young) in [(area, &amina), (area, &ben), (kent, &kit)] {
            let own = area.page_of(young).await;
            confirm(house, &own, json!({ "email": format!("{}@example.org", young.id) })).await;
            confirm(house, &own, json!({ "mobile": mobile(young) })).await;
        }
        let rosa = phone.ask_for_help("Rosa", &ALL).await.0;
        let friend = area.page_of(&ben).await.ask_for_help("Fay", &ALL).await.0;
        Self {
            house,
            number: RefCell::new(mobile(&amina)),
            amina,
            alert,
            check_in,
            worker: worker.id,
            covers,
            derbyshire: area,
            kent,
            staff,
            young: vec![
                (Somebody::Amina, area, amina),
                (Somebody::AminaForSure, area, amina),
                (Somebody::Ben, area, ben),
                (Somebody::Kit, kent, kit),
            ],
            supporters: vec![(Somebody::Rosa, amina, rosa), (Somebody::BensFriend, ben, friend)],
            newcomers: Cell::default(),
            networks: Cell::default(),
        }
    }

    pub fn all(&self) -> impl Iterator<Item = Somebody> + '_ {
        let staff = self.staff.iter().map(|(somebody, ..)| *somebody);
        let young = self.young.iter().map(|(somebody, ..)| *somebody);
        let new = ROLES.into_iter().map(Somebody::New);
        let supporters = self.supporters.iter().map(|(somebody, ..)| *somebody);
        let nobody_here = [Somebody::Stranger, Somebody::Provider].into_iter();
        nobody_here.chain(new).chain(staff).chain(young).chain(supporters)
    }

    /// Those of Derbyshire, and of the right caseload, whom the table allows it.
    pub fn of_derbyshire(&self, allowed: &[Who]) -> Vec<Somebody> {
        let right = |somebody: &Somebody| {
            let who = self.who(*somebody);
            !somebody.is_elsewhere()
                && !somebody.has_yet_to_enrol()
                && who.is_some_and(|who| allowed.contains(&who))
        };
        self.all().filter(right).collect()
    }

    /// Who they are to the table.
    pub fn who(&self, somebody: Somebody) -> Option<Who> {
        match somebody {
            Somebody::Stranger => None,
            Somebody::Provider => Some(Who::Provider),
            Somebody::Here(role) | Somebody::There(role) | Somebody::New(role) => {
                Some(Who::Staff(role))
            }
            Somebody::OtherWorker => Some(Who::Staff(Role::Worker)),
            Somebody::Amina | Somebody::Ben | Somebody::Kit => Some(Who::YoungPerson),
            Somebody::AminaForSure => Some(Who::Proven),
            Somebody::Rosa | Somebody::BensFriend => Some(Who::Supporter),
        }
    }

    /// Somebody in a network of their own, so that nobody is slowed down.
    fn somewhere(&self) -> Caller<'h> {
        self.networks.set(self.networks.get() + 1);
        let [.., high, low] = self.networks.get().to_be_bytes();
        self.house.stranger("").at_network(&format!("10.1.{high}.{low}"))
    }

    /// A fresh session of theirs in an app.
    pub async fn app_of(&self, somebody: Somebody) -> Caller<'h> {
        let stranger = self.somewhere();
        if somebody == Somebody::Provider {
            return stranger.with_token(CALLBACK);
        }
        if somebody == Somebody::AminaForSure {
            return stranger.with_token(&self.derbyshire.proven_token_of(&self.amina).await);
        }
        if let Some(link) = self.link_of(somebody).await {
            return stranger.help_by(&link).await.at("");
        }
        match self.find(somebody).await {
            Some((area, whose)) => stranger.with_token(&area.token_of(whose).await),
            None => stranger,
        }
    }

    /// A fresh session of theirs on a page.
    pub async fn page_of(&self, somebody: Somebody) -> Option<Caller<'h>> {
        if somebody == Somebody::AminaForSure {
            return Some(self.derbyshire.proven_page_of(&self.amina).await.at(""));
        }
        if let Some(link) = self.link_of(somebody).await {
            return Some(self.somewhere().help_on_page(&link).await.at(""));
        }
        let (area, whose) = self.find(somebody).await?;
        let page = match whose {
            Whose::Staff(id) => area.signed_in(id, Role::Worker).await,
            Whose::YoungPerson(id) => {
                let (.., young) = self.young.iter().find(|(.., young)| young.id == id)?;
                area.page_of(young).await
            }
        };
        Some(page.at(""))
    }

    /// The token of a new link for a supporter.
    pub async fn link_of(&self, somebody: Somebody) -> Option<String> {
        let (_, young, id) = self.supporters.iter().find(|(it, ..)| *it == somebody)?;
        let phone = self.derbyshire.page_of(young).await;
        let path = format!("/me/supporters/{id}/link");
        Some(help_link(&phone.post(&path, Value::Null).await.ok()))
    }

    /// The same as [`app_of`](Self::app_of), of staff who have shown just now that it is them.
    pub async fn sure_app_of(&self, somebody: Somebody) -> Caller<'h> {
        match self.find(somebody).await {
            Some((area, Whose::Staff(id))) => {
                self.somewhere().with_token(&area.proven_staff_token(id).await)
            }
            _ => self.app_of(somebody).await,
        }
    }

    /// The same on a page.
    pub async fn sure_page_of(&self, somebody: Somebody) -> Option<Caller<'h>> {
        match self.find(somebody).await {
            Some((area, Whose::Staff(id))) => Some(area.proven_page(id, Role::Worker).await.at("")),
            _ => self.page_of(somebody).await,
        }
    }

    async fn find(&self, somebody: Somebody) -> Option<(Area<'h>, Whose)> {
        if let Somebody::New(role) = somebody {
            return Some((self.derbyshire, Whose::Staff(self.newcomer(role).await)));
        }
        let young = self.young.iter().find(|(it, ..)| *it == somebody);
        if let Some((_, area, young)) = young {
            return Some((*area, Whose::YoungPerson(young.id)));
        }
        let (_, area, id) = self.staff.iter().find(|(it, ..)| *it == somebody)?;
        Some((*area, Whose::Staff(*id)))
    }

    /// Somebody of Derbyshire who has yet to set a password, each time another: they may do so, or leave.
    pub async fn newcomer(&self, role: Role) -> StaffId {
        self.newcomers.set(self.newcomers.get() + 1);
        let name = format!("New {}", self.newcomers.get());
        self.derbyshire.newcomer(&name, role).await
    }

    /// A new invitation for Amina: its body.
    pub async fn invite(&self) -> Value {
        let worker = self.app_of(Somebody::Here(Role::Worker)).await;
        let path = format!("/worker/v1/people/{}/invitations", self.amina.id);
        worker.post(&path, json!({ "route": "letter" })).await.ok()
    }

    /// Whether a text names anybody of Derbyshire.
    pub fn is_told_of_derbyshire(&self, text: &str) -> bool {
        let ids = [self.amina.id.to_string(), self.alert.clone(), self.check_in.clone()];
        ["Rahman", "Amina"].iter().any(|name| text.contains(name))
            || ids.iter().any(|id| text.contains(id))
    }

    /// Tokens that look right and open nothing: of other kinds, of nobody, ended.
    pub async fn unfit_tokens(&self) -> Vec<String> {
        let never = |kind| {
            Token::new(kind, self.derbyshire.id, self.house.app.random()).as_str().to_owned()
        };
        let ended = self.derbyshire.token_of(Whose::Staff(self.worker)).await;
        let signed_out =
            self.house.stranger("/worker/v1").with_token(&ended).delete("/session").await;
        assert_eq!(signed_out.status, 204);
        let link = self.derbyshire.sign_in_link(self.worker).await;
        vec![
            ended,
            link,
            never(TokenKind::StaffApp),
            never(TokenKind::PhoneApp),
            never(TokenKind::Invitation),
            never(TokenKind::Supporter),
            never(TokenKind::SupporterLink),
            self.link_of(Somebody::Rosa).await.unwrap_or_default(),
        ]
    }
}

/// A number of their own.
pub fn mobile(young: &Young) -> String {
    let last = u16::from_str_radix(&young.id.to_string()[33..], 16).expect("an id ends in digits");
    format!("07700 90{last:04}")
}
