package evaluation_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"soin/domain/care"
	"soin/domain/evaluation"
	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/memstore"
)

var evaluated = evaluation.Evaluated{Act: "a", TeamID: "1", Axis: care.Team, Fit: 1, Autonomy: 5}

func TestAnEvaluationIsNeverRecorded(t *testing.T) {
	log := event.NewLog(memstore.New(), event.NewCatalog(json.Unmarshal, evaluation.Context))
	fact := event.Fact{Envelope: event.Envelope{Source: "s", ID: "1"}, Event: evaluated}
	verdicts, err := evaluation.Context.Accept(t.Context(), log, "1", []event.Fact{fact})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := errors.AsType[*event.VoiceError](verdicts[0].Err); !ok {
		t.Errorf("got %v", verdicts[0].Err)
	}
	for r := range log.Stream(t.Context(), "evaluation-1", 0) {
		t.Errorf("recorded %+v", r.Event)
	}
}

func TestBoundsOfAnEvaluation(t *testing.T) {
	for _, c := range []struct {
		change func(*evaluation.Evaluated)
		paths  []string
	}{
		{func(*evaluation.Evaluated) {}, nil},
		{func(e *evaluation.Evaluated) { *e = evaluation.Evaluated{} }, []string{"act", "teamId", "axis", "fit", "autonomy"}},
		{func(e *evaluation.Evaluated) { e.Fit, e.Autonomy = 6, 6 }, []string{"fit", "autonomy"}},
		{func(e *evaluation.Evaluated) { e.Axis = "world" }, []string{"axis"}},
	} {
		e := evaluated
		c.change(&e)
		var paths []string
		if broken, ok := errors.AsType[rule.Broken](e.Validate()); ok {
			for _, v := range broken {
				paths = append(paths, v.Path)
			}
		}
		if !slices.Equal(paths, c.paths) {
			t.Errorf("%+v: violations at %q, want %q", e, paths, c.paths)
		}
	}
}
