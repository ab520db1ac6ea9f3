-- What the people of a run reached for services and missions, added up while they
-- were evaluated. Missing in runs before this; then their documents tell it.
ALTER TABLE run ADD COLUMN services TEXT;
