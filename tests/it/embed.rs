//! The page for frames of other sites, and who may frame it.

use yardstick::server::Config;

use crate::served::{Served, header};
use crate::world::{measure, saving};

fn policy(response: &reqwest::Response) -> String {
    let policy = header(response, "content-security-policy");
    policy.split("frame-ancestors ").nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn those_who_are_named_may_frame_the_page_for_it_and_no_other() {
    let config = Config {
        embed_hosts: vec!["https://intranet.example.gov".into(), "*.example.org".into()],
        ..Config::default()
    };
    let server = Served::start_with(config).await;
    // The second answer comes from the cache of pages.
    for _ in 0..2 {
        let response = server.get("/embed/measures/traces?from=FY2026Q1").send().await.unwrap();
        assert_eq!((response.status().as_u16(), header(&response, "x-frame-options")), (200, ""));
        assert_eq!(policy(&response), "https://intranet.example.gov *.example.org");
        assert_eq!(header(&response, "set-cookie"), "");
        assert!(header(&response, "content-type").starts_with("text/html"));
    }
    for path in ["/", "/measures/traces", "/measures/traces/chart.svg", "/signin", "/embedded"] {
        let response = server.get(path).send().await.unwrap();
        assert_eq!(
            (policy(&response).as_str(), header(&response, "x-frame-options")),
            ("'none'", "DENY"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn without_a_host_nobody_may() {
    let server = Served::start().await;
    let response = server.get("/embed/measures/traces").send().await.unwrap();
    assert_eq!((policy(&response).as_str(), header(&response, "x-frame-options")), ("'none'", "DENY"));
}

#[tokio::test]
async fn the_page_has_chart_sentence_caveats_table_and_the_way_back() {
    let server = Served::start().await;
    server.store.save_figure(&saving("traces", "FY2026Q3", 98_765.0, 0)).await.unwrap();
    let hostile = measure("hostile", "HSI", "<script>alert(\"x\")</script> & 'ticks'");
    let more = yardstick::domain::batch::Batch { measures: vec![hostile], ..Default::default() };
    server.store.apply(&more, "seed", crate::world::at(1), false).await.unwrap();
    let get = async |path: &str| {
        let response = server.get(path).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    let (status, page) = get("/embed/measures/traces?kind=trend&to=FY2026Q2&drafts=yes").await;
    assert_eq!(status, 200);
    for part in [
        "<h1>Traces completed</h1>",
        "<svg xmlns",
        "Source: eTrace.",
        "Traces are not crimes.",
        "For official use only",
        ">Illustrative</span>",
        "<th scope=\"row\">Q2 FY 2026</th>",
        "href=\"/measures/traces?kind=trend&amp;to=FY2026Q2&amp;drafts=yes\"",
        "target=\"_blank\" rel=\"noopener\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("98,765") && !page.contains("<script"), "{page}");
    let (_, page) = get("/embed/measures/hostile").await;
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"), "{page}");
    let refused = server.get("/embed/measures/traces?to=%22%3E%3Cscript%3E").send().await.unwrap();
    assert_eq!(
        (refused.status().as_u16(), header(&refused, "content-type")),
        (400, "text/plain; charset=utf-8")
    );
    for (path, status) in [("/embed/measures/nothing", 404), ("/embed/measures/traces?kind=pie", 400)] {
        assert_eq!(get(path).await.0, status, "{path}");
    }
}
