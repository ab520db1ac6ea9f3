-- The latest run and act of a region, without looking at every one of them: asked for
-- all regions at each pass.
CREATE INDEX run_by_region ON run (region, id);

CREATE INDEX act_by_region ON act (region, id);

-- Those that a decision is looked for in, without reading any of them.
CREATE INDEX act_decided ON act (region, kind, employee_id, period, id)
WHERE kind IN ('penilaian', 'putusan', 'keberatan');

-- The few mails that an earlier life left behind, and those that are of no use any
-- more, without looking at all that were ever sent.
CREATE INDEX mail_in_hand ON mail (epoch) WHERE state IN ('claimed', 'data_started');

CREATE INDEX mail_expiring ON mail (expires_at)
WHERE state IN ('queued', 'deferred', 'unknown') AND expires_at IS NOT NULL;

-- When the system last changed the files that were published: as long as it is the
-- same, they are not read. Unknown where they were published before this was kept.
ALTER TABLE published ADD COLUMN stamp TEXT NOT NULL DEFAULT '';
