-- The trail only grows: the database itself refuses to change or take away an entry, whoever asks. Its
-- owner can drop these triggers; the chain of hashes then tells that entries are others.
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit entries cannot be altered');
END;

CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit entries cannot be altered');
END;

-- INSERT OR REPLACE takes the old row away without firing the trigger above.
CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'audit entries cannot be altered');
END;

-- The head stays (a write takes it so), or moves on to the entry that is now the last.
CREATE TRIGGER audit_head_forwards BEFORE UPDATE ON audit_head
WHEN (NEW.id = OLD.id AND (
    (NEW.seq = OLD.seq AND NEW.hash = OLD.hash)
    OR (NEW.seq > OLD.seq
        AND NEW.seq = (SELECT max(seq) FROM audit)
        AND NEW.hash = (SELECT hash FROM audit WHERE seq = NEW.seq))
)) IS NOT TRUE
BEGIN
    SELECT RAISE(ABORT, 'the head of the audit trail only moves on to its last entry');
END;

CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head
BEGIN
    SELECT RAISE(ABORT, 'the head of the audit trail is neither removed nor added');
END;

CREATE TRIGGER audit_head_alone BEFORE INSERT ON audit_head
BEGIN
    SELECT RAISE(ABORT, 'the head of the audit trail is neither removed nor added');
END;
