//! `/gallery`: every kind of picture with every odd series, for those who work on the pictures. The demo
//! serves it, `serve` does not.

use axum::Router;
use axum::extract::Query;
use axum::middleware::from_fn_with_state;
use axum::response::Html;
use axum::routing::get;
use serde::Deserialize;

use crate::chart::gallery::{exhibits, goal_exhibits};
use crate::chart::{self, Form, Frame, Ink, Size};

use super::embed::Framers;
use super::headers::Setting;
use super::{assets, headers};

/// How the pictures are looked at.
#[derive(Deserialize)]
struct Look {
    #[serde(default)]
    theme: String,
    width: Option<u32>,
    /// One kind alone.
    #[serde(default)]
    kind: String,
}

pub fn routes() -> Router {
    let setting = Setting { https: false, framers: Framers::of(&[]) };
    Router::new().route("/gallery", get(gallery)).layer(from_fn_with_state(setting, headers::secure))
}

async fn gallery(Query(look): Query<Look>) -> Html<String> {
    let ink = if look.theme == "dark" { Ink::Dark } else { Ink::Light };
    let width = look.width.unwrap_or(720).clamp(240, 1600);
    let style = assets::bundles().stylesheet;
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Gallery</title>\
         <link rel=\"stylesheet\" href=\"{style}\"></head><body>\
         <h1>Every picture with every odd series</h1>\
         <p><a href=\"/gallery\">light</a> <a href=\"/gallery?theme=dark\">dark</a> \
         <a href=\"/gallery?width=340\">narrow</a></p>",
    );
    for one in exhibits().into_iter().filter(|one| look.kind.is_empty() || one.kind == look.kind) {
        let size = match one.spec.form {
            Form::Sparkline => Size { width: 132, height: 32, frame: Frame::Page },
            _ => Size { width, height: (width * 9 / 20).clamp(260, 400), frame: Frame::Export },
        };
        page.push_str(&format!("<h2>{}: {}</h2>", one.kind, one.case));
        page.push_str(&chart::draw(&one.spec, size, ink).svg);
    }
    for one in goal_exhibits().into_iter().filter(|one| look.kind.is_empty() || one.kind == look.kind) {
        let size = Size { width, height: 0, frame: Frame::Export };
        page.push_str(&format!("<h2>{}: {}</h2>", one.kind, one.case));
        page.push_str(&chart::draw_goal(&one.spec, size, ink).svg);
    }
    page.push_str("</body></html>");
    Html(page)
}
