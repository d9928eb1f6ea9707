package survey

import (
	"fmt"

	"soin/domain/rule"
)

// Tallied is one team's results of a survey, aggregated by the tool that asked. They
// are used as they are; what the tool did not count, nobody makes up.
type Tallied struct {
	InstrumentID string   `json:"instrumentId"`
	Version      string   `json:"version,omitempty"` // of the instrument; newest at the time when empty
	TeamID       string   `json:"teamId"`
	Respondents  *int     `json:"respondents,omitempty"`  // people, at least MinRespondents and the answers to any item
	Eligible     *int     `json:"eligible,omitempty"`     // people, at least Respondents
	ResponseRate *float64 `json:"responseRate,omitempty"` // share 0..1, where people were not counted
	Revision     int      `json:"revision,omitempty"`     // 1, 2, ... when the tool corrects what it published
	Items        []Result `json:"items"`                  // 1..1000
}

// Result is one item's answers: their mean or their favourable share.
type Result struct {
	Item         string   `json:"item"`
	N            *int     `json:"n,omitempty"`            // answers, at least MinRespondents
	Mean         *float64 `json:"mean,omitempty"`         // on the item's scale
	Favourable   *float64 `json:"favourable,omitempty"`   // share of answers that agree, 0..100
	SD           *float64 `json:"sd,omitempty"`           // sample standard deviation, with Mean
	Distribution []int    `json:"distribution,omitempty"` // answers by choice, lowest first
}

// MinRespondents is the fewest people a published result may speak of: with fewer, a
// colleague can guess who said what.
const MinRespondents = 5

// A distribution shows more than a mean, so it asks for more answers, and for no
// choice taken by one or two people.
const (
	minDistribution = 10
	minBin          = 3
)

// EventName is the name in storage.
func (Tallied) EventName() string { return "survey.tallied" }

// Validate checks the bounds, and that nobody can be singled out by the figures.
func (e Tallied) Validate() error {
	seen := make(map[string]bool, len(e.Items))
	return rule.All(
		rule.ID("instrumentId", e.InstrumentID),
		rule.OptionalID("version", e.Version),
		rule.ID("teamId", e.TeamID),
		people("respondents", e.Respondents),
		people("eligible", e.Eligible),
		e.validateRate(),
		rule.Between("revision", e.Revision, 0, 1000),
		rule.Check("items", len(e.Items), len(e.Items) >= 1 && len(e.Items) <= 1000, "must hold 1 to 1000 items"),
		rule.Each("items", e.Items, func(r Result) error {
			twice := seen[r.Item]
			seen[r.Item] = true
			return rule.All(r.validate(), rule.Check("item", r.Item, !twice, "has a result already"), e.validateAnswers(r))
		}),
	)
}

func (e Tallied) validateRate() error {
	if e.Respondents != nil && e.Eligible != nil && *e.Respondents > *e.Eligible {
		return rule.Break("eligible", *e.Eligible, "must not be lower than respondents")
	}
	if e.ResponseRate == nil {
		return nil
	}
	return rule.Between("responseRate", *e.ResponseRate, 0, 1)
}

// validateAnswers checks that nobody answered an item who did not answer the survey.
func (e Tallied) validateAnswers(r Result) error {
	path, n := "n", r.answers()
	if r.N == nil {
		path = "distribution"
	}
	return rule.All(
		rule.Check(path, n, e.Respondents == nil || n <= *e.Respondents, "must not be higher than respondents"),
		rule.Check(path, n, e.Eligible == nil || n <= *e.Eligible, "must not be higher than eligible"),
	)
}

// answers are those the result speaks of, 0 where nobody counted them.
func (r Result) answers() int {
	if r.N != nil {
		return *r.N
	}
	total := 0
	for _, n := range r.Distribution {
		total += n
	}
	return total
}

func people(path string, n *int) error {
	if n == nil {
		return nil
	}
	return rule.Check(path, *n, *n >= MinRespondents && *n <= 10_000_000,
		fmt.Sprintf("must be at least %d, or somebody could be singled out", MinRespondents))
}

func (r Result) validate() error {
	checks := []error{
		rule.ID("item", r.Item),
		people("n", r.N),
		rule.Check("favourable", r.Favourable != nil, (r.Mean == nil) != (r.Favourable == nil),
			"or mean must be given, and not both"),
		r.validateDistribution(),
	}
	if r.Favourable != nil {
		checks = append(checks, rule.Between("favourable", *r.Favourable, 0, 100))
	}
	if r.Mean != nil {
		checks = append(checks, rule.Between("mean", *r.Mean, -1000, 1000))
	}
	if r.SD != nil {
		checks = append(checks, rule.Between("sd", *r.SD, 0, 2000),
			rule.Check("sd", *r.SD, r.Mean != nil, "goes with mean"))
	}
	return rule.All(checks...)
}

func (r Result) validateDistribution() error {
	total, thin := 0, false
	for _, n := range r.Distribution {
		if n < 0 || n > 10_000_000 {
			return rule.Break("distribution", n, "must hold counts of people")
		}
		total += n
		thin = thin || (n > 0 && n < minBin)
	}
	if len(r.Distribution) == 0 {
		return nil
	}
	return rule.Check("distribution", r.Distribution,
		len(r.Distribution) <= 101 && total >= minDistribution && !thin,
		fmt.Sprintf("must have at most 101 choices, at least %d answers and no choice of fewer than %d, or somebody could be singled out",
			minDistribution, minBin))
}
