-- Which version of a target is in force depends on the day, and is told from the days of its versions.
ALTER TABLE target DROP COLUMN in_force;
