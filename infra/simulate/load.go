package simulate

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"soin/domain/event"
	"soin/infra/ingest"
)

// batch is how many facts go through the Door at once.
const batch = 4000

// Load sends a history through the Door, which must be one for histories of our own, and
// tells after each step how many facts are recorded. A fact that is refused ends it: the
// history contradicts itself.
func Load(ctx context.Context, door *ingest.Door, catalog *event.Catalog, o Options, recorded func(int)) error {
	accept := func(list []ingest.Delivery) ([]ingest.Outcome, error) { return door.Accept(ctx, list) }
	l := loading{accept: accept, recorded: recorded, types: map[string]string{}}
	for _, t := range catalog.Types() {
		l.types[t.Name()] = event.WireType(t.Name(), t.Version())
	}
	if err := Write(o, l.add); err != nil {
		return err
	}
	return l.flush()
}

// loading is how far a Load has come.
type loading struct {
	accept   func([]ingest.Delivery) ([]ingest.Outcome, error)
	recorded func(int)
	types    map[string]string // wire types by event name
	waiting  []ingest.Delivery
	sum      int
}

func (l *loading) add(f Fact) error {
	var data bytes.Buffer
	encoder := json.NewEncoder(&data)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(f.Event); err != nil {
		return fmt.Errorf("%s: %w", f.Event.EventName(), err)
	}
	l.waiting = append(l.waiting, ingest.Delivery{
		Type: l.types[f.Event.EventName()], Source: f.Source, ID: f.ID, Subject: f.Subject, Time: f.Time, Data: data.Bytes(),
	})
	if len(l.waiting) < batch {
		return nil
	}
	return l.flush()
}

func (l *loading) flush() error {
	outcomes, err := l.accept(l.waiting)
	if err != nil {
		return err
	}
	for i, o := range outcomes {
		d := l.waiting[i]
		switch {
		case o.Err != nil:
			return fmt.Errorf("%s of %s: %w", d.Type, d.Subject, o.Err)
		case o.Parked != nil:
			return fmt.Errorf("%s of %s came before %s", d.Type, d.Subject, o.Parked.Awaits)
		}
	}
	l.sum += len(outcomes)
	l.waiting = l.waiting[:0]
	l.recorded(l.sum)
	return nil
}
