-- What was added up with a run has no achievements before this; its documents and
-- derivations tell them.
UPDATE run SET services = NULL;
