//! A mail server and a gateway that keep what they are handed, and answer what a test wants.

use std::{collections::VecDeque, sync::Mutex, time::Duration};

use api::post::{Letter, Post, Posted, Sought};
use domain::proof::Reached;
use futures_util::future::BoxFuture;
use uuid::Uuid;

/// Everything that was handed over.
pub struct PostBox {
    letters: Mutex<Vec<Letter>>,
    ways: Mutex<Vec<Reached>>,
    replies: Mutex<bool>,
    /// What is said next, by each way; after that, that it was taken.
    next: Mutex<VecDeque<(Reached, Posted)>>,
    /// What is said always, before anything else.
    always: Mutex<Vec<(Reached, Posted)>>,
    sought: Mutex<Vec<(Reached, Sought)>>,
    /// Which letters were asked after, and by which way.
    asked: Mutex<Vec<(Reached, Uuid)>>,
    probed: Mutex<Vec<(Reached, Uuid)>>,
}

impl Default for PostBox {
    fn default() -> Self {
        Self {
            letters: Mutex::default(),
            ways: Mutex::new(vec![Reached::Mobile, Reached::Email]),
            replies: Mutex::default(),
            next: Mutex::default(),
            always: Mutex::default(),
            sought: Mutex::default(),
            asked: Mutex::default(),
            probed: Mutex::default(),
        }
    }
}

#[allow(dead_code, reason = "not every test asks for every answer")]
impl PostBox {
    /// From now on only these ways are set up.
    pub fn has_only(&self, ways: &[Reached]) {
        *self.ways.lock().unwrap() = ways.to_vec();
    }

    /// From now on the number takes replies, or not.
    pub fn takes_replies_from_now(&self, replies: bool) {
        *self.replies.lock().unwrap() = replies;
    }

    /// Says this to the next letter that goes this way. Several such answers are given in order.
    pub fn next(&self, way: Reached, posted: Posted) {
        self.next.lock().unwrap().push_back((way, posted));
    }

    /// Says this to every letter that goes this way, until something else is wanted. `None`: takes them again.
    pub fn always(&self, way: Reached, posted: Option<Posted>) {
        let mut always = self.always.lock().unwrap();
        always.retain(|(other, _)| *other != way);
        always.extend(posted.map(|posted| (way, posted)));
    }

    /// Says this whenever it is asked after a letter that went this way. Without, it cannot tell.
    pub fn seeks(&self, way: Reached, sought: Sought) {
        let mut all = self.sought.lock().unwrap();
        all.retain(|(other, _)| *other != way);
        all.push((way, sought));
    }

    /// Which letters were asked after since somebody last looked.
    pub fn asked(&self) -> Vec<(Reached, Uuid)> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    /// Which ways were tried since somebody last looked, and by which ids.
    pub fn probed(&self) -> Vec<(Reached, Uuid)> {
        std::mem::take(&mut self.probed.lock().unwrap())
    }

    fn answer(&self, way: Reached) -> Posted {
        let mut next = self.next.lock().unwrap();
        if let Some(at) = next.iter().position(|(other, _)| *other == way) {
            return next.remove(at).expect("it is there").1;
        }
        let always = self.always.lock().unwrap();
        let found = always.iter().find(|(other, _)| *other == way);
        found.map_or(Posted::Taken(None), |(_, posted)| posted.clone())
    }

    /// What was handed over since somebody last asked, by work that waits for that.
    pub fn taken(&self) -> Vec<Letter> {
        std::mem::take(&mut self.letters.lock().unwrap())
    }

    /// What was handed over since somebody last asked. It is handed over in the background.
    pub async fn take(&self) -> Vec<Letter> {
        for _ in 0..25 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let letters = self.taken();
            if !letters.is_empty() {
                return letters;
            }
        }
        Vec::new()
    }

    /// The newest letter that brings a code, taken out.
    fn newest_with_code(&self) -> Option<Letter> {
        let mut letters = self.letters.lock().unwrap();
        let brings = |letter: &Letter| letter.text.starts_with(|c: char| c.is_ascii_digit());
        let at = letters.iter().rposition(brings)?;
        Some(letters.remove(at))
    }

    /// The code in the next letter.
    pub async fn code(&self) -> String {
        for _ in 0..500 {
            if let Some(letter) = self.newest_with_code() {
                return letter.text[..6].to_owned();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("no code was sent");
    }
}

impl Post for PostBox {
    fn ways(&self) -> Vec<Reached> {
        self.ways.lock().unwrap().clone()
    }

    fn takes_replies(&self) -> bool {
        *self.replies.lock().unwrap()
    }

    fn send<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Posted> {
        // Whatever is answered: it was handed over.
        self.letters.lock().unwrap().push(letter.clone());
        let answer = self.answer(letter.to.kind);
        Box::pin(async { answer })
    }

    fn seek<'a>(&'a self, way: Reached, id: Uuid) -> BoxFuture<'a, Sought> {
        self.asked.lock().unwrap().push((way, id));
        let sought = self.sought.lock().unwrap();
        let found = sought.iter().find(|(other, _)| *other == way);
        let sought = found.map_or(Sought::CannotTell, |(_, sought)| sought.clone());
        Box::pin(async { sought })
    }

    fn probe<'a>(&'a self, way: Reached, id: Uuid) -> BoxFuture<'a, Posted> {
        self.probed.lock().unwrap().push((way, id));
        let answer = self.answer(way);
        Box::pin(async { answer })
    }
}
