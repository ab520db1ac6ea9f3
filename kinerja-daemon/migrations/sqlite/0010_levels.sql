-- The post and level that the file of staff told when a result was first decided:
-- a later file changes no credit points of what was decided. Without a post, nothing
-- was kept; a post without a level is no functional post.

ALTER TABLE officials ADD COLUMN unit TEXT;
ALTER TABLE officials ADD COLUMN post TEXT;
ALTER TABLE officials ADD COLUMN level TEXT;
