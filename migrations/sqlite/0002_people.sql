-- Who may sign in, who is signed in, and who tried. Times are seconds since 1970, UTC.
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    office_id TEXT REFERENCES office (id),
    password_hash TEXT NOT NULL,
    -- Raised by "sign out everywhere": sessions begun under a lower number end.
    session_epoch BIGINT NOT NULL
);

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    data TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE sign_in_failure (
    id TEXT PRIMARY KEY,
    -- What is throttled: "name:…" or "address:…".
    subject TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_failure_by_subject ON sign_in_failure (subject, at);
