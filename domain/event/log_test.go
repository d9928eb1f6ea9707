package event_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"soin/domain/event"
)

func TestAppendEncodesThePresentForm(t *testing.T) {
	log, s := newLog()
	elsewhere := fact("1", lit{Brightness: 9, By: `<hand> & "foot"`})
	elsewhere.Time = occurred.In(time.FixedZone("elsewhere", 3600))
	record(t, log, elsewhere, fact("2", putOut{}))
	want := []event.Raw{
		raw("1", "lamp.lit", 3, `{"brightness":9,"by":"<hand> & \"foot\""}`),
		raw("2", "lamp.put-out", 1, `{}`),
	}
	i := 0
	for r, err := range s.Stream(t.Context(), hall, 0) {
		if err != nil || !r.Same(want[i]) || r.Envelope != want[i].Envelope {
			t.Errorf("stored %+v, %v, want %+v", r.Raw, err, want[i])
		}
		i++
	}
}

func TestAppendOfAnInvalidFactStoresNothing(t *testing.T) {
	long := strings.Repeat("x", event.MaxData)
	for what, bad := range map[string]event.Fact{
		"a field out of bounds":        fact("2", dimmed{101}),
		"no envelope":                  {Event: putOut{}},
		"a type of no catalog":         fact("2", stray{}),
		"a payload of no catalog":      published("2", stray{}, 1, `{}`),
		"a payload of no version":      published("2", putOut{}, 0, `{}`),
		"a payload of tomorrow":        published("2", putOut{}, 2, `{}`),
		"a payload beyond the limit":   published("2", putOut{}, 1, long+"x"),
		"an encoding beyond the limit": fact("2", lit{Brightness: 1, By: long}),
		"what is not understood":       fact("2", event.Unknown{}),
	} {
		log, _ := newLog()
		receipts, err := log.Append(t.Context(), hall, event.Any, fact("1", putOut{}), bad, fact("3", putOut{}))
		if head, _ := log.Head(t.Context()); err == nil || receipts != nil || head != 0 {
			t.Errorf("%s: %v, %v, and the head is %d", what, receipts, err, head)
		}
	}
}

func TestReadingTypesEveryVersion(t *testing.T) {
	log, s := newLog()
	store(t, s, raw("1", "lamp.lit", 1, `{"full":true}`), raw("2", "lamp.put-out", 1, `{}`), raw("3", "lamp.lit", 2, `{"share":0.1}`))
	follow, cancel := context.WithCancel(t.Context())
	defer cancel()
	for name, seq := range map[string]iter.Seq2[event.Recorded, error]{
		"Stream": log.Stream(t.Context(), hall, 0),
		"All":    log.All(t.Context(), 0),
		"Follow": log.Follow(follow, 0),
	} {
		var got []event.Event
		for r, err := range seq {
			if err != nil || r.Stream != hall || r.Revision != event.Revision(len(got)) || r.Envelope != envelope(fmt.Sprint(len(got)+1)) {
				t.Fatalf("%s: %+v, %v", name, r, err)
			}
			if got = append(got, r.Event); len(got) == 3 {
				break
			}
		}
		if want := []event.Event{lit{100, "lifted"}, putOut{}, lit{10, "lifted"}}; !slices.Equal(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestWhatTheCatalogDoesNotKnowReadsAsUnknown(t *testing.T) {
	log, s := newLog()
	held := []event.Raw{raw("1", "lamp.repaired", 1, `not even JSON`), raw("2", "lamp.lit", 4, `{"lumen":800}`)}
	store(t, s, held...)
	i := 0
	for r, err := range log.All(t.Context(), 0) {
		u, ok := r.Event.(event.Unknown)
		if err != nil || !ok || !u.Raw.Same(held[i]) || u.EventName() != held[i].Name || r.Envelope != held[i].Envelope {
			t.Errorf("read %+v, %v, want %+v", r, err, held[i])
		}
		i++
	}
	if i != len(held) {
		t.Errorf("%d events read of %d", i, len(held))
	}
}

// readings are the ways to read a log, of which all but Follow end by themselves.
func readings(ctx context.Context, log *event.Log) map[string]iter.Seq2[event.Recorded, error] {
	return map[string]iter.Seq2[event.Recorded, error]{
		"Stream": log.Stream(ctx, hall, 0), "All": log.All(ctx, 0), "Follow": log.Follow(ctx, 0),
	}
}

func TestWhatCannotBeReadBackIsReportedAfterWhatCan(t *testing.T) {
	log, s := newLog()
	store(t, s, raw("1", "lamp.put-out", 1, `{}`), raw("2", "lamp.dimmed", 1, `{"brightness":`), raw("3", "lamp.put-out", 1, `{}`))
	for name, seq := range readings(t.Context(), log) {
		got, err := told(seq)
		corrupt := as[*event.CorruptError](t, err)
		if !slices.Equal(got, []string{"lamp.put-out 1"}) || corrupt.Place.Stream != hall || corrupt.Place.Revision != 1 {
			t.Errorf("%s: %v and then %v", name, got, err)
		}
	}
}

func TestAnEndedContextIsAnErrorAndNoEnd(t *testing.T) {
	log, _ := newLog()
	record(t, log, fact("1", putOut{}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, seq := range readings(ctx, log) {
		if got, err := told(seq); len(got) != 0 || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestTwoFormsAreTheSameFactInTheSameBytes(t *testing.T) {
	fact := raw("1", "lamp.lit", 3, `{"brightness":5}`)
	same, name, version, data, when := fact, fact, fact, fact, fact
	same.Time = occurred.In(time.FixedZone("elsewhere", 3600))
	name.Name, version.Version, data.Data, when.Time = "lamp.dimmed", 2, []byte(`{"brightness": 5}`), occurred.Add(1)
	if !fact.Same(same) {
		t.Error("an instant in another zone makes another fact")
	}
	for i, other := range []event.Raw{name, version, data, when} {
		if fact.Same(other) {
			t.Errorf("%d: %+v is taken for %+v", i, other, fact)
		}
	}
}

func TestSubjectsAreWhatFollowsTheCategory(t *testing.T) {
	for _, id := range []string{"1", "a-b", "-", "été-東京", ""} {
		if got := (event.Place{Stream: event.StreamName("lamp", id)}).Subject(); got != id {
			t.Errorf("subject %q reads as %q", id, got)
		}
	}
}
