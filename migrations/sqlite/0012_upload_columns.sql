-- What the files of an office call columns in their own way, in lower case, and as which column each is read:
-- empty for one that is left out.
CREATE TABLE upload_column (
    office_id TEXT NOT NULL REFERENCES office (id),
    name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    PRIMARY KEY (office_id, name)
);
