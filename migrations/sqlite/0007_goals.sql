-- How a goal is to be reached (31 U.S.C. 1115(b)(5)): strategies, contributing programs and offices,
-- milestones; and what others recommend, with the measures that answer it.
ALTER TABLE goal ADD COLUMN strategies TEXT NOT NULL DEFAULT '';
ALTER TABLE goal ADD COLUMN programs TEXT NOT NULL DEFAULT '';
-- The texts were written to show the product.
ALTER TABLE goal ADD COLUMN illustrative BOOLEAN NOT NULL DEFAULT FALSE;
-- Counts the changes of a goal, its contributors and milestones: what a person saw is compared with it.
ALTER TABLE goal ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;

-- Offices that contribute; the one that leads is the goal's own.
CREATE TABLE goal_office (
    goal_id TEXT NOT NULL REFERENCES goal (id),
    office_id TEXT NOT NULL REFERENCES office (id),
    PRIMARY KEY (goal_id, office_id)
);

CREATE TABLE milestone (
    goal_id TEXT NOT NULL REFERENCES goal (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    due TEXT NOT NULL,
    status TEXT NOT NULL,
    owner TEXT NOT NULL,
    note TEXT NOT NULL,
    illustrative BOOLEAN NOT NULL,
    PRIMARY KEY (goal_id, code)
);

CREATE TABLE recommendation (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    addressee TEXT NOT NULL,
    status TEXT NOT NULL,
    -- The day on which the status was so.
    as_of TEXT NOT NULL,
    note TEXT NOT NULL,
    source TEXT NOT NULL,
    source_address TEXT NOT NULL,
    goal_id TEXT NOT NULL REFERENCES goal (id)
);
CREATE INDEX recommendation_by_goal ON recommendation (goal_id);

-- The measures that answer a recommendation.
CREATE TABLE recommendation_measure (
    recommendation_id TEXT NOT NULL REFERENCES recommendation (id),
    measure_id TEXT NOT NULL REFERENCES measure (id),
    PRIMARY KEY (recommendation_id, measure_id)
);
CREATE INDEX recommendation_by_measure ON recommendation_measure (measure_id);
