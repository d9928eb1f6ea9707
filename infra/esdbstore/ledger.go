package esdbstore

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
	"soin/infra/esdbform"
)

// ledger holds the names of a store's deleted streams. The server keeps the events of a
// deleted stream in its log until it is scavenged, so a reader of the log has to know what
// to pass over. The names stand in a stream on the server; memory follows it.
type ledger struct {
	name string // of that stream

	mu    sync.Mutex
	names map[string]struct{}
	next  event.Revision
}

func newLedger(name string) *ledger { return &ledger{name: name, names: map[string]struct{}{}} }

// record is what is kept of a deletion.
type record struct {
	Stream string `json:"stream"`
}

// recordType is no type of the language, so that no log takes it for a fact.
const (
	recordType   = "soin:stream-deleted"
	recordSource = "urn:soin:deletions"
)

// has reports whether a stream is known to be deleted. A ledger that is not there knows none.
func (l *ledger) has(stream string) bool {
	if l == nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, ok := l.names[stream]
	return ok
}

// refresh reads what was deleted since.
func (l *ledger) refresh(ctx context.Context, s *supervisor) error {
	l.mu.Lock()
	next := l.next
	l.mu.Unlock()
	err := s.collect(ctx, func() opener { return readStream(l.name, next, everything) }, func(i item) bool {
		next = revision(i.event.EventNumber) + 1
		l.hear(i.event, next)
		return true
	})
	if err != nil && faultOf(err) == missing {
		return nil
	}
	return err
}

func (l *ledger) hear(e *esdb.RecordedEvent, next event.Revision) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next = max(l.next, next)
	var r record
	if e.EventType == recordType && json.Unmarshal(e.Data, &r) == nil && r.Stream != "" {
		l.names[r.Stream] = struct{}{}
	}
}

// add records a deletion, unless that is there already.
func (l *ledger) add(ctx context.Context, s *supervisor, stream string) error {
	if err := l.refresh(ctx, s); err != nil || l.has(stream) {
		return err
	}
	data, err := json.Marshal(record{stream})
	if err != nil {
		return err
	}
	entry := esdb.EventData{
		EventID: esdbform.IDOf(recordSource, l.name+" "+stream), EventType: recordType,
		ContentType: esdb.ContentTypeJson, Data: data,
	}
	for a := (attempts{}); ; {
		_, err := s.append(ctx, l.name, esdb.Any{}, entry)
		if err == nil {
			return l.refresh(ctx, s)
		}
		if err := a.again(ctx, err); err != nil {
			return err
		}
	}
}
