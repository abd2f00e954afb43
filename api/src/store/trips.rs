//! How many statements a request makes. Each is a trip to the database and back, which takes longer than what is done at
//! its end, so a request makes a fixed number of them, however many rows there are.

use std::cell::Cell;

tokio::task_local! {
    /// The trips of the request in hand.
    static TRIPS: Cell<u32>;
}

/// How many statements a request made, for whoever watches over the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trips(pub u32);

/// Does some work and says how many statements it made. Work that it starts in tasks of their own is not counted.
pub async fn counted<T>(work: impl Future<Output = T>) -> (T, Trips) {
    let counting = async {
        let done = work.await;
        (done, Trips(TRIPS.with(Cell::get)))
    };
    TRIPS.scope(Cell::new(0), counting).await
}

/// Counts one. What begins and ends a transaction is not asked here, and not counted.
pub(super) fn count_one() {
    // Jobs and the command line count nothing.
    let _ = TRIPS.try_with(|trips| trips.set(trips.get() + 1));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_piece_of_work_counts_its_own() {
        let work = async |trips: u32| {
            for _ in 0..trips {
                count_one();
                tokio::task::yield_now().await;
            }
        };
        let ((_, two), (_, five)) = tokio::join!(counted(work(2)), counted(work(5)));
        assert_eq!((two, five), (Trips(2), Trips(5)));
        count_one();
    }
}
