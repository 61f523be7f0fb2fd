-- Where a person gets reminders, and whether; and what stands for the person where nobody can sign in: a link in
-- a letter that ends the letters, and the address of a calendar.
ALTER TABLE person ADD COLUMN email TEXT;
ALTER TABLE person ADD COLUMN reminders BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE person ADD COLUMN stop_token TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN calendar_token TEXT NOT NULL DEFAULT '';
UPDATE person SET stop_token = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), calendar_token = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
CREATE UNIQUE INDEX person_by_stop_token ON person (stop_token);
CREATE UNIQUE INDEX person_by_calendar_token ON person (calendar_token);

-- Letters to a person, each once: whoever claims one sends it, and nobody else until free_at.
CREATE TABLE reminder (
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    -- What the letter is about: OFFICE/PERIOD/DAY, or a day.
    subject TEXT NOT NULL,
    free_at TEXT NOT NULL,
    -- NULL until the mail server has taken it.
    sent_at TEXT,
    PRIMARY KEY (person_id, kind, subject)
);
CREATE INDEX reminder_by_sending ON reminder (sent_at);
