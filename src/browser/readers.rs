//! The bundle of those who read.

fn main() {
    yardstick::app::take_over(yardstick::app::pages::ReadersPages);
}
