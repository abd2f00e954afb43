//! Many writers at once, and some that fail.

use std::{panic::AssertUnwindSafe, time::Duration};

use api::store::{StoreError, Tx, scope::System};
use domain::{
    id::PartnershipId, identifier::CouncilCode, journey::TransitionRule, partnership::Partnership,
    text::Line,
};
use futures_util::{FutureExt, future::join_all};

use crate::house::House;

fn partnership(house: &House, number: usize) -> Partnership {
    let line = |text: &str| Line::new(text).unwrap();
    Partnership {
        id: house.id::<PartnershipId>(),
        slug: format!("area-{number}"),
        name: line("Area"),
        service_name: line("Next Steps"),
        transition_rule: TransitionRule::EighteenthBirthday,
        staffed_hours: line("9 to 5"),
        safety_questions: false,
        demonstration: false,
        councils: vec![CouncilCode::parse("830").unwrap()],
    }
}

/// Writes one partnership, and does `then` before it is done.
async fn write(
    house: &House,
    number: usize,
    then: impl AsyncFnOnce(&Tx<System>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let (new, now) = (partnership(house, number), house.app.now());
    house
        .app
        .store
        .write(house.system, async |tx| {
            tx.add_partnership(&new, now).await?;
            then(tx).await
        })
        .await
}

async fn kept(house: &House) -> Vec<usize> {
    let all = house.read(async |tx| tx.partnerships().await).await;
    let mut numbers: Vec<usize> =
        all.iter().map(|one| one.slug.trim_start_matches("area-").parse().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_writers_at_once_all_get_their_turn() {
    let house = House::new().await;
    let writers = (0..64).map(|number| write(&house, number, async |_| Ok(())));
    let done = tokio::time::timeout(Duration::from_secs(20), join_all(writers)).await;
    assert!(done.expect("nobody starves").iter().all(Result::is_ok));
    assert_eq!(kept(&house).await, (0..64).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_writer_who_fails_undoes_only_their_own() {
    let house = House::new().await;
    let writers = (0..64).map(|number| {
        write(&house, number, async move |_| match number % 8 {
            3 => Err(StoreError::NotFound("reason to go on, as a test wished")),
            _ => Ok(()),
        })
    });
    let done = join_all(writers).await;
    assert_eq!(done.iter().filter(|done| done.is_err()).count(), 8);
    let others: Vec<usize> = (0..64).filter(|number| number % 8 != 3).collect();
    assert_eq!(kept(&house).await, others);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rule_of_the_database_that_is_broken_undoes_only_whoever_broke_it() {
    let house = House::new().await;
    write(&house, 0, async |_| Ok(())).await.unwrap();
    let writers = [0, 1, 0, 2, 0].map(|number| write(&house, number, async |_| Ok(())));
    let done: Vec<bool> = join_all(writers).await.iter().map(Result::is_ok).collect();
    assert_eq!(done, [false, true, false, true, false]);
    assert_eq!(kept(&house).await, [0, 1, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_writer_who_panics_leaves_nothing_behind_and_nobody_waiting() {
    let house = House::new().await;
    let panics = write(&house, 0, async |_| panic!("as a test wished"));
    assert!(AssertUnwindSafe(panics).catch_unwind().await.is_err());

    let next =
        tokio::time::timeout(Duration::from_secs(5), write(&house, 1, async |_| Ok(()))).await;
    next.expect("nobody waits for somebody who is gone").unwrap();
    assert_eq!(kept(&house).await, [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_is_told_that_it_is_kept_finds_it_even_when_another_panics() {
    let house = House::new().await;
    let writers = (0..32).map(|number| {
        let work = write(&house, number, async move |_| match number {
            5 | 17 => panic!("as a test wished"),
            _ => Ok(()),
        });
        AssertUnwindSafe(work).catch_unwind()
    });
    let done = join_all(writers).await;
    let told: Vec<usize> = (0..32).filter(|number| matches!(done[*number], Ok(Ok(())))).collect();
    assert_eq!(kept(&house).await, told, "neither more nor less than was told");
    write(&house, 99, async |_| Ok(())).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_writer_who_goes_away_in_the_middle_leaves_nothing_behind() {
    let house = House::new().await;
    let slow = write(&house, 0, async |_| {
        tokio::time::sleep(Duration::from_secs(3600)).await;
        Ok(())
    });
    assert!(tokio::time::timeout(Duration::from_millis(50), slow).await.is_err());

    let next =
        tokio::time::timeout(Duration::from_secs(5), write(&house, 1, async |_| Ok(()))).await;
    next.expect("nobody waits for somebody who is gone").unwrap();
    assert_eq!(kept(&house).await, [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_see_what_is_kept_and_nothing_that_is_not_yet() {
    let house = House::new().await;
    write(&house, 0, async |_| Ok(())).await.unwrap();
    write(&house, 1, async |_| {
        assert_eq!(kept(&house).await, [0], "it is not kept yet");
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(kept(&house).await, [0, 1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_sees_one_moment_throughout() {
    let house = House::new().await;
    write(&house, 0, async |_| Ok(())).await.unwrap();
    let seen = house
        .read(async |tx| {
            let before = tx.partnerships().await?.len();
            write(&house, 1, async |_| Ok(())).await?;
            Ok((before, tx.partnerships().await?.len()))
        })
        .await;
    assert_eq!(seen, (1, 1));
    assert_eq!(kept(&house).await, [0, 1]);
}

#[tokio::test]
async fn what_was_written_is_there_when_the_service_starts_again() {
    let house = House::new().await;
    write(&house, 0, async |_| Ok(())).await.unwrap();
    let again = house.second_instance().await;
    let all = again
        .store
        .read::<_, _, StoreError>(house.system, async |tx| tx.partnerships().await)
        .await;
    assert_eq!(all.unwrap().len(), 1);
}
