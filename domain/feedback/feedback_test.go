package feedback_test

import (
	"math"
	"strings"
	"testing"

	"soin/domain/event/eventtest"
	"soin/domain/feedback"
	"soin/infra/memstore"
)

func given(t *testing.T) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), feedback.Context)
}

func value(m feedback.Metric, x float64) feedback.Received {
	return feedback.Received{TeamID: "1", Metric: m, Value: &x}
}

func mirror(answers map[string]float64) feedback.Received {
	return feedback.Received{TeamID: "1", Metric: feedback.Mirror, Answers: answers}
}

func TestAnAnswerIsToldOnce(t *testing.T) {
	given(t).When(value(feedback.NPS, 0)).ThenRecorded().When(value(feedback.NPS, 10)).ThenConflict("subject of its own")
}

func TestEveryMetricHasItsScale(t *testing.T) {
	for metric, scale := range map[feedback.Metric][2]float64{
		feedback.CSAT: {1, 5}, feedback.CES: {1, 7}, feedback.NPS: {0, 10},
		feedback.Supplier: {1, 5}, feedback.Community: {1, 5}, feedback.Partner: {1, 5},
	} {
		for x, ok := range map[float64]bool{
			scale[0]: true, scale[1]: true, math.Nextafter(scale[0], -1): false, math.Nextafter(scale[1], 11): false, math.NaN(): false,
		} {
			if err := value(metric, x).Validate(); (err == nil) != ok {
				t.Errorf("%s of %v: %v", metric, x, err)
			}
		}
	}
}

func TestAMirrorHasAnswersAndEverythingElseAValue(t *testing.T) {
	both := mirror(map[string]float64{"C1": 1})
	both.Value = new(3.0)
	given(t).When(both).ThenInvalid("value")
	both.Metric = feedback.CES
	given(t).When(both).ThenInvalid("answers")
	given(t).When(feedback.Received{TeamID: "1", Metric: feedback.CSAT}).ThenInvalid("value")
	given(t).When(mirror(nil)).ThenInvalid("answers")
	given(t).When(mirror(map[string]float64{"C5": 3})).ThenInvalid("answers")
	given(t).When(mirror(map[string]float64{"C1": 0.5, "C2": 3, "C3": 5.5})).ThenInvalid(`answers["C1"]`, `answers["C3"]`)
	given(t).When(mirror(map[string]float64{"C1": 1, "C2": 2.5, "C3": 3, "C4": 5})).ThenRecorded()
}

func TestBoundsOfFeedback(t *testing.T) {
	wordy := value(feedback.CSAT, 3)
	wordy.Touchpoint, wordy.Channel = strings.Repeat("t", 201), strings.Repeat("c", 65)
	given(t).
		When(feedback.Received{Value: new(3.0)}).ThenInvalid("teamId", "metric").
		When(wordy).ThenInvalid("touchpoint", "channel")
}
