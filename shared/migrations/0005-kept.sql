-- Where a service keeps tables of its own that are no views: its numbered files make them, its role may change them.
CREATE SCHEMA kept;
