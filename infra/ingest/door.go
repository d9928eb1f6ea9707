// Package ingest is where facts from outside come in. Every transport ends in the one
// [Door]: it decodes by the catalog, validates, puts pseudonyms and sealed text in the place
// of what is told of persons, lets the context judge and records. Facts are judged, not
// obeyed; what is refused comes back with the field and the rule it broke, and nothing that
// was accepted is ever taken back.
//
// The Door promises:
//
//   - What a form wants given is given: a field that is missing or misspelled is refused,
//     never read as zero.
//   - Each delivery gets one outcome of its own: a receipt, and then it is durable, or
//     that it is parked, and then it is durable, too, or the reason why not. A refused
//     delivery never holds up another one.
//   - Deliveries about the same subject are judged in the order they were given;
//     different subjects are judged side by side and may be recorded in any order.
//   - Delivering again what was recorded is harmless and answered with the original
//     receipt, however many publishers do so at once. Delivering again what is parked is
//     answered in the same way as before.
//   - A fact that came before its predecessor is parked, and tried again, in the order of
//     arrival, whenever a fact of its subject is recorded, until it is recorded itself or
//     somebody discards it.
//   - The id of a member, a token and what somebody wrote leave the Door only as
//     pseudonym, digest and sealed text: no log, no parking, no error and no line for the
//     operator holds them. That is so for the fields of the language; a field nobody here
//     knows is kept as it is.
//   - Everything else of a payload is kept as it was published, in the version it was
//     published in, without insignificant space.
//   - Whatever a stranger sends, nothing panics and nothing grows beyond the limits,
//     which are constants of this package.
//
// Which error is whose fault is decided by package problem. A stall is the store's.
package ingest

import (
	"context"
	"time"

	"soin/domain/event"
	"soin/infra/parking"
	"soin/infra/problem"
)

// Delivery is one CloudEvent as it arrives, whatever brought it.
type Delivery struct {
	Type    string // "soin.team.formed.v1"
	Source  string
	ID      string
	Subject string // id of the thing the fact is about
	Time    time.Time
	Data    []byte // JSON, at most event.MaxData bytes
}

// Outcome is what became of one delivery.
type Outcome struct {
	Receipt event.Receipt    // zero when the fact is parked or Err is not nil
	Parked  *parking.Waiting // for what the fact waits, when it does
	Err     error
}

// MaxDeliveries is how many deliveries one call may bring.
const MaxDeliveries = 10_000

// Door judges what comes in. It is safe for concurrent use and holds nothing that a
// restart would lose.
type Door struct {
	log     *event.Log
	now     func() time.Time
	vault   Vault            // nil when nothing about persons is taken
	parking *parking.Parking // nil when nothing is parked
	history bool

	types  []string        // wire types of the newest versions
	voices map[string]bool // by event name
	marks  map[form]*marks
	wants  map[form]*want
	lanes  *lanes
}

// NewDoor opens a log to the outside. Now tells which times lie in the future.
func NewDoor(log *event.Log, now func() time.Time, options ...Option) *Door {
	d := &Door{
		log: log, now: now, lanes: &lanes{byStream: map[string]*lane{}},
		voices: voicesOf(log.Catalog()), marks: markForms(log.Catalog()), wants: wantForms(log.Catalog()),
	}
	for _, t := range log.Catalog().Types() {
		d.types = append(d.types, event.WireType(t.Name(), t.Version()))
	}
	for _, option := range options {
		option(d)
	}
	return d
}

// Accept judges deliveries and records those that pass. The outcomes stand in the order
// of the deliveries. An error means that nothing was tried: there are too many
// deliveries, or ctx has ended. What goes wrong later is told by the outcomes it befell.
func (d *Door) Accept(ctx context.Context, deliveries []Delivery) ([]Outcome, error) {
	if len(deliveries) > MaxDeliveries {
		return nil, refuse(problem.TooLarge, "%d events at once, more than %d", len(deliveries), MaxDeliveries)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, len(deliveries))
	d.judge(ctx, d.group(ctx, deliveries, outcomes), outcomes)
	return outcomes, nil
}
