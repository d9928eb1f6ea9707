package survey_test

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"soin/domain/event"
	"soin/domain/survey"
	"soin/infra/memstore"
)

// row is one ballot; below is a null.
func row(answers ...int) []*int {
	out := make([]*int, len(answers))
	for i, x := range answers {
		if x != null {
			out[i] = &x
		}
	}
	return out
}

const null = -1 << 31

// released is a release of teams 1 and 2, of two items and six ballots.
func released(change func(*survey.Released)) survey.Released {
	e := survey.Released{
		InstrumentID: "care-barometer", Version: "2", TeamIDs: []string{"1", "2"}, ClosedOn: opensOn + 15,
		Eligible: 19, Responses: 7, Items: []string{"q1", "q2"},
		Ballots: [][]*int{row(null, 4), row(2, null), row(2, 3), row(4, 4), row(4, 4), row(5, -100)},
	}
	if change != nil {
		change(&e)
	}
	return e
}

func withheld(teamIDs ...string) survey.Withheld {
	return survey.Withheld{InstrumentID: "care-barometer", Version: "2", TeamIDs: teamIDs, Eligible: 3}
}

func voided(teamIDs ...string) survey.Voided {
	return survey.Voided{TeamIDs: teamIDs, Reason: survey.Stuffing}
}

func TestAReleaseAwaitsTheOpening(t *testing.T) {
	for _, e := range []event.Event{released(nil), withheld("1"), voided("1")} {
		given(t).When(e).ThenEarly("survey.opened")
		given(t, opened(nil)).When(e).ThenRecorded()
		given(t, opened(nil), survey.Closed{}).When(e).ThenRecorded()
	}
}

func TestATeamBelongsToOneUnitOfASurvey(t *testing.T) {
	other := released(func(e *survey.Released) { e.TeamIDs = []string{"2", "3"} })
	for _, first := range []event.Event{released(nil), withheld("1", "2"), voided("1", "2")} {
		s := given(t, opened(nil)).When(first).ThenRecorded()
		for _, e := range []event.Event{other, withheld("2"), voided("1"), voided("1", "2", "3")} {
			s = s.When(e).ThenConflict("one unit of a survey")
		}
		s.When(withheld("3")).ThenRecorded().When(voided("4", "5")).ThenRecorded()
	}
}

func TestAUnitIsReleasedOrWithheldOnce(t *testing.T) {
	for _, first := range []event.Event{released(nil), withheld("1", "2")} {
		given(t, opened(nil), first).
			When(released(nil)).ThenConflict("stand in " + first.EventName()).
			When(withheld("1", "2")).ThenConflict("publish survey.voided").
			When(voided("1", "2")).ThenRecorded().
			When(withheld("1", "2")).ThenConflict("stand in " + first.EventName())
	}
}

func TestWhatWasVoidedIsNotReleased(t *testing.T) {
	given(t, opened(nil)).
		When(voided("1", "2")).ThenRecorded().
		When(released(nil)).ThenConflict("what is void is not released").
		When(voided("1", "2")).ThenRecorded()
}

// A unit may be both stuffed and small, whichever is told first.
func TestAVoidedUnitMayBeWithheld(t *testing.T) {
	given(t, opened(nil), voided("1", "2")).
		When(withheld("1", "2")).ThenRecorded().
		When(released(nil)).ThenConflict("stand in survey.withheld")
}

func TestAReleaseIsOfTheInstrumentAsked(t *testing.T) {
	given(t, opened(nil)).
		When(released(func(e *survey.Released) { e.InstrumentID = "other" })).ThenConflict("asks instrument").
		When(released(func(e *survey.Released) { e.Version = "1" })).ThenConflict(`asks version "2"`).
		When(survey.Withheld{InstrumentID: "other", Version: "2", TeamIDs: []string{"1"}}).ThenConflict("asks instrument")
}

func TestBoundsOfARelease(t *testing.T) {
	for _, c := range []struct {
		change func(*survey.Released)
		paths  []string
	}{
		{func(e *survey.Released) { *e = survey.Released{} }, []string{"instrumentId", "version", "teamIds", "closedOn", "items", "ballots"}},
		{func(e *survey.Released) { e.TeamIDs = []string{"2", "1"} }, []string{"teamIds"}},
		{func(e *survey.Released) { e.TeamIDs = []string{"1", "1"} }, []string{"teamIds"}},
		{func(e *survey.Released) { e.TeamIDs = []string{"", "1"} }, []string{"teamIds[0]"}},
		{func(e *survey.Released) { e.TeamIDs = slices.Sorted(slices.Values(teamIDs(1001))) }, []string{"teamIds"}},
		{func(e *survey.Released) { e.Eligible = 5 }, []string{"eligible", "responses"}},
		{func(e *survey.Released) { e.Eligible = 10_000_001 }, []string{"eligible"}},
		{func(e *survey.Released) { e.Responses = 5 }, []string{"responses"}},
		{func(e *survey.Released) { e.Responses = 20 }, []string{"responses"}},
		{func(e *survey.Released) { e.Items[1] = "q1" }, []string{"items[1]"}},
		{func(e *survey.Released) { e.Items[1] = "" }, []string{"items[1]"}},
		{func(e *survey.Released) { e.Items = e.Items[:1] }, []string{
			"ballots[0]", "ballots[1]", "ballots[2]", "ballots[3]", "ballots[4]", "ballots[5]"}},
		{func(e *survey.Released) { e.Ballots[5] = row(5) }, []string{"ballots[5]"}},
		{func(e *survey.Released) { e.Ballots[5] = row(101, 1) }, []string{"ballots[5][0]"}},
		{func(e *survey.Released) { e.Ballots[5] = row(5, -101) }, []string{"ballots[5][1]"}},
		{func(e *survey.Released) { e.Ballots = e.Ballots[:4] }, []string{"ballots"}},
	} {
		given(t, opened(nil)).When(released(c.change)).ThenInvalid(c.paths...)
	}
	given(t, opened(nil)).When(released(func(e *survey.Released) {
		e.Ballots, e.Responses, e.Eligible = e.Ballots[:5], 5, 5
	})).ThenRecorded()
}

func teamIDs(n int) []string {
	out := make([]string, n)
	for i, team := range invitations(n) {
		out[i] = team.TeamID
	}
	return out
}

// The one order there is says nothing of who cast which ballot.
func TestAReleaseHasOneOrderOfBallots(t *testing.T) {
	answer := rapid.OneOf(rapid.Just(null), rapid.IntRange(-100, 100), rapid.IntRange(1, 2))
	ballots := rapid.SliceOfN(rapid.SliceOfN(answer, 2, 2), survey.MinRespondents, 12)
	rapid.Check(t, func(t *rapid.T) {
		cast := ballots.Draw(t, "ballots")
		of := func(order [][]int) survey.Released {
			return released(func(e *survey.Released) {
				e.Ballots = nil
				for _, b := range order {
					e.Ballots = append(e.Ballots, row(b...))
				}
				e.Responses = len(order)
			})
		}
		sorted := slices.SortedFunc(slices.Values(cast), slices.Compare) // null is the lowest int
		if err := of(sorted).Validate(); err != nil {
			t.Fatal(err)
		}
		shuffled := rapid.Permutation(cast).Draw(t, "shuffled")
		same := slices.EqualFunc(shuffled, sorted, slices.Equal)
		if err := of(shuffled).Validate(); (err == nil) != same {
			t.Errorf("%v: %v", shuffled, err)
		}
	})
}

func TestBoundsOfAWithheldAndAVoidedUnit(t *testing.T) {
	given(t, opened(nil)).
		When(survey.Withheld{Eligible: -1}).ThenInvalid("instrumentId", "version", "teamIds", "eligible").
		When(withheld("2", "1")).ThenInvalid("teamIds").
		When(survey.Voided{}).ThenInvalid("teamIds", "reason").
		When(survey.Voided{TeamIDs: []string{"b", "a"}, Reason: survey.Pressure}).ThenInvalid("teamIds").
		When(survey.Voided{TeamIDs: []string{"a"}, Reason: "bribery"}).ThenInvalid("reason").
		When(survey.Voided{TeamIDs: []string{"a"}, Reason: survey.OtherReason}).ThenRecorded()
}

func TestABallotIsSaidInConfidence(t *testing.T) {
	log := event.NewLog(memstore.New(), event.NewCatalog(json.Unmarshal, survey.Voices))
	ballot := survey.BallotCast{TeamID: "1", Token: "t", Answers: map[string]*float64{"q1": new(4.0), "q2": nil}}
	verdicts, err := survey.Voices.Accept(t.Context(), log, "1", []event.Fact{{
		Envelope: event.Envelope{Source: "test", ID: "1", Time: opensOn.Start()}, Event: ballot,
	}})
	if _, refused := verdicts[0].Err.(*event.VoiceError); err != nil || !refused {
		t.Errorf("got %v, %v", verdicts, err)
	}
	if head, err := log.Head(t.Context()); head != 0 || err != nil {
		t.Errorf("the head of the log is %d, %v", head, err)
	}
}

func TestBoundsOfABallot(t *testing.T) {
	for _, c := range []struct {
		answers map[string]*float64
		ok      bool
	}{
		{nil, false}, {map[string]*float64{"": nil}, false}, {map[string]*float64{"q": nil}, true},
		{map[string]*float64{"q": new(-100.0)}, true}, {map[string]*float64{"q": new(100.0)}, true},
		{map[string]*float64{"q": new(101.0)}, false}, {map[string]*float64{"q": new(3.5)}, false},
	} {
		err := survey.BallotCast{TeamID: "1", Token: "t", Answers: c.answers}.Validate()
		if (err == nil) != c.ok {
			t.Errorf("%v: %v", c.answers, err)
		}
	}
	if err := (survey.BallotCast{Answers: map[string]*float64{"q": nil}}).Validate(); err == nil {
		t.Error("a ballot without team and token is accepted")
	}
}
