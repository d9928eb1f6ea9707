package esdbstore

import (
	"bytes"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/esdbform"
)

// batch is what one append asks for: each fact once, in order.
type batch struct {
	stream string
	facts  []*fact
	of     []*fact // for each event of the append
	size   int     // in bytes, as the server may count
}

// fact is one event of a batch, and where it stands once that is known.
type fact struct {
	raw     event.Raw
	form    esdbform.Event
	receipt event.Receipt
	held    bool // the stream has it already
}

type key struct{ source, id string }

// newBatch copies the events, since a call that was given up may still be sending them.
func newBatch(stream string, events []event.Raw) (*batch, error) {
	b := &batch{stream: stream, of: make([]*fact, len(events))}
	seen := make(map[key]*fact, len(events))
	for i, e := range events {
		if err := rule.Check("data", len(e.Data), len(e.Data) <= event.MaxData, "is larger than 1 MiB"); err != nil {
			return nil, err
		}
		k := key{e.Source, e.ID}
		f := seen[k]
		switch {
		case f == nil:
			var err error
			if f, err = newFact(stream, e); err != nil {
				return nil, err
			}
			seen[k] = f
			b.facts = append(b.facts, f)
			b.size += len(f.form.Data) + len(f.form.Metadata) + len(f.form.Type)
		case !e.Same(f.raw):
			return nil, b.taken(f)
		}
		b.of[i] = f
	}
	return b, nil
}

func newFact(stream string, e event.Raw) (*fact, error) {
	e.Data = bytes.Clone(e.Data)
	e.Time = e.Time.UTC()
	form, err := esdbform.Of(stream, e)
	return &fact{raw: e, form: form}, err
}

// taken says that the id of a fact names another one.
func (b *batch) taken(f *fact) error {
	return &event.IDTakenError{Stream: b.stream, Source: f.raw.Source, ID: f.raw.ID, Position: f.receipt.Position}
}

// fresh are the facts that the stream does not hold yet.
func (b *batch) fresh() []*fact {
	fresh := make([]*fact, 0, len(b.facts))
	for _, f := range b.facts {
		if !f.held {
			fresh = append(fresh, f)
		}
	}
	return fresh
}

// receipts are those of the append. Of a fact that it told twice, only the first is no
// duplicate.
func (b *batch) receipts() []event.Receipt {
	receipts := make([]event.Receipt, len(b.of))
	told := make(map[*fact]bool, len(b.facts))
	for i, f := range b.of {
		receipts[i] = f.receipt
		receipts[i].Duplicate = f.held || told[f]
		told[f] = true
	}
	return receipts
}

func toSend(facts []*fact) []esdb.EventData {
	events := make([]esdb.EventData, len(facts))
	for i, f := range facts {
		events[i] = esdb.EventData{
			EventID: f.form.ID, EventType: f.form.Type, ContentType: esdb.ContentTypeJson,
			Data: f.form.Data, Metadata: f.form.Metadata,
		}
	}
	return events
}
