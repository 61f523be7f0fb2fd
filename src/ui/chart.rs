//! A drawing on the page. It draws nothing itself: over the picture from [`crate::chart`] it lays
//! marks that mouse and keyboard reach, and it asks for the picture that fits the room there is.

use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use crate::chart::{self, ChartSpec, Drawing, Frame, Ink, Mark, Size};
use crate::model::goal::Still;
use crate::ui::part::IntoPart;

use super::components::tag::IllustrativeTag;

/// Widths drawn before the room is known, in CSS pixels; the style sheet shows the one that fits.
const WIDE: u32 = 720;
const NARROW: u32 = 340;

/// A chart with its summary, its marks and its footnotes.
#[component]
pub fn ChartFigure(
    #[prop(into)] spec: Signal<ChartSpec>,
    /// With the words that belong under each picture of the figures.
    #[prop(optional)]
    footnotes: bool,
    #[prop(optional)] illustrative: bool,
) -> impl IntoView {
    let room = NodeRef::<Div>::new();
    let width = watch_width(room);
    let current = RwSignal::new(None::<usize>);
    let fitting = Memo::new(move |_| match width.get() {
        Some(width) => vec![draw(&spec.get(), width)],
        None => vec![draw(&spec.get(), WIDE), draw(&spec.get(), NARROW)],
    });
    let plates = move || {
        let drawings = fitting.get();
        let names: &[&str] = if drawings.len() == 1 { &["plate"] } else { &["plate wide", "plate narrow"] };
        names
            .iter()
            .zip(drawings)
            .map(|(class, drawing)| view! { <Plate class drawing current /> })
            .collect_view()
    };
    let summary = move || fitting.with(|drawings| drawings[0].summary.clone());
    let read = move || {
        let label = current
            .get()
            .and_then(|at| fitting.with(|drawings| drawings[0].marks.get(at).map(|mark| mark.label.clone())));
        label.unwrap_or_else(|| {
            "Point at a mark, or go through the marks with the arrow keys, to read its figures.".into()
        })
    };
    let notes = move || {
        let notes = if footnotes { spec.with(|spec| spec.footnotes.clone()) } else { Vec::new() };
        notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view()
    };
    view! {
        <figure class="chart-figure">
            <figcaption>
                {illustrative.then(|| view! { <IllustrativeTag /> " " })}
                {summary}
            </figcaption>
            <div class="chart-room" node_ref=room>{plates}</div>
            <p class="chart-readout" class:idle=move || current.get().is_none()>{read}</p>
            <ul class="footnotes">{notes}</ul>
        </figure>
    }
    .into_part()
}

/// The picture for a width.
fn draw(spec: &ChartSpec, width: u32) -> Drawing {
    let height = (width * 9 / 20).clamp(260, 400);
    chart::draw(spec, Size { width, height, frame: Frame::Page }, Ink::Page)
}

/// A drawing, which is markup of our own.
fn picture(svg: String) -> impl IntoView {
    view! { <div class="picture" inner_html=svg></div> }
}

/// A picture on a page without script, with what it says.
#[component]
pub fn StillFigure(still: Still, #[prop(optional)] illustrative: bool) -> impl IntoView {
    view! {
        <figure class="chart-figure">
            <figcaption>
                {illustrative.then(|| view! { <IllustrativeTag /> " " })}
                {still.summary}
            </figcaption>
            <div class="chart-room">
                <div class="plate wide">{picture(still.wide)}</div>
                <div class="plate narrow">{picture(still.narrow)}</div>
            </div>
        </figure>
    }
    .into_part()
}

/// One drawing with its marks. Tab reaches the marks once; the arrow keys go from one to the next.
#[component]
fn Plate(class: &'static str, drawing: Drawing, current: RwSignal<Option<usize>>) -> impl IntoView {
    let Drawing { svg, width, height, marks, title, .. } = drawing;
    let count = marks.len();
    let reach = reach(&marks);
    let spots = marks
        .into_iter()
        .enumerate()
        .map(|(at, mark)| view! { <Spot at last=at + 1 == count mark reach current /> })
        .collect_view();
    let step = move |event: leptos::ev::KeyboardEvent| {
        let Some(next) = next_mark(&event.key(), current.get_untracked(), count) else { return };
        event.prevent_default();
        let list =
            event.current_target().and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok());
        let spot = list.and_then(|list| list.query_selector(&format!("[data-at='{next}']")).ok().flatten());
        if let Some(spot) = spot {
            // SVG elements have `focus` as HTML elements have.
            let _ = spot.unchecked_into::<leptos::web_sys::HtmlElement>().focus();
        }
    };
    view! {
        <div class=class>
            {picture(svg)}
            <svg
                class="spots"
                role="group"
                aria-label=format!("Figures of {title}")
                width=width.to_string()
                height=height.to_string()
                viewBox=format!("0 0 {width} {height}")
                on:keydown=step
                on:pointerleave=move |_| current.set(None)
            >
                {spots}
            </svg>
        </div>
    }
    .into_part()
}

/// A mark's place, wide enough to be hit; it says what the mark says.
#[component]
fn Spot(at: usize, last: bool, mark: Mark, reach: f64, current: RwSignal<Option<usize>>) -> impl IntoView {
    let stop = move || match current.get() {
        Some(now) => now == at,
        None => last,
    };
    view! {
        <circle
            class="spot"
            class:current=move || current.get() == Some(at)
            data-at=at.to_string()
            cx=format!("{:.1}", mark.x)
            cy=format!("{:.1}", mark.y)
            r=format!("{reach:.1}")
            role="img"
            tabindex=move || if stop() { "0" } else { "-1" }
            aria-label=mark.label
            on:focus=move |_| current.set(Some(at))
            on:pointerenter=move |_| current.set(Some(at))
        ></circle>
    }
}

/// How far around a mark it can be hit: 12 pixels, less where marks stand closer than that.
fn reach(marks: &[Mark]) -> f64 {
    let gaps = marks.windows(2).map(|pair| (pair[1].x - pair[0].x).hypot(pair[1].y - pair[0].y));
    let closest = gaps.filter(|gap| *gap > 1.0).fold(f64::INFINITY, f64::min);
    (closest / 2.0).clamp(6.0, 12.0)
}

/// Where a key leads to from the current mark; `None` for keys that lead nowhere.
fn next_mark(key: &str, current: Option<usize>, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let now = current.unwrap_or(last).min(last);
    match key {
        "ArrowRight" | "ArrowDown" => Some((now + 1).min(last)),
        "ArrowLeft" | "ArrowUp" => Some(now.saturating_sub(1)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// The width of an element in the browser, as it changes; `None` before it is known.
fn watch_width(room: NodeRef<Div>) -> ReadSignal<Option<u32>> {
    let (width, set_width) = signal(None);
    #[cfg(feature = "hydrate")]
    Effect::new(move || {
        if let Some(element) = room.get() {
            observe(&element, set_width);
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (room, set_width);
    width
}

/// Tells of an element's width until its owner is gone.
#[cfg(feature = "hydrate")]
fn observe(element: &leptos::web_sys::Element, set_width: WriteSignal<Option<u32>>) {
    use wasm_bindgen::closure::Closure;
    let watched = element.clone();
    let told = Closure::<dyn FnMut()>::new(move || {
        let now = watched.client_width().max(240) as u32;
        set_width.maybe_update(|width| {
            let changed = *width != Some(now);
            *width = Some(now);
            changed
        });
    });
    let Ok(observer) = web_sys::ResizeObserver::new(told.as_ref().unchecked_ref()) else { return };
    observer.observe(element);
    let kept = StoredValue::new_local((observer, told));
    on_cleanup(move || {
        kept.try_with_value(|(observer, _)| observer.disconnect());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrow_keys_go_from_mark_to_mark() {
        for (key, current, count, expected) in [
            ("ArrowRight", Some(0), 3, Some(1)),
            ("ArrowRight", Some(2), 3, Some(2)),
            ("ArrowLeft", None, 3, Some(1)),
            ("ArrowLeft", Some(0), 3, Some(0)),
            ("Home", Some(2), 3, Some(0)),
            ("End", Some(0), 3, Some(2)),
            ("ArrowLeft", Some(9), 3, Some(1)),
            ("Tab", Some(0), 3, None),
            ("End", None, 0, None),
        ] {
            assert_eq!(next_mark(key, current, count), expected, "{key} at {current:?} of {count}");
        }
    }
}
