package sqlitestore

// applicationID marks the file as an event log of Soin ("Soin" in ASCII). file(1) and
// [Open] know it by that.
const applicationID = 0x536f696e

// pageSize is SQLite's own. Larger pages read no faster here and make a commit of one
// event, which writes whole pages, dearer.
const pageSize = 4096

// migrations lead from an empty file to today's schema, one version each. A released
// one never changes: a file remembers how many of them it has been through.
//
// Streams, and the triple of name, version and source ("kind"), are stored once and
// referred to by number. Times are nanoseconds since 1970, UTC. A mark is the beginning
// of a hash of (source, id): standing last in the index, it lets the writer learn what
// a stream holds by reading neighbouring index entries, and needs no index on random
// ids, which would cost three quarters of the write rate. A seal is the checksum of an
// event and its place. Highwater keeps, in one row, the last position and time that
// were given to an event that is gone, so that neither is ever given again, and how many
// are gone: while none is, a position that is missing is damage.
var migrations = [...]string{`
CREATE TABLE streams (
	id      INTEGER PRIMARY KEY,
	name    TEXT    NOT NULL UNIQUE,
	deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE kinds (
	id      INTEGER PRIMARY KEY,
	name    TEXT    NOT NULL,
	version INTEGER NOT NULL,
	source  TEXT    NOT NULL,
	UNIQUE (name, version, source)
) STRICT;
CREATE TABLE events (
	position    INTEGER PRIMARY KEY,
	stream      INTEGER NOT NULL REFERENCES streams,
	revision    INTEGER NOT NULL,
	kind        INTEGER NOT NULL REFERENCES kinds,
	occurred_at INTEGER NOT NULL,
	recorded_at INTEGER NOT NULL,
	mark        INTEGER NOT NULL,
	seal        INTEGER NOT NULL,
	id          TEXT    NOT NULL,
	data        BLOB    NOT NULL,
	UNIQUE (stream, revision, mark)
) STRICT;
CREATE TABLE highwater (
	id          INTEGER PRIMARY KEY CHECK (id = 1),
	position    INTEGER NOT NULL,
	recorded_at INTEGER NOT NULL,
	gone        INTEGER NOT NULL
) STRICT;
INSERT INTO highwater VALUES (1, 0, 0, 0);`}
