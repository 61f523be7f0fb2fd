//! A page for the frames of other sites: one chart with its sentence, its caveats, its figures as a table, and the way
//! back. It needs no script.

use crate::chart::{Drawing, push_escaped};
use crate::domain::actual::Figure;
use crate::domain::note;
use crate::domain::series::SeriesPoint;

use super::csv::MeasureData;

/// What the page is made from.
#[derive(Debug)]
pub struct Embedded<'a> {
    pub data: MeasureData<'a>,
    /// For a wide room and for a narrow one; the style sheet shows the one that fits.
    pub drawings: [&'a Drawing; 2],
    pub footnotes: &'a [String],
    /// The address of the measure's own page, as far as a frame knows it.
    pub home: &'a str,
    pub stylesheet: &'a str,
}

/// The page as HTML.
pub fn page(embedded: &Embedded) -> String {
    let Embedded { data, drawings: [wide, narrow], footnotes, home, stylesheet } = embedded;
    let name = &data.measure.name;
    let mut html = String::with_capacity(wide.svg.len() + narrow.svg.len() + 4096);
    html.push_str("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.push_str("<meta name=\"color-scheme\" content=\"light dark\"><link rel=\"stylesheet\" href=\"");
    push_escaped(&mut html, stylesheet);
    html.push_str("\"><title>");
    push_escaped(&mut html, name);
    html.push_str(" · Yardstick</title></head><body class=\"embed\"><main>");
    element(&mut html, "h1", name);
    html.push_str("<figure class=\"chart-figure\"><figcaption>");
    if data.measure.illustrative {
        html.push_str("<span class=\"tag illustrative\">Illustrative</span> ");
    }
    push_escaped(&mut html, &wide.summary);
    html.push_str("</figcaption><div class=\"chart-room\">");
    for (class, drawing) in [("wide", wide), ("narrow", narrow)] {
        html.push_str(&format!("<div class=\"plate {class}\"><div class=\"picture\">"));
        // A drawing is markup, with its texts escaped.
        html.push_str(&drawing.svg);
        html.push_str("</div></div>");
    }
    html.push_str("</div><ul class=\"footnotes\">");
    for note in footnotes.iter() {
        element(&mut html, "li", note);
    }
    html.push_str("</ul></figure>");
    table(&mut html, data);
    html.push_str("<p class=\"home\"><a href=\"");
    push_escaped(&mut html, home);
    html.push_str(
        "\" target=\"_blank\" rel=\"noopener\">This measure in Yardstick (opens another tab)</a></p>",
    );
    html.push_str("</main></body></html>\n");
    html
}

fn element(html: &mut String, name: &str, text: &str) {
    html.push_str(&format!("<{name}>"));
    push_escaped(html, text);
    html.push_str(&format!("</{name}>"));
}

/// The figures that the chart shows, latest first.
fn table(html: &mut String, data: &MeasureData) {
    let measure = data.measure;
    html.push_str("<details><summary>The figures as a table</summary><table class=\"data\"><thead><tr>");
    html.push_str("<th scope=\"col\">Period</th><th scope=\"col\" class=\"number\">Actual (");
    push_escaped(html, &measure.unit.name);
    html.push_str(")</th><th scope=\"col\" class=\"number\">Target</th><th scope=\"col\">Status</th></tr></thead><tbody>");
    let rows: Vec<(String, &SeriesPoint)> = data.rows().collect();
    for (category, point) in rows.into_iter().rev() {
        let head = match category.as_str() {
            "" => point.period.label(),
            category => format!("{}, {category}", point.period.label()),
        };
        let figure = |value: f64| measure.unit.figure(value);
        let missing = || point.figure.and_then(Figure::missing).map(|reason| reason.label().to_owned());
        let actual = point.value.map(figure).or_else(missing).unwrap_or_else(|| "–".into());
        let target = point.target.map_or_else(|| "–".to_owned(), figure);
        html.push_str("<tr><th scope=\"row\">");
        push_escaped(html, &head);
        html.push_str("</th><td class=\"number\">");
        push_escaped(html, &actual);
        html.push_str("</td><td class=\"number\">");
        push_escaped(html, &target);
        html.push_str("</td><td>");
        push_escaped(html, point.status.label());
        let pinned = note::words_within(data.notes, point.period);
        if !pinned.is_empty() {
            html.push_str("<span class=\"meta\">");
            push_escaped(html, &pinned);
            html.push_str("</span>");
        }
        html.push_str("</td></tr>");
    }
    html.push_str("</tbody></table></details>");
}
