//! The bundle of those who review figures and set measures up.

fn main() {
    yardstick::app::take_over(yardstick::app::pages::EditorsPages);
}
