package ingest

import (
	"strconv"

	cloudevents "github.com/cloudevents/sdk-go/v2/event"

	"soin/domain/event"
)

// FormatJSON writes a recorded event as a CloudEvent in the JSON event format, as
// [ParseJSON] and any other CloudEvents reader take it. Where it stands in the log is
// told by the extension attributes position, revision and recordedtime.
func FormatJSON(r event.RawRecorded) ([]byte, error) {
	e := cloudevents.New(cloudevents.CloudEventsVersionV1)
	e.SetType(event.WireType(r.Name, r.Version))
	e.SetSource(r.Source)
	e.SetID(r.ID)
	e.SetSubject(r.Subject())
	e.SetTime(r.Time)
	e.SetDataContentType(cloudevents.ApplicationJSON)
	e.SetExtension("position", strconv.FormatUint(uint64(r.Position), 10))
	e.SetExtension("revision", strconv.FormatInt(int64(r.Revision), 10))
	e.SetExtension("recordedtime", r.RecordedAt)
	e.DataEncoded = r.Data
	if err := e.Validate(); err != nil {
		return nil, &event.CorruptError{Place: r.Place, Err: err}
	}
	return e.MarshalJSON()
}
