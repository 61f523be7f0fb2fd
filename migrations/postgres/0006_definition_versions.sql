-- A change of what a measure counts makes a new version from a period on: older figures keep the
-- definition under which they were counted. A measure without rows here has had one definition.
CREATE TABLE definition (
    measure_id TEXT NOT NULL REFERENCES measure (id),
    number BIGINT NOT NULL,
    -- Empty for the first: from the beginning.
    from_period TEXT NOT NULL,
    definition TEXT NOT NULL,
    formula TEXT NOT NULL,
    unit TEXT NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (measure_id, number)
);

-- The dimensions by which a measure's figures are broken down, and their categories.
CREATE TABLE category (
    measure_id TEXT NOT NULL REFERENCES measure (id),
    dimension TEXT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (measure_id, dimension, name)
);

-- Counts the changes of a measure: what a person saw is compared with it.
ALTER TABLE measure ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
