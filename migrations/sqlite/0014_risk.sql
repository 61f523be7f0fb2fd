-- The risk of a goal as a person sees it, in place of the one that follows from its measures.
CREATE TABLE goal_risk (
    goal_id TEXT PRIMARY KEY REFERENCES goal (id),
    risk TEXT NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL
);
