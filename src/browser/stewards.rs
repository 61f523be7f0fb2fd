//! The bundle of those who enter figures.

fn main() {
    yardstick::app::take_over(yardstick::app::pages::StewardsPages);
}
