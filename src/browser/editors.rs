//! The bundle of those who enter figures and set measures up.

fn main() {
    yardstick::app::take_over(yardstick::app::pages::EditorsPages);
}
