package maturity

import (
	"testing"

	"soin/domain/calendar"
	"soin/domain/care"
)

// heardOf is a good team of which so many were asked in each of two years' surveys.
func heardOf(t *testing.T, eligible int) Scorecard {
	c := tell(t)
	c.forms("a", "", 10)
	for q := range 6 {
		c.quarter("a", quarterOf(q), .95)
	}
	last := quarterOf(5) + calendar.Date(85)
	c.asked(last, "a", 10, eligible, .95)
	return scorecardOf(t, aBoard(t), c.views, "a", "2025-06-30")
}

func TestALevelIsRobustIfTheSilentCouldNotUndoIt(t *testing.T) {
	all, few := heardOf(t, 10), heardOf(t, 20)
	if all.Level < care.Outillee || few.Level != all.Level {
		t.Fatalf("levels %d and %d", all.Level, few.Level)
	}
	if !all.LevelRobust {
		t.Error("nobody kept silent, and the level is not robust")
	}
	model := aModel(t)
	c := newCard(team(t).subject, norm{})
	if !c.robust(care.Declaree) {
		t.Error("a level that asks for nothing is not robust")
	}
	f := newFormula(&model)
	f.add(leaf("x", FromSurvey, 70, 3, 16))
	if got := feared(f, .5)["x"]; got != 70-.5*3*4 {
		t.Errorf("with half silent, 70 with a deviation of 12 becomes %v", got)
	}
}

func TestFearsReachEverythingMadeOfVoices(t *testing.T) {
	c := organisation(t, 6, 4)
	b, on := aBoard(t), must("2024-12-31")
	r, _, err := b.lookUp(c.views, "t5", on)
	if err != nil {
		t.Fatal(err)
	}
	b.mu.Lock()
	g := b.ground(c.views, &r, on)
	b.mu.Unlock()
	card := b.cardOf(c.views, &r, on, g)
	worse := card.fears(.4)
	for _, id := range []string{"XS", "exigeante", "team", "confiance", "XT4", "EX"} {
		if before := card.figure(id); before.Status == OK && !(worse[id] < before.Value) {
			t.Errorf("%s stays at %v when the silent pull at it", id, worse[id])
		}
	}
	if before := card.figure("XT1"); worse["XT1"] != 0 && worse["XT1"] != before.Value && before.Status == OK {
		if diff := worse["XT1"] - before.Value; diff > 1e-9 || diff < -1e-9 {
			t.Errorf("delegation moves by %v with what people say", diff)
		}
	}
}
