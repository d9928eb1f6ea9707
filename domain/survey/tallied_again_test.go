package survey_test

import (
	"testing"

	"soin/domain/survey"
)

// counts is a result of team 1 in a revision: its respondents, and the answers to q1, q2,
// and so on. None are given for 0, and an item that is -1 is left out.
func counts(revision, respondents int, answers ...int) survey.Tallied {
	return tallied(func(e *survey.Tallied, r *survey.Result) {
		e.Revision, e.Items = revision, nil
		if respondents > 0 {
			e.Respondents = &respondents
		}
		for i, n := range answers {
			one := survey.Result{Item: "q" + string(rune('1'+i)), Favourable: r.Favourable}
			if n > 0 {
				one.N = &n
			}
			if n >= 0 {
				e.Items = append(e.Items, one)
			}
		}
	})
}

// The difference of two results, one of them with one answer more, is that answer.
func TestACorrectionByAFewPeopleIsRefused(t *testing.T) {
	given(t, counts(1, 10, 0)).
		When(counts(2, 11, 0)).ThenConflict("could be singled out").
		When(counts(2, 6, 0)).ThenConflict("could be singled out").
		When(counts(2, 10, 0)).ThenRecorded().
		When(counts(3, 15, 0)).ThenRecorded()
}

// Two steps that are wide enough each may end close to where the first began.
func TestACorrectionIsComparedWithEveryEarlierRevision(t *testing.T) {
	given(t, counts(1, 10, 0), counts(2, 20, 0)).
		When(counts(3, 11, 0)).ThenConflict("than in revision 1").
		When(counts(3, 19, 0)).ThenConflict("than in revision 2").
		When(counts(3, 15, 0)).ThenRecorded().
		When(counts(4, 10, 0)).ThenRecorded()
}

func TestTheAnswersToEachItemAreComparedToo(t *testing.T) {
	given(t, counts(1, 30, 20, 10), counts(2, 30, 30, 10)).
		When(counts(3, 30, 19, 10)).ThenConflict("n of item q1: 1 people more or less than in revision 1").
		When(counts(3, 30, 20, 11)).ThenConflict("n of item q2").
		When(counts(3, 30, 25, 5)).ThenRecorded()
	choices := counts(1, 30, 0)
	choices.Items[0].Distribution = []int{3, 3, 4}
	given(t, choices).When(counts(2, 30, 11)).ThenConflict("n of item q1")
}

func TestACountThatWasGivenIsGivenAgain(t *testing.T) {
	given(t, counts(1, 10, 10), counts(2, 20, 10)).
		When(counts(3, 0, 10)).ThenConflict("respondents was given in revision 1").
		When(counts(3, 20, 0)).ThenConflict("n of item q1 was given in revision 1").
		When(counts(3, 20, -1, 20)).ThenRecorded().
		When(counts(4, 20, 11)).ThenConflict("n of item q1").
		When(counts(4, 20, 10)).ThenRecorded()
	given(t, counts(1, 0, 0)).When(counts(2, 10, 10)).ThenRecorded()
}

func TestNoItemHasMoreAnswersThanPeopleWhoAnswered(t *testing.T) {
	for _, c := range []struct {
		change func(*survey.Tallied, *survey.Result)
		path   string
	}{
		{func(e *survey.Tallied, r *survey.Result) { e.Respondents, r.N = new(11), new(12) }, "items[0].n"},
		{func(e *survey.Tallied, r *survey.Result) { e.Eligible, r.N = new(11), new(12) }, "items[0].n"},
		{func(e *survey.Tallied, r *survey.Result) { e.Respondents, r.Distribution = new(11), []int{6, 6} }, "items[0].distribution"},
		{func(e *survey.Tallied, _ *survey.Result) { e.Respondents, e.Eligible = new(12), new(11) }, "eligible"},
	} {
		given(t).When(tallied(c.change)).ThenInvalid(c.path)
	}
	given(t).When(tallied(func(e *survey.Tallied, r *survey.Result) {
		e.Respondents, e.Eligible, r.N = new(12), new(12), new(12)
	})).ThenRecorded()
}
