-- The tables that e2e.sqlite.sql reads and writes.
PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA page_size=4096;
CREATE TABLE unit(unit_id INTEGER PRIMARY KEY, region_id INTEGER NOT NULL);
CREATE TABLE employee(employee_id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL REFERENCES unit, name TEXT NOT NULL, email TEXT NOT NULL);
CREATE TABLE behaviour(employee_id INTEGER PRIMARY KEY, b1 INT,b2 INT,b3 INT,b4 INT,b5 INT,b6 INT,b7 INT);
CREATE TABLE indicator(employee_id INTEGER NOT NULL, ind_no INTEGER NOT NULL, weight REAL NOT NULL, target REAL NOT NULL, target_hi REAL NOT NULL, realisation REAL NOT NULL, direction INTEGER NOT NULL, PRIMARY KEY(employee_id,ind_no)) WITHOUT ROWID;
CREATE TABLE result(employee_id INTEGER PRIMARY KEY, work REAL, beh REAL, total REAL, pred INTEGER, action INTEGER);
CREATE TABLE unit_summary(unit_id INTEGER PRIMARY KEY, n INT, c0 INT,c1 INT,c2 INT,c3 INT,c4 INT, mean REAL, p10 REAL,p50 REAL,p90 REAL);
CREATE TABLE region_summary(region_id INTEGER PRIMARY KEY, n INT, c0 INT,c1 INT,c2 INT,c3 INT,c4 INT, mean REAL, p10 REAL,p50 REAL,p90 REAL);
CREATE TABLE outbox(id INTEGER PRIMARY KEY, employee_id INTEGER NOT NULL, to_addr TEXT NOT NULL, template TEXT NOT NULL, params TEXT NOT NULL, state INTEGER NOT NULL DEFAULT 0);
