package persistent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"soin/domain/event"
	"soin/infra/memstore"
)

// storeSource reads groups' events from a store.
type storeSource struct{ event.Store }

func (s storeSource) Follow(ctx context.Context, q Query, after Mark) iter.Seq2[Step, error] {
	return func(yield func(Step, error) bool) {
		if !yield(Step{CaughtUp: true, At: after}, nil) {
			return
		}
		for r, err := range s.Store.Follow(ctx, 0) {
			at := Mark(r.Revision)
			if q.Stream == All {
				at = Mark(r.Position)
			}
			if err == nil && (at <= after || q.Stream != All && r.Stream != q.Stream) {
				continue
			}
			step := Step{At: at}
			if q.Filter == nil || strings.HasPrefix(r.Stream, q.Filter.Prefixes[0]) {
				step.Event = eventOf(r)
			}
			if !yield(step, err) || err != nil {
				return
			}
		}
	}
}

func eventOf(r event.RawRecorded) *Event {
	return &Event{RawRecorded: r, ID: uuid.NewSHA1(uuid.NameSpaceURL, []byte(r.ID))}
}

func (s storeSource) Find(ctx context.Context, _ Query, stream string, at event.Revision) (*Event, error) {
	for r, err := range s.Stream(ctx, stream, at) {
		if errors.Is(err, event.ErrStreamDeleted) {
			return nil, nil
		}
		return eventOf(r), err
	}
	return nil, nil
}

func (s storeSource) End(ctx context.Context, stream string) (Mark, error) {
	if stream == All {
		head, err := s.Head(ctx)
		return Mark(head), err
	}
	end := Mark(-1)
	for r, err := range s.Stream(ctx, stream, 0) {
		if err != nil {
			return 0, err
		}
		end = Mark(r.Revision)
	}
	return end, nil
}

// jsonLinks keep a link as it is.
func jsonLinks() LinkForm {
	return LinkForm{
		Store: func(l Link) (event.Raw, error) {
			data, err := json.Marshal(l)
			return event.Raw{Envelope: event.Envelope{Source: "urn:test", ID: l.ID.String(), Time: time.Unix(0, 0)}, Name: "link", Version: 1, Data: data}, err
		},
		Data: func(r *event.RawRecorded) ([]byte, error) {
			var l Link
			err := json.Unmarshal(r.Data, &l)
			return l.Data, err
		},
	}
}

// database is a log and the books of groups over it. It lies in a synctest bubble, so that
// time passes when everybody waits for it.
type database struct {
	t      *testing.T
	log    event.Store
	books  event.Store
	groups *Groups
}

func inBubble(t *testing.T, test func(t *testing.T, d *database)) {
	synctest.Test(t, func(t *testing.T) {
		d := &database{t: t, log: memstore.New(), books: memstore.New()}
		d.open()
		test(t, d)
		d.groups.Close()
	})
}

func (d *database) open() {
	d.groups = New(d.books, storeSource{d.log}, jsonLinks(), slog.New(slog.DiscardHandler))
}

// restart ends the server, and begins another one over the same stores.
func (d *database) restart() {
	d.groups.Close()
	d.open()
}

func (d *database) write(stream string, from, n int) {
	d.t.Helper()
	raws := make([]event.Raw, n)
	for i := range raws {
		raws[i] = event.Raw{Envelope: event.Envelope{Source: "urn:test", ID: fmt.Sprint(stream, from+i), Time: time.Unix(0, 0)}, Name: "a", Version: 1, Data: []byte("{}")}
	}
	if _, err := d.log.Append(d.t.Context(), stream, event.Any, raws); err != nil {
		d.t.Fatal(err)
	}
}

var lamp = Name{"lamp", "readers"}

func (d *database) create(name Name, change ...func(*Config)) {
	d.t.Helper()
	c := Config{Settings: roomy(3)}
	for _, f := range change {
		f(&c)
	}
	if err := d.groups.Create(d.t.Context(), name, c); err != nil {
		d.t.Fatal(err)
	}
}

func (d *database) join(name Name, buffer int) *Consumer {
	d.t.Helper()
	c, err := d.groups.Join(d.t.Context(), name, Peer{Buffer: buffer})
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

// next are the revisions of the next n events, and their ids.
func (d *database) next(c *Consumer, n int) (revisions []int, ids []uuid.UUID) {
	d.t.Helper()
	for range n {
		ctx, cancel := context.WithTimeout(d.t.Context(), time.Hour)
		e, err := c.Next(ctx)
		cancel()
		if err != nil {
			d.t.Fatalf("after %v: %v", revisions, err)
		}
		revisions, ids = append(revisions, int(e.Revision)), append(ids, e.ID)
	}
	return revisions, ids
}

func (d *database) want(c *Consumer, revisions ...int) []uuid.UUID {
	d.t.Helper()
	got, ids := d.next(c, len(revisions))
	if !slices.Equal(got, revisions) {
		d.t.Fatalf("events %v come, not %v", got, revisions)
	}
	return ids
}

func (d *database) info(name Name) Info {
	d.t.Helper()
	synctest.Wait()
	i, err := d.groups.Info(d.t.Context(), name)
	if err != nil {
		d.t.Fatal(err)
	}
	return i
}
