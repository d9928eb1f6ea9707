package voices

import (
	"fmt"
	"slices"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/rule"
)

// Released says how the receivers of a unit of teams rated what they received in a period.
// The ratings stand in the order of [CompareRatings], so their places say nothing of who
// gave them.
type Released struct {
	Kind        Kind          `json:"kind"`
	TeamIDs     []string      `json:"teamIds"`        // one unit: 1..1000 teams, sorted
	PeriodStart calendar.Date `json:"periodStart"`    // first day
	PeriodEnd   calendar.Date `json:"periodEnd"`      // last day, at most 366 days later
	Axis        care.Axis     `json:"axis,omitempty"` // of care: whom it was for
	From        string        `json:"from,omitempty"` // of care: which receivers speak, members when empty
	Ratings     []Rating      `json:"ratings"`        // as many as [Kind.Fewest] or more
	Acts        int           `json:"acts,omitempty"` // acts that could be rated, 0..10,000,000
}

// Receivers other than members, as [Released].From names them.
const (
	Members   = ""
	Customers = "customers"
	Suppliers = "suppliers"
	Community = "community"
	Partners  = "partners"
)

// EventName is the name in storage.
func (Released) EventName() string { return "voices.released" }

// Validate checks the unit, the period and the ratings, and that nobody can be told by
// the place or the number of ratings.
func (e Released) Validate() error {
	fewest := e.Kind.Fewest()
	return rule.All(
		rule.OneOf("kind", e.Kind, kinds[:]...),
		rule.SortedIDs("teamIds", e.TeamIDs, mostTeams),
		calendar.CheckPeriod(e.PeriodStart, e.PeriodEnd),
		rule.OneOf("axis", e.Axis, append(care.Axes[:], "")...),
		rule.Check("axis", string(e.Axis), e.Axis == "" || e.Kind == Care, "goes with care only"),
		rule.OneOf("from", e.From, Members, Customers, Suppliers, Community, Partners),
		rule.Check("from", e.From, e.From == Members || e.Kind == Care, "goes with care only"),
		rule.Between("acts", e.Acts, 0, 10_000_000),
		rule.Check("ratings", len(e.Ratings), len(e.Ratings) >= fewest,
			fmt.Sprintf("must be at least %d, or somebody could be singled out", fewest)),
		rule.Each("ratings", e.Ratings, func(r Rating) error { return r.validate(e.Kind) }),
		rule.Check("ratings", len(e.Ratings), slices.IsSortedFunc(e.Ratings, CompareRatings), "must be sorted by fit, autonomy and score"),
	)
}

func (e Released) judge(b Box) error { return b.unsettled() }
func (e Released) apply(b *Box)      { b.settled = e.EventName() }
