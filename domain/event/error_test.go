package event_test

import (
	"errors"
	"testing"

	"soin/domain/event"
)

func TestErrorsNameWhatAndWhere(t *testing.T) {
	reason := errors.New("unexpected end of JSON input")
	for want, err := range map[string]error{
		`stream "lamp-1": expected no stream, found revision 4`: &event.WrongRevisionError{
			Stream: "lamp-1", Expected: event.NoStream, Actual: 4},
		`stream "lamp-1": expected revision 7, found no stream`: &event.WrongRevisionError{
			Stream: "lamp-1", Expected: 7, Actual: event.NoStream},
		`stream "lamp-1": expected an existing stream, found no stream`: &event.WrongRevisionError{
			Stream: "lamp-1", Expected: event.StreamExists, Actual: event.NoStream},
		`stream "lamp-1": id "a" of source "urn:b" already names another fact, at position 9`: &event.IDTakenError{
			Stream: "lamp-1", Source: "urn:b", ID: "a", Position: 9},
		`lamp.lit on "lamp-1": it is lit at 3`:              &event.ConflictError{Stream: "lamp-1", Name: "lamp.lit", Reason: "it is lit at 3"},
		`event type soin.lamp.lit.v9 is not in the catalog`: &event.UnknownTypeError{Name: "lamp.lit", Version: 9},
		`soin.lamp.lit.v2: unexpected end of JSON input`:    &event.MalformedError{Name: "lamp.lit", Version: 2, Err: reason},
		`position 12 (lamp-1, revision 3) cannot be read back: unexpected end of JSON input`: &event.CorruptError{
			Place: event.Place{Stream: "lamp-1", Revision: 3, Position: 12}, Err: reason},
	} {
		if got := err.Error(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if event.Any.String() != "any revision" {
		t.Errorf("Any reads %q", event.Any)
	}
}
