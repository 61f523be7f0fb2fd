-- What law and GAO require a measure to state besides its definition (31 U.S.C. 1115(b)(8)), why it
-- has no baseline, how it is marked and judged, and whether it is still kept.
ALTER TABLE measure ADD COLUMN verification TEXT NOT NULL DEFAULT '';
ALTER TABLE measure ADD COLUMN accuracy TEXT NOT NULL DEFAULT '';
ALTER TABLE measure ADD COLUMN compensation TEXT NOT NULL DEFAULT '';
ALTER TABLE measure ADD COLUMN baseline_absent TEXT NOT NULL DEFAULT '';
ALTER TABLE measure ADD COLUMN marking TEXT NOT NULL DEFAULT '';
ALTER TABLE measure ADD COLUMN method TEXT NOT NULL DEFAULT 'distance';
ALTER TABLE measure ADD COLUMN retired_on TEXT;
