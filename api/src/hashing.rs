//! Password hashing away from the threads that answer requests: it keeps a processor busy for a while, on purpose.

use crate::password;

/// [`password::hash`], elsewhere.
pub async fn hash(password: String, salt: [u8; 16]) -> String {
    elsewhere(move || password::hash(&password, salt)).await
}

/// [`password::verify`], elsewhere.
pub async fn verify(password: String, hash: Option<String>) -> bool {
    elsewhere(move || password::verify(&password, hash.as_deref())).await
}

/// Which of these hashes a secret belongs to. If to none of them, it takes as long as it does with the most that there
/// can be, so that nobody learns how many there are.
pub async fn which(secret: String, hashes: Vec<String>, most: usize) -> Option<usize> {
    elsewhere(move || {
        for _ in hashes.len()..most {
            password::verify(&secret, None);
        }
        hashes.iter().position(|hash| password::verify(&secret, Some(hash)))
    })
    .await
}

async fn elsewhere<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("hashing does not panic")
}
