package problem

import "net/http"

// Code is the kind of an error, the same on every way out.
type Code string

// The codes.
const (
	Invalid          Code = "invalid"           // understood, but a value breaks a rule
	Malformed        Code = "malformed"         // not the JSON or the CloudEvent it should be
	UnknownType      Code = "unknown-type"      // an event type nobody here knows
	Voice            Code = "voice"             // said in confidence, and not to be recorded
	Conflict         Code = "conflict"          // contradicts what is already known
	IDTaken          Code = "id-taken"          // the id already names another fact
	NotFound         Code = "not-found"         // no such thing
	Forbidden        Code = "forbidden"         // not from there, or not by them
	TooLarge         Code = "too-large"         // over a limit of size or number
	WrongMethod      Code = "wrong-method"      // an HTTP method the address does not know
	UnsupportedMedia Code = "unsupported-media" // a media type nobody here reads
	Unavailable      Code = "unavailable"       // not now, or not in time; later it may work
	Locked           Code = "locked"            // another process holds the data
	Corrupt          Code = "corrupt"           // the disk gives back something else than it was given
	Cancelled        Code = "cancelled"         // the caller, or the end of the process, interrupted it
	Internal         Code = "internal"          // our mistake
)

// row is one line of the table. Exit codes are those of sysexits(3) and of the shell.
type row struct {
	code    Code
	status  int // HTTP
	exit    int // of the process
	graphQL string
	title   string
	detail  string // told to clients in place of the error's text; only ours have one
}

var table = [...]row{
	{Invalid, http.StatusUnprocessableEntity, 65, "INVALID", "A value breaks a rule", ""},
	{Malformed, http.StatusBadRequest, 65, "MALFORMED", "This cannot be read", ""},
	{UnknownType, http.StatusUnprocessableEntity, 65, "UNKNOWN_TYPE", "Nobody here knows this event type", ""},
	{Voice, http.StatusUnprocessableEntity, 65, "VOICE", "This is cast as a ballot", ""},
	{Conflict, http.StatusConflict, 65, "CONFLICT", "This contradicts what is already known", ""},
	{IDTaken, http.StatusConflict, 65, "ID_TAKEN", "This id already names another fact", ""},
	{NotFound, http.StatusNotFound, 66, "NOT_FOUND", "There is no such thing", ""},
	{Forbidden, http.StatusForbidden, 77, "FORBIDDEN", "This is not allowed", ""},
	{TooLarge, http.StatusRequestEntityTooLarge, 65, "TOO_LARGE", "This is over a limit", ""},
	{WrongMethod, http.StatusMethodNotAllowed, 64, "WRONG_METHOD", "This address does not know the method", ""},
	{UnsupportedMedia, http.StatusUnsupportedMediaType, 65, "UNSUPPORTED_MEDIA", "Nobody here reads this media type", ""},
	{Unavailable, http.StatusServiceUnavailable, 69, "UNAVAILABLE", "Not available right now",
		"Nothing was acknowledged. Try again a little later: sending the same facts again is harmless."},
	{Locked, http.StatusServiceUnavailable, 75, "LOCKED", "Another process holds the data",
		"The data is in use by another process. Try again when that one has ended."},
	{Corrupt, http.StatusInternalServerError, 74, "CORRUPT", "The stored data cannot be read back",
		"A stored event cannot be read back. The operator finds this occurrence in the log."},
	{Cancelled, http.StatusServiceUnavailable, 130, "CANCELLED", "This was interrupted",
		"What was not acknowledged may or may not be recorded. Send it again: that is harmless."},
	{Internal, http.StatusInternalServerError, 70, "INTERNAL", "Something went wrong here",
		"This is our mistake, not yours. The operator finds this occurrence in the log."},
}

// row finds the code's line; an unknown code is internal, the last line.
func (c Code) row() row {
	for _, r := range table {
		if r.code == c {
			return r
		}
	}
	return table[len(table)-1]
}

// Status is the HTTP status.
func (c Code) Status() int { return c.row().status }

// Exit is the exit code of the process.
func (c Code) Exit() int { return c.row().exit }

// GraphQL is the code among the extensions of a GraphQL error.
func (c Code) GraphQL() string { return c.row().graphQL }

// Title says the same for every occurrence.
func (c Code) Title() string { return c.row().title }

// Ours reports whether the fault is on our side: the same request may succeed later.
func (c Code) Ours() bool { return c.row().detail != "" }
