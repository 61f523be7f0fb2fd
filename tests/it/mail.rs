//! Reminders from the store to a mail server: who gets which, once, whatever fails in between.

use std::net::TcpListener;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use tokio::sync::watch;
use yardstick::domain::access::Role;
use yardstick::domain::reminder::{Kind, Letter};
use yardstick::domain::window::Dates;
use yardstick::domain::window::form::Opening;
use yardstick::mail::round::{self, Round, due};
use yardstick::mail::{Mailer, hourly};
use yardstick::store::{self, AuditFilter, Completing, Recipient, Saving, Store, TokenOf};

use crate::cli::{check_failure, err, out, run};
use crate::mail_server::{GONE, MailServer, free_port};
use crate::postgres;
use crate::world::{self, at, code, enrol, key, period, saving, seed, sqlite};

contract! {
    each_letter_goes_once_however_many_send_it
    a_reviewer_is_written_to_while_something_waits
    while_the_mail_server_is_away_nothing_is_lost
    a_refused_address_holds_up_no_other
    who_wants_no_letters_gets_none
    a_letter_whose_sender_was_never_heard_of_again_is_sent_by_another
    accounts_are_set_and_the_trail_keeps_no_secret
}

const SITE: &str = "https://m.example.gov";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn noon(text: &str) -> DateTime<Utc> {
    format!("{text}T12:00:00Z").parse().unwrap()
}

/// The call for FY2026Q3, due on 30 July 2026. The measures of this world lag by 45 days: late after 14 August.
pub async fn open_call(store: &Store, offices: &[&str]) {
    let quarter = period("FY2026Q3");
    let offices = offices.iter().map(|office| code(office)).collect();
    let opening = Opening { offices, period: quarter, dates: Dates::usual(quarter) };
    store.open_call(&opening, "ada", noon("2026-07-01")).await.unwrap();
}

pub async fn enrol_at(store: &Store, name: &str, role: Role, office: Option<&str>, email: &str) {
    enrol(store, name, role, office).await;
    store.set_account(name, Some(&email.parse().unwrap()), true, name, at(1)).await.unwrap();
}

fn mailer(server: &MailServer) -> Mailer {
    Mailer::new(&server.url(), "Yardstick <yardstick@example.gov>", SITE).unwrap()
}

async fn send_at(store: &Store, mailer: &Mailer, moment: DateTime<Utc>) -> Round {
    let (_running, stop) = watch::channel(false);
    round::send(store, mailer, (moment.date_naive(), moment), &stop).await.unwrap()
}

async fn send(store: &Store, mailer: &Mailer, on: &str) -> Round {
    send_at(store, mailer, noon(on)).await
}

fn sent(count: usize) -> Round {
    Round { sent: count, ..Round::default() }
}

async fn recipient(store: &Store, name: &str) -> Recipient {
    store.recipients().await.unwrap().into_iter().find(|one| one.person.name == name).unwrap()
}

async fn each_letter_goes_once_however_many_send_it(store: &Store) {
    let server = MailServer::start();
    open_call(store, &["ATF", "HSI"]).await;
    enrol_at(store, "ana", Role::Steward, Some("ATF"), "ana@example.gov").await;
    enrol_at(store, "abe", Role::Steward, Some("ATF"), "abe@example.gov").await;
    enrol(store, "hal", Role::Steward, Some("HSI")).await;
    let mailer = mailer(&server);
    assert_eq!(send(store, &mailer, "2026-07-15").await, sent(0));
    // As many instances as there are, all at once.
    let rounds = (0..4).map(|_| {
        let (store, mailer) = (store.clone(), mailer.clone());
        tokio::spawn(async move { send(&store, &mailer, "2026-07-16").await })
    });
    let mut all = 0;
    for round in rounds.collect::<Vec<_>>() {
        all += round.await.unwrap().sent;
    }
    assert_eq!((all, server.taken().len()), (2, 2), "each of the two letters once");
    assert_eq!(send(store, &mailer, "2026-07-20").await, sent(0));

    let mut taken = server.taken();
    taken.sort_by(|one, other| one.to.cmp(&other.to));
    let letter = &taken[1];
    assert_eq!(
        (letter.from.as_str(), letter.to.as_slice()),
        ("yardstick@example.gov", &["ana@example.gov".into()][..])
    );
    assert_eq!(letter.subject(), "ATF: figures for Q3 FY 2026 are due on 30 July 2026");
    let read = letter.read();
    let to = read.to().unwrap().first().unwrap().clone();
    assert_eq!((to.name(), to.address()), (Some("ana"), Some("ana@example.gov")));
    assert_eq!(read.from().unwrap().first().unwrap().name(), Some("Yardstick"));
    assert!(read.date().is_some() && read.message_id().unwrap().ends_with("@m.example.gov"));
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    let link = format!("{SITE}/reminders/stop?token={}", recipient(store, "ana").await.stop_token);
    assert_eq!(letter.header("List-Unsubscribe"), format!("<{link}>"));
    assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let text = letter.text();
    for part in [
        "Hello ana,\n",
        "The figures of Tobacco and Firearms (ATF) for Q3 FY 2026 are due on 30 July 2026, in 14 days.\n",
        "None of 2 figures is submitted.\n2 figures have not been entered.\n",
        "https://m.example.gov/entry?office=ATF&period=FY2026Q3\n",
        "You get this because you are data steward of ATF in Yardstick",
        &link,
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }

    for (on, count) in
        [("2026-07-27", 2), ("2026-07-30", 2), ("2026-07-31", 0), ("2026-08-15", 2), ("2026-08-16", 0)]
    {
        assert_eq!(send(store, &mailer, on).await, sent(count), "{on}");
    }
    assert_eq!(server.taken().last().unwrap().subject(), "ATF: figures for Q3 FY 2026 are late");
    let filter = AuditFilter { subject: "person:ana".into(), limit: 50, ..AuditFilter::default() };
    let told = store.audit_entries(&filter).await.unwrap();
    assert_eq!(told.iter().filter(|entry| entry.action == "remind").count(), 4);
    assert!(told[0].after.as_ref().unwrap().contains("ATF/FY2026Q3/2026-07-30"), "{told:?}");
    let gone = store.reminders_sent(day("2026-08-01")).await.unwrap();
    assert_eq!((gone.len(), gone[0].kind), (2, Kind::Late));
    assert!(store.verify_audit().await.unwrap().is_ok());

    // A call whose day is moved is reminded of again; one that is complete is not.
    let later =
        Dates { due: day("2026-08-10"), closes: day("2026-08-20"), ..Dates::usual(period("FY2026Q3")) };
    let opening = Opening { offices: vec![code("ATF")], period: period("FY2026Q3"), dates: later };
    store.open_call(&opening, "ada", noon("2026-07-30")).await.unwrap();
    assert_eq!(send(store, &mailer, "2026-08-10").await, sent(2));
    let completing = Completing {
        office: code("ATF"),
        period: period("FY2026Q3"),
        empty: 2,
        version: store.version().await.unwrap(),
        actor: "ana".into(),
        at: noon("2026-08-10"),
    };
    assert!(store.complete_call(&completing).await.unwrap());
    assert_eq!(send(store, &mailer, "2026-08-15").await, sent(0));
}

async fn a_reviewer_is_written_to_while_something_waits(store: &Store) {
    let server = MailServer::start();
    let mailer = mailer(&server);
    enrol_at(store, "ben", Role::Reviewer, None, "ben@example.gov").await;
    enrol_at(store, "bea", Role::Reviewer, Some("HSI"), "bea@example.gov").await;
    enrol_at(store, "ada", Role::Admin, None, "ada@example.gov").await;
    assert_eq!(send(store, &mailer, "2026-07-20").await, sent(0));
    let cell = key("traces", "FY2026Q3");
    let figure = Saving { at: noon("2026-07-20"), ..saving("traces", "FY2026Q3", 123_456.0, 0) };
    store.save_figure(&figure).await.unwrap();
    assert_eq!(send(store, &mailer, "2026-07-20").await, sent(0), "a draft waits for nobody");
    store.submit_figure(&cell, 1, "ana", noon("2026-07-20")).await.unwrap();
    assert_eq!(send(store, &mailer, "2026-07-20").await, sent(1));
    assert_eq!(send(store, &mailer, "2026-07-20").await, sent(0), "once a day");
    assert_eq!(send(store, &mailer, "2026-07-21").await, sent(1));
    let taken = server.taken();
    assert!(taken.iter().all(|letter| letter.to == ["ben@example.gov"]), "{taken:?}");
    assert_eq!(taken[0].subject(), "1 figure waits for your review");
    let text = taken[0].text();
    assert!(text.contains("- ATF, Q3 FY 2026: 1 figure\n"), "{text}");
    assert!(!text.contains("123"), "no figure is in a letter: {text}");
    store.approve_figure(&cell, 2, "ben", noon("2026-07-21")).await.unwrap();
    assert_eq!(send(store, &mailer, "2026-07-22").await, sent(0));
}

async fn while_the_mail_server_is_away_nothing_is_lost(store: &Store) {
    open_call(store, &["ATF", "HSI"]).await;
    enrol_at(store, "ana", Role::Steward, Some("ATF"), "ana@example.gov").await;
    enrol_at(store, "hal", Role::Steward, Some("HSI"), "hal@example.gov").await;
    let address = free_port().local_addr().unwrap();
    let mailer = Mailer::new(&format!("smtp://{address}"), "y@example.gov", SITE).unwrap();
    let version = store.version().await.unwrap();
    let count = due(store, day("2026-07-30"), SITE).await.unwrap().letters.len();
    assert!(count > 0);
    for _ in 0..2 {
        let round = send(store, &mailer, "2026-07-30").await;
        assert_eq!((round.sent, round.failures.len(), round.left), (0, 1, count), "{round:?}");
        assert_eq!(round.failures[0].len(), 12, "a reference to the log");
    }
    assert_eq!(store.version().await.unwrap(), version, "nothing is told of what did not go");
    let server = MailServer::on(TcpListener::bind(address).unwrap(), false);
    assert_eq!(send(store, &mailer, "2026-07-30").await, sent(count));
    assert_eq!(server.taken().len(), count);
    // A password that is wrong or lacking is no letter's fault: it is tried again as soon as that was put right.
    let server = MailServer::strict();
    let none = send(store, &Mailer::new(&server.url(), "y@example.gov", SITE).unwrap(), "2026-08-15").await;
    let wrong = server.url_signed_in().replace("word", "key");
    let wrong = Mailer::new(&wrong, "y@example.gov", SITE).unwrap();
    let round = send(store, &wrong, "2026-08-15").await;
    assert_eq!((round.sent, round.left > 0), (0, true), "{round:?}");
    assert_eq!((none.sent, none.left), (0, round.left), "{none:?}");
    let right = Mailer::new(&server.url_signed_in(), "y@example.gov", SITE).unwrap();
    assert_eq!(send(store, &right, "2026-08-15").await, sent(round.left));
    assert_eq!(server.taken().last().unwrap().by.as_deref(), Some("yard"));
    // A server that ends begins no further letter.
    let (_running, stopped) = watch::channel(true);
    store
        .save_figure(&Saving { at: noon("2026-08-16"), ..saving("traces", "FY2026Q3", 1.0, 0) })
        .await
        .unwrap();
    store.submit_figure(&key("traces", "FY2026Q3"), 1, "ana", noon("2026-08-16")).await.unwrap();
    enrol_at(store, "ben", Role::Reviewer, None, "ben@example.gov").await;
    let on = (day("2026-08-16"), noon("2026-08-16"));
    let round = round::send(store, &right, on, &stopped).await.unwrap();
    assert_eq!(round, Round { left: 1, ..Round::default() });
}

async fn a_refused_address_holds_up_no_other(store: &Store) {
    let server = MailServer::start();
    let mailer = mailer(&server);
    open_call(store, &["ATF"]).await;
    enrol_at(store, "abe", Role::Steward, Some("ATF"), GONE).await;
    enrol_at(store, "ana", Role::Steward, Some("ATF"), "ana@example.gov").await;
    let morning = noon("2026-07-16");
    let round = send_at(store, &mailer, morning).await;
    assert_eq!((round.sent, round.failures.len(), round.left), (1, 1, 0), "{round:?}");
    assert_eq!(send_at(store, &mailer, morning + TimeDelta::hours(5)).await, sent(0), "not every hour");
    let round = send_at(store, &mailer, morning + TimeDelta::hours(24)).await;
    assert_eq!((round.sent, round.failures.len()), (0, 1), "but again the day after");
    store.set_account("abe", Some(&"abe@example.gov".parse().unwrap()), true, "abe", at(2)).await.unwrap();
    assert_eq!(send_at(store, &mailer, morning + TimeDelta::hours(48)).await, sent(1));
    assert_eq!(server.taken().last().unwrap().to, ["abe@example.gov"]);
}

async fn who_wants_no_letters_gets_none(store: &Store) {
    let server = MailServer::start();
    let mailer = mailer(&server);
    open_call(store, &["ATF"]).await;
    enrol_at(store, "ana", Role::Steward, Some("ATF"), "ana@example.gov").await;
    enrol(store, "abe", Role::Steward, Some("ATF")).await;
    let token = recipient(store, "ana").await.stop_token;
    assert_eq!(store.person_by_token(TokenOf::Stop, &token).await.unwrap().unwrap().name, "ana");
    for wrong in ["", "ana", "\0", &token[1..], &store.account("ana").await.unwrap().unwrap().calendar_token]
    {
        assert!(!store.stop_reminders(wrong, at(3)).await.unwrap(), "{wrong}");
    }
    assert_eq!(due(store, day("2026-07-16"), SITE).await.unwrap().letters.len(), 1);
    assert!(store.stop_reminders(&token, at(3)).await.unwrap());
    let version = store.version().await.unwrap();
    assert!(store.stop_reminders(&token, at(4)).await.unwrap(), "again is as good");
    assert_eq!(store.version().await.unwrap(), version);
    let found = due(store, day("2026-07-16"), SITE).await.unwrap();
    let unreached: Vec<_> = found.unreached.iter().map(|one| one.person.name.as_str()).collect();
    assert_eq!((found.letters.len(), unreached), (0, vec!["abe", "ana"]));
    assert_eq!(send(store, &mailer, "2026-07-16").await, sent(0));
    assert!(server.taken().is_empty());
}

async fn a_letter_whose_sender_was_never_heard_of_again_is_sent_by_another(store: &Store) {
    let server = MailServer::start();
    let mailer = mailer(&server);
    open_call(store, &["ATF"]).await;
    enrol_at(store, "ana", Role::Steward, Some("ATF"), "ana@example.gov").await;
    let (to, letter): (Recipient, Letter) =
        due(store, day("2026-07-16"), SITE).await.unwrap().letters.remove(0);
    let now = noon("2026-07-16");
    assert!(store.claim_reminder(&to, &letter, now, now + TimeDelta::hours(1)).await.unwrap());
    assert!(!store.claim_reminder(&to, &letter, now, now + TimeDelta::hours(1)).await.unwrap());
    assert_eq!(send_at(store, &mailer, now + TimeDelta::minutes(59)).await, sent(0), "somebody is at it");
    assert_eq!(send_at(store, &mailer, now + TimeDelta::minutes(60)).await, sent(1));
    assert!(!store.claim_reminder(&to, &letter, noon("2027-01-01"), noon("2027-01-02")).await.unwrap());
}

async fn accounts_are_set_and_the_trail_keeps_no_secret(store: &Store) {
    enrol(store, "ana", Role::Steward, Some("ATF")).await;
    let account = async || store.account("ana").await.unwrap().unwrap();
    let before = account().await;
    assert_eq!((before.email.as_deref(), before.reminders), (None, true));
    assert_eq!(before.calendar_token.len(), 48);
    assert_eq!(store.account("nobody").await.unwrap(), None);
    let version = store.version().await.unwrap();
    store.set_account("ana", None, true, "ana", at(5)).await.unwrap();
    assert_eq!(store.version().await.unwrap(), version, "the same is no change");
    for email in ["ana@example.gov", "lopez@example.gov"] {
        store.set_account("ana", Some(&email.parse().unwrap()), false, "ana", at(5)).await.unwrap();
    }
    let now = account().await;
    assert_eq!((now.email.as_deref(), now.reminders), (Some("lopez@example.gov"), false));
    // A new password leaves what the person has set.
    enrol(store, "ana", Role::Steward, Some("HSI")).await;
    assert_eq!(account().await, now);
    store.renew_calendar("ana", at(6)).await.unwrap();
    let renewed = account().await.calendar_token;
    assert_ne!(renewed, before.calendar_token);
    let whose = async |token: &str| store.person_by_token(TokenOf::Calendar, token).await.unwrap();
    assert_eq!(whose(&before.calendar_token).await, None);
    assert_eq!(whose(&renewed).await.unwrap().name, "ana");
    let unknown = store.set_account("nobody", None, false, "ada", at(7)).await;
    assert!(unknown.is_err());
    let filter = AuditFilter { limit: 50, ..AuditFilter::default() };
    let told = format!("{:?}", store.audit_entries(&filter).await.unwrap());
    assert!(told.contains("set reminders") && told.contains("renew calendar address"), "{told}");
    let stop = recipient(store, "ana").await.stop_token;
    for secret in ["lopez@", "ana@example", &before.calendar_token, &renewed, &stop] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
}

#[tokio::test]
async fn the_server_looks_by_itself_and_stops_when_it_is_told() {
    let server = MailServer::start();
    let (store, _folder) = sqlite().await;
    seed(&store).await;
    open_call(&store, &["ATF"]).await;
    enrol_at(&store, "ana", Role::Steward, Some("ATF"), "ana@example.gov").await;
    let looking = |moment: &str| {
        let (stop, stopped) = watch::channel(false);
        let moment: DateTime<Utc> = moment.parse().unwrap();
        let task = tokio::spawn(hourly(store.clone(), mailer(&server), move || moment, stopped));
        (stop, task)
    };
    let (stop, early) = looking("2026-07-16T10:59:00Z");
    tokio::time::sleep(Duration::from_millis(300)).await;
    stop.send(true).unwrap();
    early.await.unwrap();
    assert!(server.taken().is_empty(), "nobody is up yet");
    let (stop, task) = looking("2026-07-16T11:00:00Z");
    for _ in 0..100 {
        if !store.reminders_sent(day("2026-07-16")).await.unwrap().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(server.taken().len(), 1);
    stop.send(true).unwrap();
    tokio::time::timeout(Duration::from_secs(5), task).await.unwrap().unwrap();
}

#[tokio::test]
async fn the_command_prints_letters_or_sends_them() {
    let server = MailServer::start();
    let (store, folder) = sqlite().await;
    seed(&store).await;
    open_call(&store, &["ATF"]).await;
    enrol_at(&store, "ana", Role::Steward, Some("ATF"), "ana@example.gov").await;
    enrol(&store, "abe", Role::Steward, Some("ATF")).await;
    let url = world::url(&folder);
    let base = ["remind", "--database-url", &url, "--on", "2026-07-30"];
    let with = |more: &[&str]| run(&folder, &[&base[..], more].concat());
    let told = out(&with(&["--dry-run"]));
    for part in [
        "To: ana <ana@example.gov>\nSubject: ATF: figures",
        "are due today",
        "1 letter would go out on 2026-07-30\n",
    ] {
        assert!(told.contains(part), "{told}");
    }
    let smtp = server.url();
    check_failure(&with(&[]), 2, &["--smtp-url", "--dry-run"]);
    check_failure(&with(&["--smtp-url", &smtp]), 2, &["--mail-from"]);
    assert!(server.taken().is_empty());
    let options = ["--smtp-url", &smtp, "--mail-from", "y@example.gov", "--public-url", SITE];
    assert_eq!(out(&with(&options)), "1 letter sent\n");
    assert_eq!(out(&with(&options)), "0 letters sent\n");
    assert_eq!(server.taken().len(), 1);
    store.set_account("abe", Some(&GONE.parse().unwrap()), true, "abe", at(2)).await.unwrap();
    let failed = with(&options);
    assert_eq!((failed.status.code(), out(&failed)), (Some(1), "0 letters sent\n".into()));
    assert!(err(&failed).contains("1 letter failed, as logged under "), "{}", err(&failed));
}
