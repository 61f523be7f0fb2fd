//! Measures set up: what the store keeps, and what the server lets whom do.

use std::collections::BTreeMap;

use leptos::server_fn::ServerFn;
use reqwest::Response;
use yardstick::api::setup::{ApproveTargets, ProposeTargets, SaveSection};
use yardstick::domain::access::Role;
use yardstick::domain::actual::{Actual, Figure};
use yardstick::domain::batch::Batch;
use yardstick::domain::definition::NewDefinition;
use yardstick::domain::target::Target;
use yardstick::store::{self, AuditFilter, CategoryEdit, CellKey, EditOutcome, MeasureEdit, Saving, Store};

use crate::postgres;
use crate::served::Served;
use crate::world::{PASSWORD, actual, at, code, enrol, key, period, saving, seed, sqlite, target};

contract! {
    categories_are_kept_while_they_are_used
    a_renamed_category_takes_its_figures_and_targets_with_it
    a_series_knows_its_breaks_and_the_targets_in_force_now
}

async fn categories_are_kept_while_they_are_used(store: &Store) {
    let traces = code("traces");
    let revision = async || store.measure_setup(&traces).await.unwrap().unwrap().revision;
    let edit = |categories: &[&str], seen| CategoryEdit {
        measure: traces.clone(),
        categories: categories.iter().map(|category| category.to_string()).collect(),
        renamed: Vec::new(),
        seen,
        actor: "ana".into(),
        at: at(1),
    };
    let seen = revision().await;
    let first = edit(&["type=rifle", "type=hand gun", "state=AZ"], seen);
    assert_eq!(store.save_categories(&first).await.unwrap(), EditOutcome::Saved(seen + 1));
    assert_eq!(store.categories(&traces).await.unwrap(), first.categories, "in their order");
    assert_eq!(store.save_categories(&first).await.unwrap(), EditOutcome::Conflict, "it was seen before");
    let version = store.version().await.unwrap();
    let same = CategoryEdit { seen: seen + 1, ..first.clone() };
    assert_eq!(store.save_categories(&same).await.unwrap(), EditOutcome::Saved(seen + 1));
    assert_eq!(store.version().await.unwrap(), version, "nothing was changed");
    let rifles = Target { category: "type=rifle".into(), ..target("traces", "FY2026Q1") };
    let batch = Batch { targets: vec![rifles], ..Batch::default() };
    store.apply(&batch, "seed", at(2), false).await.unwrap();
    assert_eq!(store.used_categories(&traces).await.unwrap(), ["type=rifle"]);
    let without = edit(&["type=hand gun"], revision().await);
    assert_eq!(store.save_categories(&without).await.unwrap(), EditOutcome::Conflict, "it is used");
    let less = edit(&["type=rifle"], revision().await);
    assert!(matches!(store.save_categories(&less).await.unwrap(), EditOutcome::Saved(_)));
    assert_eq!(store.categories(&traces).await.unwrap(), ["type=rifle"]);
    assert!(store.verify_audit().await.unwrap().is_ok());
}

async fn a_renamed_category_takes_its_figures_and_targets_with_it(store: &Store) {
    let traces = code("traces");
    let of = |category: &str| Actual {
        category: category.into(),
        ..actual("traces", "FY2026Q1", Figure::Value(7.0))
    };
    let rifles = Target { category: "type=rifle".into(), ..target("traces", "FY2026Q1") };
    let actuals = vec![of("type=rifle"), of("type=pistol")];
    let batch = Batch { targets: vec![rifles], actuals, ..Batch::default() };
    store.apply(&batch, "seed", at(1), false).await.unwrap();
    let other = Saving {
        key: CellKey { category: "type=rifle".into(), ..key("odd", "CY2026Q1") },
        ..saving("odd", "CY2026Q1", 5.0, 0)
    };
    store.save_figure(&other).await.unwrap();
    let waiting = Saving {
        key: CellKey { category: "type=rifle".into(), ..key("traces", "FY2026Q2") },
        ..saving("traces", "FY2026Q2", 5.0, 0)
    };
    store.save_figure(&waiting).await.unwrap();
    let revision = async || store.measure_setup(&traces).await.unwrap().unwrap().revision;
    let edit = async |categories: &[&str], renamed: &[(&str, &str)]| {
        let texts = |texts: &[&str]| texts.iter().map(|text| text.to_string()).collect();
        let renamed = renamed.iter().map(|(old, new)| (old.to_string(), new.to_string())).collect();
        let categories: Vec<String> = texts(categories);
        let edit = CategoryEdit {
            measure: traces.clone(),
            categories,
            renamed,
            seen: revision().await,
            actor: "ana".into(),
            at: at(3),
        };
        store.save_categories(&edit).await.unwrap()
    };
    let version = store.version().await.unwrap();
    for (categories, renamed) in [
        (&["type=pistol", "type=long gun"][..], &[("type=rifle", "type=pistol")][..]),
        (&["type=long gun"], &[("type=rifle", "type=long gun")]),
        (&["type=pistol"], &[]),
    ] {
        assert_eq!(edit(categories, renamed).await, EditOutcome::Conflict, "{categories:?} {renamed:?}");
    }
    assert_eq!(store.version().await.unwrap(), version, "a refusal writes nothing");
    let outcome = edit(&["type=long gun", "type=pistol"], &[("type=rifle", "type=long gun")]).await;
    assert!(matches!(outcome, EditOutcome::Saved(_)));
    assert_eq!(store.every_category(&traces).await.unwrap(), ["type=long gun", "type=pistol"]);
    let cells = store.cells_of_categories(&traces).await.unwrap();
    let told: Vec<_> =
        cells.iter().map(|c| (c.key.category.as_str(), c.key.period.to_string(), c.revision)).collect();
    assert_eq!(
        told,
        [
            ("type=long gun", "FY2026Q1".into(), 1),
            ("type=long gun", "FY2026Q2".into(), 1),
            ("type=pistol", "FY2026Q1".into(), 1)
        ]
    );
    let versions = store.target_versions(&traces).await.unwrap();
    let renamed: Vec<_> = versions.iter().filter(|v| !v.target.category.is_empty()).collect();
    assert_eq!(
        (renamed.len(), renamed[0].target.category.as_str(), renamed[0].stood),
        (1, "type=long gun", true)
    );
    assert_eq!(store.used_categories(&code("odd")).await.unwrap(), ["type=rifle"], "those of others stay");
    let entries = store.audit_entries(&AuditFilter { limit: 2, ..AuditFilter::default() }).await.unwrap();
    let told: Vec<_> = entries.iter().map(|e| (e.action.as_str(), e.subject.as_str())).collect();
    assert_eq!(told, [("change", "categories:traces"), ("rename", "categories:traces/type=rifle")]);
    assert!(store.verify_audit().await.unwrap().is_ok());
}

async fn a_series_knows_its_breaks_and_the_targets_in_force_now(store: &Store) {
    let traces = code("traces");
    let lower = Target { value: 50.0, set_on: "2026-11-01".parse().ok(), ..target("traces", "FY2026Q2") };
    store.propose_targets(&[lower], "ana", at(1)).await.unwrap();
    let series = async || {
        let record = store.measure_record(&traces).await.unwrap().unwrap();
        record.series(false, "2026-11-24".parse().unwrap())
    };
    assert!(!series().await.has_other_targets_now(), "a proposal is not in force");
    let waiting = store.target_versions(&traces).await.unwrap();
    let waiting: Vec<_> = waiting.into_iter().filter(|version| !version.is_approved()).collect();
    assert!(store.approve_targets(&waiting, "rex", at(2)).await.unwrap());
    let setup = store.measure_setup(&traces).await.unwrap().unwrap();
    let mut measure = setup.measure.clone();
    measure.formula = "count twice".into();
    let edit = MeasureEdit {
        measure,
        baseline: setup.baseline.clone(),
        version: Some(NewDefinition { from: period("FY2026Q2"), reason: "The law.".into() }),
        seen: Some(setup.revision),
        actor: "ana".into(),
        at: at(3),
    };
    store.save_measure(&edit).await.unwrap();
    let record = store.measure_record(&traces).await.unwrap().unwrap();
    let before = record.series(false, "2026-10-31".parse().unwrap());
    assert!(!before.has_other_targets_now(), "it holds from November");
    let series = series().await;
    assert_eq!(series.breaks, [period("FY2026Q2")]);
    let second = series.points.iter().find(|point| point.period == period("FY2026Q2")).unwrap();
    assert_eq!((second.target, second.target_now), (Some(110.0), Some(50.0)));
    assert_eq!(series.points.iter().filter(|point| point.target_now.is_some()).count(), 1);
}

/// A form as the page sends it.
fn form(measure: &str, seen: Option<i64>, fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| urlencoding::encode(text).into_owned();
    let seen = seen.map(|seen| format!("&form[seen]={seen}")).unwrap_or_default();
    let fields: String =
        fields.iter().map(|(name, text)| format!("&form[fields][{name}]={}", encoded(text))).collect();
    format!("form[measure]={}{seen}{fields}", encoded(measure))
}

/// The world, served, with people who are signed in.
pub struct House {
    pub server: Served,
    pub cookies: BTreeMap<&'static str, String>,
}

impl House {
    pub async fn open() -> House {
        let server = Served::start().await;
        let mut cookies = BTreeMap::from([("nobody", String::new())]);
        for (name, role, office) in [
            ("ana", Role::Steward, Some("ATF")),
            ("hal", Role::Steward, Some("HSI")),
            ("rex", Role::Reviewer, None),
            ("vic", Role::Viewer, None),
        ] {
            enrol(&server.store, name, role, office).await;
            cookies.insert(name, server.sign_in(name, PASSWORD).await);
        }
        House { server, cookies }
    }

    pub async fn post(&self, name: &str, path: &str, form: &str) -> (u16, String) {
        let answer = self.server.post(path, form).header("cookie", &self.cookies[name]).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    pub async fn get(&self, name: &str, path: &str) -> Response {
        self.server.get(path).header("cookie", &self.cookies[name]).send().await.unwrap()
    }

    /// Sends a form of the page where “traces” is set up, as a browser without script does; gives the path
    /// to which it is sent on.
    pub async fn send_plain(&self, name: &str, to: &str, form: &str) -> String {
        let request = self.server.post(to, form).header("cookie", &self.cookies[name]);
        let page = format!("http://{}/measures/traces/edit", self.server.address);
        let answer = request.header("accept", "text/html").header("referer", page).send().await.unwrap();
        assert_eq!(answer.status(), 302);
        let to = answer.headers()["location"].to_str().unwrap().to_owned();
        to.split_once("/measures").map(|(_, path)| format!("/measures{path}")).unwrap()
    }

    async fn revision(&self) -> i64 {
        self.server.store.measure_setup(&code("traces")).await.unwrap().unwrap().revision
    }
}

#[tokio::test]
async fn a_measure_is_set_up_by_those_who_may_define_it() {
    let house = House::open().await;
    for (name, path, expected) in [
        ("nobody", "/measures/traces/edit", 401),
        ("vic", "/measures/traces/edit", 403),
        ("hal", "/measures/traces/edit", 403),
        ("ana", "/measures/traces/edit", 200),
        ("rex", "/measures/traces/edit", 200),
        ("ana", "/measures/none/edit", 404),
        ("ana", "/measures/traces/edit?colour=red", 400),
        ("nobody", "/measures/new", 401),
        ("vic", "/measures/new", 403),
        ("hal", "/measures/new", 200),
    ] {
        assert_eq!(house.get(name, path).await.status(), expected, "{name} {path}");
    }
    let seen = Some(house.revision().await);
    let caveat = form("traces", seen, &[("caveat", "Mind this.")]);
    for (name, expected) in [("nobody", 401), ("vic", 403), ("hal", 403), ("ana", 200)] {
        assert_eq!(house.post(name, SaveSection::url(), &caveat).await.0, expected, "{name}");
    }
    for (name, link) in [("ana", true), ("rex", true), ("hal", false), ("nobody", false)] {
        let page = house.get(name, "/measures/traces").await.text().await.unwrap();
        assert_eq!(page.contains("/measures/traces/edit"), link, "{name}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_and_nothing_is_kept() {
    let house = House::open().await;
    let revision = house.revision().await;
    let version = house.server.store.version().await.unwrap();
    for (measure, seen, fields, status, told) in [
        (
            "traces",
            revision,
            vec![("unit", ""), ("decimals", "x")],
            422,
            vec!["unit", "must not be empty", "decimals"],
        ),
        ("traces", revision, vec![("definition", "Traces of parts.")], 422, vec!["change", "say whether"]),
        ("traces", revision, vec![("office", "HSI")], 403, vec!["only stewards"]),
        ("traces", revision, vec![("frequency", "annual")], 422, vec!["frequency", "retire this measure"]),
        ("traces", revision, vec![("categories", "rifle")], 422, vec!["categories", "line 1"]),
        ("traces", revision - 1, vec![("caveat", "x")], 409, vec!["changed this measure meanwhile"]),
        ("traces", revision, vec![("colour", "red")], 422, vec!["colour", "no such field"]),
        ("none", revision, vec![], 404, vec!["none"]),
        ("", 0, vec![("code", "traces")], 422, vec!["a measure “traces” already", "goal", "name"]),
    ] {
        let (found, text) = house.post("ana", SaveSection::url(), &form(measure, Some(seen), &fields)).await;
        assert_eq!(found, status, "{fields:?}: {text}");
        for words in told {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
    for (fields, told) in [
        (vec![("FY2027Q1", "1,5")], vec!["set_on", "reason", "FY2027Q1"]),
        (
            vec![("set_on", "2026-11-24"), ("reason", "x"), ("category", "type=gun"), ("FY2027Q1", "5")],
            vec!["category"],
        ),
    ] {
        let (found, text) = house.post("ana", ProposeTargets::url(), &form("traces", None, &fields)).await;
        assert_eq!(found, 422, "{text}");
        for words in told {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
    assert_eq!(house.server.store.version().await.unwrap(), version, "nothing was written");
}

#[tokio::test]
async fn targets_are_approved_by_somebody_else_as_they_were_seen() {
    let house = House::open().await;
    let fields =
        [("set_on", "2026-11-24"), ("reason", "Fewer requests."), ("FY2027Q1", "80"), ("category", "")];
    for (name, expected) in [("nobody", 401), ("hal", 403), ("rex", 200)] {
        let found = house.post(name, ProposeTargets::url(), &form("traces", None, &fields)).await.0;
        assert_eq!(found, expected, "{name}");
    }
    enrol(&house.server.store, "ria", Role::Reviewer, None).await;
    let seen = "FY2027Q1//2026-11-24/80/rex";
    let approval = |seen: &str| format!("measure=traces&category=&seen={}", urlencoding::encode(seen));
    let ria = house.server.sign_in("ria", PASSWORD).await;
    let mut house = house;
    house.cookies.insert("ria", ria);
    for (name, seen, expected) in [
        ("nobody", seen, 401),
        ("ana", seen, 403),
        ("rex", seen, 403),
        ("ria", "FY2027Q1//2026-11-24/70/rex", 409),
        ("ria", seen, 200),
        ("ria", seen, 403),
    ] {
        let (found, text) = house.post(name, ApproveTargets::url(), &approval(seen)).await;
        assert_eq!(found, expected, "{name}: {text}");
    }
    let versions = house.server.store.target_versions(&code("traces")).await.unwrap();
    let last = versions.iter().find(|version| version.target.period == period("FY2027Q1")).unwrap();
    assert_eq!((last.author.as_str(), last.approved_by.as_str(), last.stood), ("rex", "ria", true));
}

#[tokio::test]
async fn without_script_a_form_leads_back_to_its_page_with_what_was_wrong() {
    let house = House::open().await;
    let send = async |to: &str, form: &str| house.send_plain("ana", to, form).await;
    let plain = async |form: &str| send(SaveSection::url(), form).await;
    let typed =
        [("unit", "</script> units"), ("caveat", "</textarea> & so"), ("name", ""), ("kind", "outcome")];
    let to = plain(&form("traces", Some(house.revision().await), &typed)).await;
    let page = house.get("ana", &to).await.text().await.unwrap();
    for words in [
        "Not saved: see the fields marked",
        "this must not be empty",
        "value=\"&lt;/script&gt; units\"",
        "&lt;/textarea> &amp; so",
        "<option value=\"outcome\" selected",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let page = house.get("ana", &to).await.text().await.unwrap();
    assert!(!page.contains("Not saved") && !page.contains("units"), "it is shown once");
    assert_eq!(
        house.post("ana", SaveSection::url(), &form("traces", Some(-1), &[("name", "")])).await.0,
        422
    );
    let page = house.get("ana", &to).await.text().await.unwrap();
    assert!(!page.contains("Not saved"), "a script still has what it sent");
    let typed = [
        ("FY2027Q1", "many"),
        ("set_on", "2026-12-01"),
        ("reason", "Fewer <b>"),
        ("source", "the spring plan"),
    ];
    let to = send(ProposeTargets::url(), &form("traces", None, &typed)).await;
    let page = house.get("ana", &to).await.text().await.unwrap();
    for words in [
        "“many” is not",
        "value=\"many\"",
        "\"2026-12-01\"",
        "Fewer &lt;b&gt;",
        "the spring plan",
        "\"eTrace\"",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let hostile = "</textarea><script>alert(1)</script>";
    let to = plain(&form("traces", Some(house.revision().await), &[("caveat", hostile)])).await;
    let page = house.get("ana", &to).await.text().await.unwrap();
    assert!(page.contains("&lt;/textarea>") && !page.contains("<script>alert"), "it stays text");
    let fresh = [
        ("code", "fresh"),
        ("name", "Fresh"),
        ("goal", "trace"),
        ("office", "ATF"),
        ("kind", "output"),
        ("direction", "increase"),
        ("unit", "traces"),
        ("decimals", "0"),
        ("frequency", "quarterly"),
        ("calendar", "fiscal"),
        ("aggregation", "sum"),
        ("lag_days", "45"),
    ];
    assert_eq!(plain(&form("", Some(-1), &fresh)).await, "/measures/fresh/edit");
    let to = "/measures/fresh/edit?year=FY2027&annual=10&spread=equal";
    let page = house.get("ana", to).await.text().await.unwrap();
    for words in ["value=\"3\"", "value=\"2\"", "href=\"#verification\"", "id=\"verification\""] {
        assert!(page.contains(words), "{words}");
    }
    let refused = house.get("ana", "/measures/fresh/edit?year=FY2027&annual=x&spread=cumulative").await;
    assert!(refused.text().await.unwrap().contains("not a number"));
}
