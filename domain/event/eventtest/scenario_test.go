package eventtest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/rule"
	"soin/infra/memstore"
)

// A door can be opened once, by somebody.
type doorEvent interface {
	event.Event
	judge(bool) error
	apply(*bool)
}

type opened struct {
	By   string   `json:"by"`
	With []string `json:"-"` // does not survive being stored
}

func (opened) EventName() string { return "door.opened" }
func (e opened) Validate() error { return rule.All(rule.ID("by", e.By)) }
func (e opened) judge(open bool) error {
	if open {
		return event.Conflict("this door is open already")
	}
	return nil
}
func (e opened) apply(open *bool) { *open = true }

var doors = event.NewContext("door", doorEvent.judge, doorEvent.apply, event.TypeOf[opened]())

// watched is a test whose failure is kept instead of reported.
type watched struct {
	testing.TB
	failure string
}

func (w *watched) Helper() {}
func (w *watched) Fatalf(format string, args ...any) {
	w.failure = fmt.Sprintf(format, args...)
	panic(w)
}

// failure is why a scenario of doors fails, empty when it passes.
func failure(t *testing.T, scenario func(*eventtest.Scenario), history ...event.Event) string {
	t.Helper()
	return failureOf(t, doors, scenario, history...)
}

func failureOf(
	t *testing.T, context event.Context, scenario func(*eventtest.Scenario), history ...event.Event,
) string {
	t.Helper()
	w := &watched{TB: t}
	func() {
		defer func() {
			if r := recover(); r != nil && r != w {
				panic(r)
			}
		}()
		scenario(eventtest.Given(w, memstore.New(), context, history...))
	}()
	return w.failure
}

func TestAScenarioPassesWhenItIsTrue(t *testing.T) {
	if got := failure(t, func(s *eventtest.Scenario) {
		s.When(opened{}).ThenInvalid("by").
			When(opened{By: "me"}).ThenRecorded().
			When(opened{By: "me"}).ThenConflict("open already")
	}); got != "" {
		t.Error(got)
	}
}

func TestAScenarioFailsWhenItIsNot(t *testing.T) {
	me, nobody := opened{By: "me"}, opened{}
	for want, scenario := range map[string]func(*eventtest.Scenario){
		"door.opened was refused: door.opened on": func(s *eventtest.Scenario) { s.When(me).ThenRecorded().When(me).ThenRecorded() },
		"door.opened was refused: by must have":   func(s *eventtest.Scenario) { s.When(nobody).ThenRecorded() },
		"recorded [{By:me With:[]}], want [{By:me With:[key]": func(s *eventtest.Scenario) {
			s.When(opened{By: "me", With: []string{"key"}}).ThenRecorded()
		},
		`<nil>, want a conflict saying "open"`: func(s *eventtest.Scenario) { s.When(me).ThenConflict("open") },
		`want a conflict saying "locked"`:      func(s *eventtest.Scenario) { s.When(me).ThenRecorded().When(me).ThenConflict("locked") },
		`(got ""), want a conflict saying ""`:  func(s *eventtest.Scenario) { s.When(nobody).ThenConflict("") },
		`<nil>, want violations at ["by"]`:     func(s *eventtest.Scenario) { s.When(me).ThenInvalid("by") },
		`want violations at ["by" "with"]`:     func(s *eventtest.Scenario) { s.When(nobody).ThenInvalid("by", "with") },
		`want violations at []`:                func(s *eventtest.Scenario) { s.When(nobody).ThenInvalid() },
	} {
		if got := failure(t, scenario); !strings.Contains(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAHistoryMustBeValid(t *testing.T) {
	if got := failure(t, func(*eventtest.Scenario) {}, opened{By: "me"}, opened{}); !strings.HasPrefix(got, "given door.opened: by must") {
		t.Errorf("got %q", got)
	}
}

// careless is a context that records what it refuses.
type careless struct{ event.Context }

func (c careless) Accept(
	ctx context.Context, log *event.Log, subject string, facts []event.Fact,
) ([]event.Verdict, error) {
	_, err := log.Append(ctx, event.StreamName(c.Category(), subject), event.Any, facts...)
	return []event.Verdict{{Err: event.Conflict("no")}}, err
}

func TestWhatIsRefusedMustNotBeRecorded(t *testing.T) {
	got := failureOf(t, careless{doors}, func(s *eventtest.Scenario) { s.When(opened{By: "me"}).ThenConflict("no") })
	if !strings.Contains(got, "was refused, but recorded") {
		t.Errorf("got %q", got)
	}
}
