-- The limits on mails count the attempts of the last minute and day at each pass:
-- they find them by their instant, however many stand on record.

CREATE INDEX attempt_at ON attempt (at);
