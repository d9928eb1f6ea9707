package event

import (
	"cmp"
	"context"
	"iter"
)

// Log is the typed face of a store: it validates and encodes what is appended and
// decodes what is read. It adds no state of its own and is safe for concurrent use.
type Log struct {
	store   Store
	catalog *Catalog
}

// NewLog puts a catalog over a store. The store stays the caller's to close.
func NewLog(store Store, catalog *Catalog) *Log { return &Log{store: store, catalog: catalog} }

// Catalog is the one it encodes and decodes by.
func (l *Log) Catalog() *Catalog { return l.catalog }

// Append validates facts and stores all of them or none; see [Store] for the
// guarantees and [rule.Broken] for what a refused field looks like.
func (l *Log) Append(ctx context.Context, stream string, expected Revision, facts ...Fact) ([]Receipt, error) {
	raws := make([]Raw, len(facts))
	for i, f := range facts {
		raw, err := l.raw(stream, f)
		if err != nil {
			return nil, err
		}
		raws[i] = raw
	}
	return l.store.Append(ctx, stream, expected, raws)
}

// raw is the stored form of a fact that is valid in a stream, never of a voice. What a publisher wrote is kept
// as it is, but only in a form that can be read back.
func (l *Log) raw(stream string, f Fact) (Raw, error) {
	if f.stored != nil {
		return *f.stored, nil
	}
	if _, ok := f.Event.(Voice); ok {
		return Raw{}, &VoiceError{Name: f.Event.EventName()}
	}
	if err := cmp.Or(f.Validate(), f.validateFor(stream)); err != nil {
		return Raw{}, err
	}
	t, ok := l.catalog.types[f.Event.EventName()]
	if !ok || (f.Published != nil && !t.reads(f.Version)) {
		return Raw{}, &UnknownTypeError{Name: f.Event.EventName(), Version: f.Version}
	}
	f.Time = f.Time.UTC()
	if f.Published != nil {
		return Raw{Envelope: f.Envelope, Name: t.Name(), Version: f.Version, Data: f.Published}, nil
	}
	data, err := encode(f.Event)
	if err != nil {
		return Raw{}, err
	}
	return Raw{Envelope: f.Envelope, Name: t.Name(), Version: t.Version(), Data: data}, validateSize(data)
}

// Stream reads one stream from a revision on.
func (l *Log) Stream(ctx context.Context, stream string, from Revision) iter.Seq2[Recorded, error] {
	return l.decode(l.store.Stream(ctx, stream, from))
}

// All reads everything after a position, decoding on all processors, in order.
func (l *Log) All(ctx context.Context, after Position) iter.Seq2[Recorded, error] {
	return inParallel(ctx, func(ctx context.Context) iter.Seq2[RawRecorded, error] {
		return l.store.All(ctx, after)
	}, l.catalog.recorded)
}

// Follow reads everything after a position and then each event as it is recorded.
func (l *Log) Follow(ctx context.Context, after Position) iter.Seq2[Recorded, error] {
	return l.decode(l.store.Follow(ctx, after))
}

// Head is the position of the last event.
func (l *Log) Head(ctx context.Context) (Position, error) { return l.store.Head(ctx) }

func (l *Log) decode(raws iter.Seq2[RawRecorded, error]) iter.Seq2[Recorded, error] {
	return func(yield func(Recorded, error) bool) {
		for raw, err := range raws {
			var r Recorded
			if err == nil {
				r, err = l.catalog.recorded(raw)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}
