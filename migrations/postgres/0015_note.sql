-- Notes of a measure, each pinned to one of its periods: a law was enacted, an operation began.
CREATE TABLE note (
    id TEXT PRIMARY KEY,
    measure_id TEXT NOT NULL REFERENCES measure (id),
    period TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    -- Process limits begin anew with its period; the text is the reason.
    rebase BOOLEAN NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX note_by_measure ON note (measure_id);
