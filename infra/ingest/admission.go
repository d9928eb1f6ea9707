package ingest

import (
	"errors"
	"time"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/jsoncodec"
	"soin/infra/problem"
	"soin/infra/vault"
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

// admitted is a delivery on its way to its judgement, or the reason why it does not get there.
type admitted struct {
	fact       event.Fact
	form       form
	marks      *marks // of the form
	judge      event.Context
	subject    string
	stream     string
	spots      []spot // where it tells of persons
	asRecorded bool   // it may come from a log
	doubt      error  // a rule that is broken unless a text is one of our own, sealed
	err        error
}

// read turns a delivery into a fact, finds the context that judges it, and what it tells of
// persons.
func (a *admission) read(d Delivery) *admitted {
	out := &admitted{subject: d.Subject, asRecorded: a.door.history}
	out.err = a.readInto(out, d)
	return out
}

func (a *admission) readInto(out *admitted, d Delivery) error {
	envelope := event.Envelope{Source: d.Source, ID: d.ID, Time: d.Time}
	if err := a.checkAttributes(envelope, d); err != nil {
		return err
	}
	name, version, ok := event.ParseWireType(d.Type)
	judge, known := a.door.log.Catalog().Context(name)
	if !ok || !known {
		return a.unknown(d.Type)
	}
	if err := a.door.takes(name); err != nil {
		return err
	}
	if len(d.Data) > event.MaxData {
		return refuse(problem.TooLarge, "data has %d bytes, more than %d", len(d.Data), event.MaxData)
	}
	out.judge, out.stream, out.form = judge, event.StreamName(judge.Category(), d.Subject), form{name, version}
	out.marks = a.door.marks[out.form]
	data, err := compact(d.Data, out.marks)
	if err != nil {
		return &event.MalformedError{Name: name, Version: version, Err: rule.In("data", err)}
	}
	e, err := a.decode(d.Type, name, version, data)
	if err != nil {
		return err
	}
	if err := rule.In("data", missing(data, a.door.wants[out.form])); err != nil {
		return err
	}
	out.fact = event.Fact{Envelope: envelope, Event: e, Published: data, Version: version}
	if out.spots, err = spotsOf(data, out.marks); err != nil {
		return &event.MalformedError{Name: name, Version: version, Err: err}
	}
	return out.validate()
}

// compact reads a payload strictly; what breaks a rule in the place of a person is not told.
func compact(data []byte, m *marks) ([]byte, error) {
	out, err := jsoncodec.Compact(data)
	if v, ok := errors.AsType[*rule.Violation](err); ok && v.Path != "" {
		err = redact(err, m)
	}
	return out, err
}

// validate checks what was published. A text that has the form of a sealed one may be longer
// than what people write: whether our vault has sealed it is seen later.
func (a *admitted) validate() error {
	err := a.fact.Event.Validate()
	if e, ok := a.fact.Event.(event.AboutSubject); ok {
		err = rule.All(err, e.ValidateFor(a.subject))
	}
	var broken rule.Broken
	if err == nil || !errors.As(rule.All(redact(err, a.marks)), &broken) {
		return err
	}
	sealed := map[string]bool{}
	for _, s := range a.spots {
		_, ok := vault.HolderOf(s.value)
		sealed[s.path] = ok && s.mark == textMark
	}
	var certain []error
	for _, v := range broken {
		if !sealed[v.Path] {
			certain = append(certain, v)
		}
	}
	if certain == nil {
		a.doubt = rule.In("data", broken)
	}
	return rule.In("data", rule.All(certain...))
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
