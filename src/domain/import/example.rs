//! The worked example, read as it is committed in `sample/`: what the demonstration shows and tests read.

/// Its files, each with its name, in an order in which they can be read.
pub const EXAMPLE: [(&str, &str); 9] = [
    ("offices.csv", include_str!("../../../sample/offices.csv")),
    ("goals.csv", include_str!("../../../sample/goals.csv")),
    ("milestones.csv", include_str!("../../../sample/milestones.csv")),
    ("measures.csv", include_str!("../../../sample/measures.csv")),
    ("breakdowns.csv", include_str!("../../../sample/breakdowns.csv")),
    ("recommendations.csv", include_str!("../../../sample/recommendations.csv")),
    ("targets.csv", include_str!("../../../sample/targets.csv")),
    ("published.csv", include_str!("../../../sample/published.csv")),
    ("figures.csv", include_str!("../../../sample/figures.csv")),
];
