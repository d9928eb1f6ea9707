package event

import (
	"time"

	"soin/domain/rule"
)

// The span of time a fact may have happened in: far wider than any organisation's
// records, and narrow enough for every store's clock.
var (
	earliest = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

// Validate reports what is wrong with a fact's envelope, size or content.
func (f Fact) Validate() error {
	if err := f.Envelope.Validate(); err != nil {
		return err
	}
	if err := validateSize(f.Published); err != nil {
		return err
	}
	if f.Rewritten {
		return nil
	}
	return f.Event.Validate()
}

// validateFor checks what a fact says against what it is about.
func (f Fact) validateFor(stream string) error {
	if e, ok := f.Event.(AboutSubject); ok {
		return e.ValidateFor(Place{Stream: stream}.Subject())
	}
	return nil
}

func validateSize(data []byte) error {
	return rule.Check("data", len(data), len(data) <= MaxData, "is larger than 1 MiB")
}

// Validate reports which attribute breaks a rule.
func (e Envelope) Validate() error {
	return rule.All(
		rule.Text("source", e.Source, 1, 256),
		rule.ID("id", e.ID),
		validateTime(e.Time),
	)
}

func validateTime(t time.Time) error {
	if t.Before(earliest) || !t.Before(latest) {
		return rule.Break("time", t.Format(time.RFC3339), "must lie between 1900 and 2200")
	}
	return nil
}
