-- By bytes, as in SQLite: a range of subjects then holds those that begin alike, whatever the
-- database's language.
ALTER TABLE audit ALTER COLUMN subject TYPE TEXT COLLATE "C";

-- The trail only grows: the database itself refuses to change or take away an entry, whoever asks. Its
-- owner can drop these triggers; the chain of hashes then tells that entries are others.
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END
$$;

CREATE TRIGGER audit_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('audit entries cannot be altered');

-- The head stays (a write takes it so), or moves on to the entry that is now the last.
CREATE FUNCTION audit_head_forwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id = OLD.id AND (
        (NEW.seq = OLD.seq AND NEW.hash = OLD.hash)
        OR (NEW.seq > OLD.seq
            AND NEW.seq = (SELECT max(seq) FROM audit)
            AND NEW.hash = (SELECT hash FROM audit WHERE seq = NEW.seq))
    )) IS NOT TRUE THEN
        RAISE EXCEPTION 'the head of the audit trail only moves on to its last entry';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER audit_head_forwards BEFORE UPDATE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_head_forwards();

CREATE TRIGGER audit_head_kept BEFORE INSERT OR DELETE OR TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('the head of the audit trail is neither removed nor added');
