-- Rules between measures: what their figures of one period must come to beside each other.
CREATE TABLE relation (
    id TEXT PRIMARY KEY,
    -- As it is shown: traces-urgent + traces-routine = traces-completed
    text TEXT NOT NULL UNIQUE,
    position BIGINT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL
);

-- The measures that a rule names.
CREATE TABLE relation_measure (
    relation_id TEXT NOT NULL REFERENCES relation (id),
    measure_id TEXT NOT NULL REFERENCES measure (id),
    PRIMARY KEY (relation_id, measure_id)
);
CREATE INDEX relation_by_measure ON relation_measure (measure_id);
