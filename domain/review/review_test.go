package review_test

import (
	"fmt"
	"strings"
	"testing"

	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/person"
	"soin/domain/review"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), review.Context, history...)
}

var (
	opened   = review.Opened{Scope: []string{"2", "1"}, AsOf: 20_000}
	decided  = review.Decided{Text: "The front desk\nno longer answers for the stock."}
	assigned = review.ActionAssigned{Action: "a", Owner: "m", DueOn: 20_030, About: "Open a desk for the stock"}
	done     = review.ActionDone{Action: "a"}
)

func TestAReviewIsOpenedOnce(t *testing.T) {
	given(t).When(opened).ThenRecorded().When(opened).ThenConflict("another review")
	given(t, opened, review.Closed{}).When(opened).ThenConflict("opened already")
}

func TestNothingHappensBeforeAReviewIsOpened(t *testing.T) {
	for _, e := range []event.Event{decided, assigned, done, review.Closed{}} {
		given(t).When(e).ThenEarly("review.opened")
	}
}

func TestNothingHappensAfterAReviewIsClosed(t *testing.T) {
	for _, e := range []event.Event{decided, assigned, done, review.Closed{}} {
		given(t, opened, assigned, review.Closed{}).When(e).ThenConflict("is closed")
	}
}

func TestAReviewDecidesAndAssignsAsOftenAsItTakes(t *testing.T) {
	other := assigned
	other.Action = "b"
	given(t, opened).
		When(decided).ThenRecorded().
		When(assigned).ThenRecorded().
		When(other).ThenRecorded().
		When(decided).ThenRecorded().
		When(review.Closed{}).ThenRecorded()
}

func TestAnActionIsAssignedOnceAndDoneOnce(t *testing.T) {
	given(t, opened).
		When(done).ThenEarly("review.action-assigned").
		When(assigned).ThenRecorded().
		When(assigned).ThenConflict("assigned already").
		When(review.ActionDone{Action: "b"}).ThenEarly("review.action-assigned").
		When(done).ThenRecorded().
		When(done).ThenConflict("done already").
		When(assigned).ThenConflict("assigned already")
}

func TestBoundsOfAReview(t *testing.T) {
	many := make([]string, 1001)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	long := strings.Repeat("é", 500)
	given(t).
		When(review.Opened{}).ThenInvalid("scope", "asOf").
		When(review.Opened{Scope: many, AsOf: 1}).ThenInvalid("scope").
		When(review.Opened{Scope: []string{"a", "a"}, AsOf: 1}).ThenInvalid("scope").
		When(review.Opened{Scope: []string{"a", ""}, AsOf: 1, KnownAt: "-1"}).ThenInvalid("scope[1]", "knownAt").
		When(review.Opened{Scope: many[:1000], AsOf: 1, KnownAt: "18446744073709551615"}).ThenRecorded().
		When(review.Decided{}).ThenInvalid("text").
		When(review.Decided{Text: person.Text(strings.Repeat("é", 2001))}).ThenInvalid("text").
		When(review.ActionAssigned{}).ThenInvalid("action", "owner", "dueOn", "about").
		When(review.ActionAssigned{Action: "a", Owner: "m", DueOn: 1, About: long + "é"}).ThenInvalid("about").
		When(review.ActionAssigned{Action: "a", Owner: "m", DueOn: 1, About: long}).ThenRecorded().
		When(review.ActionDone{Evidence: long + "é"}).ThenInvalid("action", "evidence").
		When(review.ActionDone{Action: "a", Evidence: long}).ThenRecorded()
}

// A log may hold what no judgement let in.
func TestAnActionDoneThatNobodyAssignedIsRead(t *testing.T) {
	given(t, opened, done).When(assigned).ThenConflict("assigned already")
}
