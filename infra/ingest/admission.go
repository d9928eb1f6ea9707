package ingest

import (
	"errors"
	"time"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/jsoncodec"
	"soin/infra/problem"
)

// maxAhead is how far the time of a fact may run ahead of our clock, for publishers
// whose clocks are wrong or who write local time as UTC.
const maxAhead = 24 * time.Hour

// admission reads the deliveries of one call.
type admission struct {
	door   *Door
	now    time.Time
	advice int // how many unknown types may still be compared with the known ones
}

func (d *Door) admission() *admission {
	return &admission{door: d, now: d.now(), advice: maxAdvice}
}

// read turns a delivery into a fact, and finds the context that judges it.
func (a *admission) read(d Delivery) (event.Fact, event.Context, error) {
	var none event.Fact
	envelope := event.Envelope{Source: d.Source, ID: d.ID, Time: d.Time}
	if err := a.checkAttributes(envelope, d); err != nil {
		return none, nil, err
	}
	name, version, ok := event.ParseWireType(d.Type)
	context, known := a.door.log.Catalog().Context(name)
	if !ok || !known {
		return none, nil, a.unknown(d.Type)
	}
	if len(d.Data) > event.MaxData {
		return none, nil, refuse(problem.TooLarge, "data has %d bytes, more than %d", len(d.Data), event.MaxData)
	}
	data, err := jsoncodec.Compact(d.Data)
	if err != nil {
		return none, nil, &event.MalformedError{Name: name, Version: version, Err: rule.In("data", err)}
	}
	e, err := a.decode(d.Type, name, version, data)
	if err != nil {
		return none, nil, err
	}
	if err := e.Validate(); err != nil {
		return none, nil, rule.In("data", err)
	}
	return event.Fact{Envelope: envelope, Event: e, Published: data, Version: version}, context, nil
}

func (a *admission) checkAttributes(envelope event.Envelope, d Delivery) error {
	var when error
	switch {
	case d.Time.IsZero():
		when = rule.Break("time", "", "must be given")
		envelope.Time = a.now // the other rules about time need not complain as well
	case d.Time.After(a.now.Add(maxAhead)):
		when = rule.Break("time", d.Time.Format(time.RFC3339), "must not lie more than 24 hours ahead")
	}
	return rule.All(
		rule.Text("type", d.Type, 1, 256),
		envelope.Validate(),
		when,
		rule.ID("subject", d.Subject),
	)
}

// decode reads a payload by the catalog.
func (a *admission) decode(wireType, name string, version int, data []byte) (event.Event, error) {
	e, err := a.door.log.Catalog().Decode(name, version, data)
	var malformed *event.MalformedError
	var unknown *event.UnknownTypeError
	var field *rule.Violation
	switch {
	case errors.As(err, &malformed) && errors.As(malformed.Err, &field):
		return nil, &event.MalformedError{Name: name, Version: version, Err: rule.In("data", field)}
	case errors.As(err, &unknown):
		return nil, a.unknown(wireType)
	}
	return e, err
}
