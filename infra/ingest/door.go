// Package ingest is where facts from outside come in. Every transport ends in the one
// [Door]: it decodes by the catalog, validates, lets the context judge and records.
// Facts are judged, not obeyed; what is refused comes back with the field and the rule
// it broke, and nothing that was accepted is ever taken back.
//
// The Door promises:
//
//   - Each delivery gets one outcome of its own: a receipt, and then it is durable, or
//     the reason why not. A refused delivery never holds up another one.
//   - Deliveries about the same subject are judged in the order they were given;
//     different subjects are judged side by side and may be recorded in any order.
//   - Delivering again what was recorded is harmless and answered with the original
//     receipt, however many publishers do so at once.
//   - A payload is kept as it was published, in the version it was published in, without
//     insignificant space.
//   - Whatever a stranger sends, nothing panics and nothing grows beyond the limits,
//     which are constants of this package.
//
// Which error is whose fault is decided by package problem. A stall is the store's.
package ingest

import (
	"context"
	"time"

	"soin/domain/event"
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
	Receipt event.Receipt // zero when Err is not nil
	Err     error
}

// MaxDeliveries is how many deliveries one call may bring.
const MaxDeliveries = 10_000

// Door judges what comes in. It is safe for concurrent use and holds nothing that a
// restart would lose.
type Door struct {
	log   *event.Log
	now   func() time.Time
	types []string // wire types of the newest versions
	lanes *lanes
}

// NewDoor opens a log to the outside. Now tells which times lie in the future.
func NewDoor(log *event.Log, now func() time.Time) *Door {
	d := &Door{log: log, now: now, lanes: &lanes{byStream: map[string]*lane{}}}
	for _, t := range log.Catalog().Types() {
		d.types = append(d.types, event.WireType(t.Name(), t.Version()))
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
	d.judge(ctx, d.group(deliveries, outcomes), outcomes)
	return outcomes, nil
}
