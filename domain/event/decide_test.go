package event_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"soin/domain/event"
)

type history = event.History[lamp]

// decide folds the hall's lamp and lets f decide.
func decide(ctx context.Context, log *event.Log, f func(history) ([]event.Fact, error)) ([]event.Receipt, error) {
	return event.Decide(ctx, log, hall, lampEvent.apply, f)
}

func TestDecideSeesTheFoldedStream(t *testing.T) {
	log, _ := newLog()
	var saw history
	keep := func(h history) ([]event.Fact, error) { saw = h; return nil, nil }
	if _, err := decide(t.Context(), log, keep); err != nil || saw.Stream != hall || saw.Revision != event.NoStream {
		t.Errorf("of an empty stream: %+v, %v", saw, err)
	}
	record(t, log, fact("1", lit{Brightness: 80}), fact("2", dimmed{30}))
	if _, err := log.Append(t.Context(), "lamp-other", event.Any, fact("1", putOut{})); err != nil {
		t.Fatal(err)
	}
	_, err := decide(t.Context(), log, keep)
	if err != nil || saw.Revision != 1 || saw.State.brightness != 30 || !slices.Equal(saw.State.told, []string{"lit", "dimmed"}) {
		t.Errorf("of two events: %+v, %v", saw, err)
	}
}

func TestDecideRecordsWhatWasDecided(t *testing.T) {
	log, _ := newLog()
	record(t, log, fact("1", lit{Brightness: 80}))
	receipts, err := decide(t.Context(), log, func(h history) ([]event.Fact, error) {
		return []event.Fact{fact("2", dimmed{40}), fact("3", putOut{})}, nil
	})
	if err != nil || len(receipts) != 2 || receipts[0].Revision != 1 || receipts[1].Revision != 2 {
		t.Fatalf("receipts %+v, %v", receipts, err)
	}
	got, err := told(log.Stream(t.Context(), hall, 0))
	if want := []string{"lamp.lit 1", "lamp.dimmed 2", "lamp.put-out 3"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("the stream tells %v, %v, want %v", got, err, want)
	}
}

func TestDecideRecordsNothingWithoutADecision(t *testing.T) {
	log, _ := newLog()
	refusal := errors.New("not today")
	for _, want := range []error{nil, refusal} {
		receipts, err := decide(t.Context(), log, func(history) ([]event.Fact, error) { return nil, want })
		if receipts != nil || !errors.Is(err, want) {
			t.Errorf("receipts %v, %v, want %v", receipts, err, want)
		}
	}
	_, err := decide(t.Context(), log, func(history) ([]event.Fact, error) {
		return []event.Fact{fact("1", putOut{})}, refusal
	})
	if head, _ := log.Head(t.Context()); head != 0 || !errors.Is(err, refusal) {
		t.Errorf("a decision that failed with %v recorded up to %d", err, head)
	}
}

func TestDecideStartsOverWhenSomebodyElseWrites(t *testing.T) {
	log, _ := newLog()
	var saw []event.Revision
	receipts, err := decide(t.Context(), log, func(h history) ([]event.Fact, error) {
		saw = append(saw, h.Revision)
		if len(saw) <= 2 {
			record(t, log, fact(fmt.Sprint("racing ", len(saw)), putOut{}))
		}
		return []event.Fact{fact("mine", lit{Brightness: 10 * len(saw)})}, nil
	})
	if err != nil || !slices.Equal(saw, []event.Revision{-1, 0, 1}) || receipts[0].Revision != 2 {
		t.Errorf("decided on revisions %v, recorded %+v, %v", saw, receipts, err)
	}
	got, _ := told(log.Stream(t.Context(), hall, 0))
	if want := []string{"lamp.put-out racing 1", "lamp.put-out racing 2", "lamp.lit mine"}; !slices.Equal(got, want) {
		t.Errorf("the stream tells %v, want %v", got, want)
	}
}

// alwaysLate is a decision that somebody forestalls every time it is taken.
func alwaysLate(t *testing.T, log *event.Log, attempts *int) func(history) ([]event.Fact, error) {
	return func(history) ([]event.Fact, error) {
		*attempts++
		record(t, log, fact(fmt.Sprint("racing ", *attempts), putOut{}))
		return []event.Fact{fact("mine", putOut{})}, nil
	}
}

func TestDecideGivesUpAgainstAWriterThatAlwaysWins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, _ := newLog()
		attempts, start := 0, time.Now()
		receipts, err := decide(t.Context(), log, alwaysLate(t, log, &attempts))
		late := as[*event.WrongRevisionError](t, err)
		if want := event.Revision(attempts - 1); late.Stream != hall || late.Actual != want || late.Expected != want-1 {
			t.Errorf("after %d attempts: %v", attempts, late)
		}
		if receipts != nil || attempts < 2 || attempts > 100 || time.Since(start) > 5*time.Second {
			t.Errorf("gave up after %d attempts and %v with %v", attempts, time.Since(start), receipts)
		}
	})
}

// deaf is a store whose appends do not hear that the context ended, so that only the
// pause between two attempts can.
type deaf struct{ event.Store }

func (d deaf) Append(
	ctx context.Context, stream string, expected event.Revision, events []event.Raw,
) ([]event.Receipt, error) {
	return d.Store.Append(context.WithoutCancel(ctx), stream, expected, events)
}

func TestDecideEndsWithItsContextBetweenAttempts(t *testing.T) {
	log, s := newLog()
	ctx, cancel := context.WithCancel(t.Context())
	attempts := 0
	late := alwaysLate(t, log, &attempts)
	_, err := decide(ctx, event.NewLog(deaf{s}, log.Catalog()), func(h history) ([]event.Fact, error) {
		cancel()
		return late(h)
	})
	if !errors.Is(err, context.Canceled) || attempts != 1 {
		t.Errorf("after %d attempts: %v", attempts, err)
	}
}

func TestConcurrentDecisionsAreTakenOneAfterAnother(t *testing.T) {
	const people, turns = 6, 5
	log, _ := newLog()
	record(t, log, fact("0", lit{Brightness: people*turns + 1}))
	var wg sync.WaitGroup
	for person := range people {
		wg.Go(func() {
			for turn := range turns {
				for err := errors.New("not yet"); err != nil; {
					_, err = decide(t.Context(), log, func(h history) ([]event.Fact, error) {
						return []event.Fact{fact(fmt.Sprint(person, "-", turn), dimmed{h.State.brightness - 1})}, nil
					})
					if _, late := errors.AsType[*event.WrongRevisionError](err); err != nil && !late {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	wg.Wait()
	brightness := people*turns + 1
	for r, err := range log.Stream(t.Context(), hall, 0) {
		if d, ok := r.Event.(dimmed); ok {
			if brightness--; err != nil || d.Brightness != brightness {
				t.Fatalf("%s dims to %d, want %d, %v", r.Revision, d.Brightness, brightness, err)
			}
		}
	}
	if brightness != 1 {
		t.Errorf("dimmed to %d, want 1", brightness)
	}
}

func TestDecideRefusesAHistoryItCannotRead(t *testing.T) {
	for _, c := range []struct {
		what string
		held event.Raw
		want event.UnknownTypeError
	}{
		{"a name of tomorrow", raw("1", "lamp.repaired", 3, `{}`), event.UnknownTypeError{Name: "lamp.repaired", Version: 3}},
		{"a version of tomorrow", raw("1", "lamp.lit", 4, `{}`), event.UnknownTypeError{Name: "lamp.lit", Version: 4}},
	} {
		log, s := newLog()
		store(t, s, c.held)
		_, err := decide(t.Context(), log, func(history) ([]event.Fact, error) {
			t.Errorf("decided on %s", c.what)
			return nil, nil
		})
		if got := as[*event.UnknownTypeError](t, err); *got != c.want {
			t.Errorf("%s: %v, want %v", c.what, got, &c.want)
		}
	}
}

func TestDecideRefusesACorruptHistory(t *testing.T) {
	log, s := newLog()
	store(t, s, raw("1", "lamp.put-out", 1, `{}`), raw("2", "lamp.lit", 3, `{"brightness":`))
	_, err := decide(t.Context(), log, func(history) ([]event.Fact, error) {
		t.Error("decided on corrupt data")
		return nil, nil
	})
	if got := as[*event.CorruptError](t, err); got.Place.Stream != hall || got.Place.Revision != 1 {
		t.Errorf("found at %+v", got.Place)
	}
	as[*event.MalformedError](t, err)
}

func TestDecideReportsADeletedStream(t *testing.T) {
	log, s := newLog()
	record(t, log, fact("1", putOut{}))
	if err := s.Delete(t.Context(), hall, event.Any); err != nil {
		t.Fatal(err)
	}
	if _, err := decide(t.Context(), log, nil); !errors.Is(err, event.ErrStreamDeleted) {
		t.Errorf("got %v", err)
	}
}
