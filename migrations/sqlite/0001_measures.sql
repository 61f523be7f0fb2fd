-- Offices, goals, measures and what is known of them. Ids are UUIDv7 as text; codes are what people
-- and files use. Periods are text (FY2024Q1); ends_on lets periods of both calendars be ordered.
CREATE TABLE office (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);

CREATE TABLE goal (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    parent_id TEXT REFERENCES goal (id),
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    statement TEXT NOT NULL,
    office_id TEXT NOT NULL REFERENCES office (id),
    leader TEXT NOT NULL,
    from_period TEXT,
    to_period TEXT,
    source TEXT NOT NULL
);

CREATE TABLE measure (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    goal_id TEXT NOT NULL REFERENCES goal (id),
    office_id TEXT NOT NULL REFERENCES office (id),
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    formula TEXT NOT NULL,
    kind TEXT NOT NULL,
    direction TEXT NOT NULL,
    calendar TEXT NOT NULL,
    frequency TEXT NOT NULL,
    aggregation TEXT NOT NULL,
    unit TEXT NOT NULL,
    decimals BIGINT NOT NULL,
    ratio BOOLEAN NOT NULL,
    whole BOOLEAN NOT NULL,
    negative BOOLEAN NOT NULL,
    reporting_lag_days BIGINT NOT NULL,
    responsible TEXT NOT NULL,
    source TEXT NOT NULL,
    source_address TEXT NOT NULL,
    caveat TEXT NOT NULL,
    limitations TEXT NOT NULL,
    illustrative BOOLEAN NOT NULL,
    on_track DOUBLE PRECISION NOT NULL,
    at_risk DOUBLE PRECISION NOT NULL
);
CREATE INDEX measure_by_goal ON measure (goal_id);
CREATE INDEX measure_by_office ON measure (office_id);

CREATE TABLE baseline (
    measure_id TEXT PRIMARY KEY REFERENCES measure (id),
    period TEXT,
    value DOUBLE PRECISION NOT NULL,
    source TEXT NOT NULL
);

CREATE TABLE target (
    measure_id TEXT NOT NULL REFERENCES measure (id),
    period TEXT NOT NULL,
    category TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    set_on TEXT,
    source TEXT NOT NULL,
    PRIMARY KEY (measure_id, period, category)
);

-- One cell has at most two rows: what the public sees, and what waits to take its place.
CREATE TABLE actual (
    measure_id TEXT NOT NULL REFERENCES measure (id),
    period TEXT NOT NULL,
    category TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('published', 'working')),
    ends_on TEXT NOT NULL,
    value DOUBLE PRECISION,
    numerator DOUBLE PRECISION,
    denominator DOUBLE PRECISION,
    missing TEXT,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    source TEXT NOT NULL,
    -- Counts the changes of the cell, over both stages: what a person saw is compared with it.
    revision BIGINT NOT NULL,
    author TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (measure_id, period, category, stage)
);
CREATE INDEX actual_by_end ON actual (stage, ends_on);

CREATE TABLE published (
    id TEXT PRIMARY KEY,
    measure_id TEXT NOT NULL REFERENCES measure (id),
    name TEXT NOT NULL,
    period TEXT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    unit TEXT NOT NULL,
    scope TEXT NOT NULL,
    source TEXT NOT NULL,
    source_address TEXT NOT NULL,
    note TEXT NOT NULL,
    UNIQUE (measure_id, name, period, scope, source)
);
