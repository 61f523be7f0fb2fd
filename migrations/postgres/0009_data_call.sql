-- The quarterly data call: from when an office's figures of a quarter are asked for, by when they are due, when
-- the quarter closes, and until when it was reopened. A quarter without a row is open.
CREATE TABLE call_window (
    office_id TEXT NOT NULL REFERENCES office (id),
    -- A fiscal quarter.
    period TEXT NOT NULL,
    opens TEXT NOT NULL,
    due TEXT NOT NULL,
    closes TEXT NOT NULL,
    reopened_until TEXT,
    -- Why it was reopened.
    reason TEXT NOT NULL,
    PRIMARY KEY (office_id, period)
);

-- The office says that this is all: so many figures are meant to be empty. Gone with the next figure saved.
CREATE TABLE call_completion (
    office_id TEXT NOT NULL REFERENCES office (id),
    period TEXT NOT NULL,
    completed_by TEXT NOT NULL,
    at TEXT NOT NULL,
    empty BIGINT NOT NULL,
    PRIMARY KEY (office_id, period)
);

-- Why a target was missed and what is planned (31 U.S.C. 1116(c)); whether the published figure was changed
-- after its deadline, and why.
ALTER TABLE actual ADD COLUMN explanation TEXT NOT NULL DEFAULT '';
ALTER TABLE actual ADD COLUMN plan TEXT NOT NULL DEFAULT '';
ALTER TABLE actual ADD COLUMN revised BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE actual ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- What people say to each other about a figure. action is what was done with it: 'return', or nothing.
CREATE TABLE comment (
    id TEXT PRIMARY KEY,
    -- The comment that it answers.
    parent_id TEXT REFERENCES comment (id),
    measure_id TEXT NOT NULL REFERENCES measure (id),
    period TEXT NOT NULL,
    category TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    text TEXT NOT NULL,
    action TEXT NOT NULL
);
CREATE INDEX comment_by_cell ON comment (measure_id, period, category);
