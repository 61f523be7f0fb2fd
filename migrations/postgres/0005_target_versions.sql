-- Targets with a history: one row a version, by the day from which it holds ('' is from the
-- beginning). stood marks the version that was in force when its period ended, in_force the latest
-- one; a version that is only proposed (approved_by is empty) is neither. Both are set by each write.
CREATE TABLE target_version (
    measure_id TEXT NOT NULL REFERENCES measure (id),
    period TEXT NOT NULL,
    category TEXT NOT NULL,
    set_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    stood BOOLEAN NOT NULL,
    in_force BOOLEAN NOT NULL,
    PRIMARY KEY (measure_id, period, category, set_on)
);
INSERT INTO target_version (measure_id, period, category, set_on, ends_on, value, source, reason, author,
    approved_by, stood, in_force)
    SELECT measure_id, period, category, COALESCE(set_on, ''), ends_on, value, source, '', 'import', 'import',
        TRUE, TRUE FROM target;
DROP TABLE target;
ALTER TABLE target_version RENAME TO target;
