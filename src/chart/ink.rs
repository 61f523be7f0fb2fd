//! Stand-in colours. A picture is painted in roles; the ink decides what a role looks like.
//!
//! plotters knows only fixed RGB, and a server does not know a visitor's colour scheme. So a role,
//! an outline and a dash travel through plotters inside the three bytes of an RGB value, and the
//! backend reads them there.

use plotters::style::{RGBAColor, ShapeStyle};
use plotters_backend::{BackendColor, BackendStyle};

use super::spec::{Ink, Split};

macro_rules! roles {
    ($($role:ident $name:literal $light:literal $dark:literal;)+) => {
        /// What a part of the picture is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Role { $($role,)+ }

        /// Every role with its name and its colours on a light and on a dark ground.
        const ROLES: &[(Role, &str, &str, &str)] = &[$((Role::$role, $name, $light, $dark),)+];
    };
}

// USWDS colour tokens. Text has 4.5:1 and marks have 3:1 against the surface of their own theme;
// the test below keeps it. The four statuses differ in lightness as well as in hue.
roles! {
    Surface  "surface"   "#ffffff" "#1b1b1b";
    Text     "text"      "#1b1b1b" "#f0f0f0";
    Muted    "muted"     "#565c65" "#a9aeb1";
    Grid     "grid"      "#dfe1e2" "#3d4551";
    Axis     "axis"      "#71767a" "#8d9297";
    Actual   "actual"    "#005ea2" "#73b3e7";
    Target   "target"    "#3d4551" "#dfe1e2";
    TargetNow "targetnow" "#8b5a00" "#f0c671";
    Baseline "baseline"  "#71767a" "#a9aeb1";
    Draft    "draft"     "#2378c3" "#a9c8ee";
    WhatIf   "whatif"    "#783cb9" "#c39deb";
    Met      "met"       "#04705f" "#1dc2ae";
    OnTrack  "ontrack"   "#005ea2" "#73b3e7";
    AtRisk   "atrisk"    "#946400" "#ffbe2e";
    OffTrack "offtrack"  "#a50f0f" "#fb7a6e";
    Chance   "chance"    "#71767a" "#a9aeb1";
    Improvement "improvement" "#005ea2" "#73b3e7";
    Concern  "concern"   "#c05600" "#fa9441";
    Notable  "notable"   "#783cb9" "#c39deb";
    Fan50    "fan50"     "#a6cbeb" "#27567f";
    Fan80    "fan80"     "#cfe3f5" "#1f3a54";
    Fan95    "fan95"     "#e8f1fa" "#1a2733";
    GroundOff "groundoff" "#b8bdc2" "#555b64";
    GroundRisk "groundrisk" "#d6d9dc" "#40464e";
    GroundOn "groundon"  "#ececee" "#2d3138";
    Part1    "part1"     "#005ea2" "#73b3e7";
    Part2    "part2"     "#a86437" "#ffbc78";
    Part3    "part3"     "#4d8055" "#77d27f";
    Part4    "part4"     "#8168b3" "#c4a5f7";
    Part5    "part5"     "#ca2f6e" "#ff87b2";
    Part6    "part6"     "#565c65" "#a9aeb1";
}

/// The roles of categories, in their order.
pub(super) const PARTS: [Role; Split::MOST] =
    [Role::Part1, Role::Part2, Role::Part3, Role::Part4, Role::Part5, Role::Part6];

impl Role {
    fn from_byte(byte: u8) -> Option<Role> {
        ROLES.get(usize::from(byte)).map(|row| row.0)
    }

    /// The name in class names and CSS variables: `c-actual-line`, `--chart-actual`.
    pub(super) fn name(self) -> &'static str {
        ROLES[self as usize].1
    }

    /// The colour, or `None` where the page's style sheet decides.
    pub(super) fn colour(self, ink: Ink) -> Option<&'static str> {
        match ink {
            Ink::Page => None,
            Ink::Light => Some(ROLES[self as usize].2),
            Ink::Dark => Some(ROLES[self as usize].3),
        }
    }
}

/// How a line is broken, so that no line is known by its colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Dash {
    Solid,
    Target,
    Baseline,
    Draft,
    WhatIf,
    TargetNow,
}

impl Dash {
    pub(super) const ALL: [Dash; 6] =
        [Dash::Solid, Dash::Target, Dash::Baseline, Dash::Draft, Dash::WhatIf, Dash::TargetNow];

    /// The SVG dash array, in CSS pixels.
    pub(super) fn array(self) -> Option<&'static str> {
        match self {
            Dash::Solid => None,
            Dash::Target => Some("6 3"),
            Dash::Baseline => Some("1.5 3"),
            Dash::Draft => Some("3 3"),
            Dash::WhatIf => Some("10 3 2 3"),
            Dash::TargetNow => Some("2 2"),
        }
    }
}

/// What fills a shape and what draws its outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paint {
    pub(super) fill: Option<Role>,
    pub(super) stroke: Option<Role>,
    pub(super) dash: Dash,
    /// Tenths of a pixel.
    pub(super) width: u32,
}

impl Paint {
    pub(super) fn fill(role: Role) -> Paint {
        Paint { fill: Some(role), stroke: None, dash: Dash::Solid, width: 0 }
    }

    /// `width` in tenths of a pixel.
    pub(super) fn line(role: Role, width: u32) -> Paint {
        Paint { fill: None, stroke: Some(role), dash: Dash::Solid, width }
    }

    pub(super) fn dashed(self, dash: Dash) -> Paint {
        Paint { dash, ..self }
    }

    pub(super) fn outlined(self, role: Role, width: u32) -> Paint {
        Paint { stroke: Some(role), width, ..self }
    }

    /// For those of plotters' functions that take a colour instead of a style.
    pub(super) fn colour(self) -> RGBAColor {
        let (r, g, b) = self.bytes();
        RGBAColor(r, g, b, 1.0)
    }

    fn bytes(self) -> (u8, u8, u8) {
        let byte = |role: Option<Role>| role.map_or(u8::MAX, |role| role as u8);
        (byte(self.fill), byte(self.stroke), self.dash as u8)
    }

    /// Reads back what [`Paint::bytes`] wrote.
    pub(super) fn read<S: BackendStyle>(style: &S) -> Paint {
        let (fill, stroke, dash) = style.color().rgb;
        Paint {
            fill: Role::from_byte(fill),
            stroke: Role::from_byte(stroke),
            dash: Dash::ALL.get(usize::from(dash)).copied().unwrap_or(Dash::Solid),
            width: style.stroke_width(),
        }
    }
}

impl BackendStyle for Paint {
    fn color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: self.bytes() }
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

impl From<Paint> for ShapeStyle {
    fn from(paint: Paint) -> ShapeStyle {
        ShapeStyle { color: paint.colour(), filled: paint.fill.is_some(), stroke_width: paint.width }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let c = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_role_that_carries_meaning_has_contrast_in_both_themes() {
        for ink in [Ink::Light, Ink::Dark] {
            let ground = Role::Surface.colour(ink).unwrap();
            for (role, name, ..) in ROLES {
                let needed = match role {
                    // The ground itself, and lines that only guide the eye.
                    // And the bands of a forecast and the grounds of statuses, whose edges are lines.
                    Role::Surface | Role::Grid | Role::Fan50 | Role::Fan80 | Role::Fan95 => continue,
                    Role::GroundOff | Role::GroundRisk | Role::GroundOn => continue,
                    Role::Axis => 3.0,
                    // All others also colour words.
                    _ => 4.5,
                };
                let found = contrast(role.colour(ink).unwrap(), ground);
                assert!(found >= needed, "{name} on {ground} has {found:.2}");
            }
        }
    }

    #[test]
    fn a_paint_survives_its_way_through_plotters() {
        for (role, ..) in ROLES {
            for dash in Dash::ALL {
                let paint = Paint::fill(*role).outlined(Role::Surface, 15).dashed(dash);
                assert_eq!(Paint::read(&paint), paint);
                assert_eq!(Paint::read(&Paint::line(*role, 3)), Paint::line(*role, 3));
            }
        }
    }

    #[test]
    fn the_style_sheet_has_every_role_in_every_theme() {
        let css = include_str!("../../style/chart.css");
        for (_, name, light, dark) in ROLES {
            assert!(css.contains(&format!(".c-{name}-fill")), "{name}");
            assert!(css.contains(&format!(".c-{name}-line")), "{name}");
            assert!(css.contains(&format!("--chart-{name}: {light};")), "{name} light");
            assert!(css.contains(&format!("--chart-{name}: {dark};")), "{name} dark");
        }
    }
}
