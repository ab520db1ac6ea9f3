-- The latest run and act of a region, without looking at every one of them: asked for
-- all regions at each pass.
CREATE INDEX run_by_region ON run (region, id);

CREATE INDEX act_by_region ON act (region, id);

-- When the system last changed the files that were published: as long as it is the
-- same, they are not read. Unknown where they were published before this was kept.
ALTER TABLE published ADD COLUMN stamp TEXT NOT NULL DEFAULT '';
