package simulate_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/infra/caremodel"
	"soin/infra/simulate"
	"soin/projections"
	"soin/projections/concepts"
	"soin/projections/maturity"
)

// lumen is the demo's history, folded once for all stories.
var lumen = sync.OnceValue(func() *projections.Views {
	views := projections.NewViews()
	var position event.Position
	_ = simulate.Write(simulate.Demo(), func(f simulate.Fact) error {
		position += 3
		views.Fold(event.Recorded{
			Envelope: f.Envelope, Event: f.Event,
			Place: event.Place{Stream: event.StreamName(category(f.Event), f.Subject), Position: position, RecordedAt: f.Time},
		})
		return nil
	})
	return views
})

// category is that of an event's stream, as far as read models look at it: they find the
// subject behind the first hyphen and tell things of different kinds apart by their ids.
func category(e event.Event) string {
	return strings.ReplaceAll(strings.Split(e.EventName(), ".")[0], "-", "")
}

func board(t *testing.T) *maturity.Board {
	t.Helper()
	model, err := caremodel.Default()
	if err != nil {
		t.Fatal(err)
	}
	return maturity.NewBoard(model, "")
}

func end() calendar.Date { return simulate.Demo().End() }

func card(t *testing.T, team string, on calendar.Date) maturity.Scorecard {
	t.Helper()
	c, err := board(t).Scorecard(lumen(), team, on)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func flagged(c maturity.Scorecard, id string) (maturity.Flag, bool) {
	i := slices.IndexFunc(c.Flags, func(f maturity.Flag) bool { return f.ID == id })
	if i < 0 {
		return maturity.Flag{}, false
	}
	return c.Flags[i], true
}

func cell(c maturity.Scorecard, id string) maturity.Score {
	return c.Cells[slices.IndexFunc(c.Cells, func(s maturity.Score) bool { return s.ID == id })]
}

// node finds a figure in the tree of what made another one.
func node(t *testing.T, team, of, id string) maturity.Node {
	t.Helper()
	e, err := board(t).Explain(lumen(), team, end(), of)
	if err != nil {
		t.Fatal(err)
	}
	queue := []maturity.Node{e.Root}
	for len(queue) > 0 {
		n := queue[0]
		if n.ID == id {
			return n
		}
		queue = append(queue[1:], n.Parts...)
	}
	t.Fatalf("%s of %s is not made of %s", of, team, id)
	return maturity.Node{}
}

func TestTheExemplaryTeamIsReciprocal(t *testing.T) {
	c := card(t, "conseil-lyon", end())
	if c.Level != care.Reciproque || len(c.Flags) > 0 || !c.LevelRobust {
		t.Errorf("level %v (robust %v), flags %v; want level 4, whatever the silent think, and no flag", c.Level, c.LevelRobust, c.Flags)
	}
	for _, s := range slices.Concat(c.Cells, c.Needs, c.Dimensions) {
		if s.Status != maturity.OK || *s.Value < 70 {
			t.Errorf("%s is %v, want it high", s.ID, s)
		}
	}
}

func TestTheFacadeIsSeenThrough(t *testing.T) {
	c := card(t, "boutique-prestige", end())
	f, found := flagged(c, "facade")
	if !found || f.Cap != care.Amorcee || c.Level > care.Amorcee {
		t.Errorf("flag %+v, level %v; want the façade flagged and capped at level 2", f, c.Level)
	}
	thanks := len(lumen().Evidence.Of("boutique-prestige").Recognitions)
	if most := len(lumen().Evidence.Of("conseil-lyon").Recognitions); thanks < 2*most {
		t.Errorf("%d thank-yous beside %d of the exemplary team: this is no façade", thanks, most)
	}
	if xp1 := node(t, "boutique-prestige", "XP", "XP1"); xp1.Value == nil || *xp1.Value > 40 {
		t.Errorf("commitments with owner and budget: %v, want few", xp1.Value)
	}
}

func TestCustomersTreatedBetterThanStaffShowInTheGap(t *testing.T) {
	c := card(t, "conciergerie", end())
	if c.Symmetry.Gap == nil || *c.Symmetry.Gap > -20 {
		t.Errorf("gap %v, want customers at least twenty points ahead", c.Symmetry.Gap)
	}
	if s := c.Symmetry.Score; s.Value == nil || *s.Value > 50 {
		t.Errorf("symmetry %v, want it low although customers are happy", s.Value)
	}
	if other := card(t, "conseil-lyon", end()).Symmetry.Gap; other == nil || *other < -15 || *other > 15 {
		t.Errorf("the exemplary team's gap is %v, want it small", other)
	}
}

func TestTheRingsRecognitionCountsAsInsufficient(t *testing.T) {
	c := card(t, "gestion-paie", end())
	f, found := flagged(c, "ring")
	if !found || len(f.Evidence) == 0 {
		t.Errorf("flags %v, want the ring with its evidence", c.Flags)
	}
	if pt := cell(c, "PT"); pt.Status != maturity.Insufficient || pt.Value != nil {
		t.Errorf("PT is %+v, want it insufficient", pt)
	}
	for _, id := range []string{"PT1", "PT2"} {
		if n, err := board(t).Explain(lumen(), "gestion-paie", end(), id); err != nil || n.Root.Status != maturity.Insufficient {
			t.Errorf("%s: %v %v, want it insufficient", id, n.Root.Status, err)
		}
	}
}

func TestSilenceIsNoGoodNews(t *testing.T) {
	c := card(t, "archives", end())
	if _, found := flagged(c, "silence"); !found {
		t.Errorf("flags %v, want silence", c.Flags)
	}
}

func TestATeamOfFourHasNoScorecardAndCountsInTheOneAbove(t *testing.T) {
	c := card(t, "direction-innovation", end())
	if c.Status != maturity.Withheld || c.CountsIn == nil || *c.CountsIn != "supports" {
		t.Errorf("status %v, counts in %v; want it withheld and counted in supports", c.Status, c.CountsIn)
	}
	for _, s := range slices.Concat(c.Cells, c.Needs, c.Criteria) {
		if s.Value != nil || s.Raw != nil {
			t.Errorf("%s of a team of four is told: %v", s.ID, s)
		}
	}
	if above := card(t, "supports", end()); !slices.Contains(above.Includes, "direction-innovation") {
		t.Errorf("supports includes %v", above.Includes)
	}
}

func TestDelegationsTakenBackAreNoTrust(t *testing.T) {
	depth := node(t, "service-travaux", "XT1", "delegation-depth")
	like := node(t, "comptabilite", "XT1", "delegation-depth")
	if depth.Value == nil || like.Value == nil || *depth.Value > *like.Value/2 {
		t.Errorf("depth %v beside %v of a team like others, want less than half", depth.Value, like.Value)
	}
}

func TestWhatMembersReceivePrecedesWhatCustomersReceiveByTwoMonths(t *testing.T) {
	p := board(t).LeadLag(lumen(), end()).All
	if p.Months == nil || *p.Months != 2 || p.P == nil || *p.P > .01 || *p.Correlation < .3 {
		t.Errorf("%+v, want two months, beyond chance", p)
	}
	if !strings.Contains(p.Text.FR, "précède") || strings.Contains(p.Text.FR, "cause") {
		t.Errorf("it says %q", p.Text.FR)
	}
}

func TestTheCampaignLiftsCustomersTwoMonthsLater(t *testing.T) {
	o := simulate.Demo()
	month := func(n int) calendar.Date { return calendar.Of(o.Start.Start().AddDate(0, n, 0)) - 1 }
	before, after := card(t, "reclamations", month(8)), card(t, "reclamations", month(14))
	for what, scores := range map[string][2]maturity.Score{
		"irritants settled":    {cell(before, "XT"), cell(after, "XT")},
		"what members receive": {before.Symmetry.Employees, after.Symmetry.Employees},
		"what customers say":   {before.Symmetry.Customers, after.Symmetry.Customers},
	} {
		if scores[0].Value == nil || scores[1].Value == nil || *scores[1].Value < *scores[0].Value+8 {
			t.Errorf("%s went from %v to %v, want a clear rise", what, scores[0].Value, scores[1].Value)
		}
	}
}

func TestAReorganisedRegionKeepsItsHistory(t *testing.T) {
	young := calendar.Of(simulate.Demo().Start.Start().AddDate(0, 9, 20)) // no pulse was released in it yet
	c := card(t, "boutique-angers-centre", young)
	if xs := cell(c, "XS"); !slices.Contains(xs.Basis, maturity.Survey) {
		t.Errorf("XS of a team that was carved out rests on %v, want the units of the team it came from", xs.Basis)
	}
	if past := card(t, "boutique-angers", young-30); past.Status != maturity.OK {
		t.Errorf("the team that was split has the status %v for a day it lived", past.Status)
	}
}

func TestTheWardsLoadIsARisk(t *testing.T) {
	xs4, err := board(t).Explain(lumen(), "urgences", end(), "XS4")
	if err != nil || xs4.Root.Value == nil || *xs4.Root.Value > 80 {
		t.Errorf("XS4 %v %v, want a breached right to disconnect", xs4.Root.Value, err)
	}
	finding, err := concepts.Find(lumen(), board(t), "G7", "urgences", end())
	if err != nil || len(finding.Figures)+len(finding.Rows) == 0 {
		t.Errorf("exhaustion: %+v %v, want a curve with its reasons", finding, err)
	}
}

// Every concept has a story of the demo in which there is something to see.
func TestEveryConceptIsShownByItsStory(t *testing.T) {
	stories := map[string]string{
		"exemplary": "conseil-lyon", "facade": "boutique-prestige", "customers-first": "conciergerie", "ring": "gestion-paie",
		"silent": "archives", "four": "direction-innovation", "taker-back": "service-travaux", "campaign": "reclamations",
		"reorganised-region": "boutiques-nord", "contact-centre": "assistance", "ward": "urgences",
		"shops": "boutique-rouen", "back-office": "comptabilite",
	}
	b := board(t)
	for _, c := range concepts.All() {
		team, told := stories[c.Story]
		if !told {
			t.Errorf("%s names the story %q, which nobody tells", c.ID, c.Story)
			continue
		}
		f, err := concepts.Find(lumen(), b, c.ID, team, end())
		if err != nil {
			t.Errorf("%s of %s: %v", c.ID, team, err)
			continue
		}
		shown := len(f.Rows) > 0 || len(f.Scores) > 0 || slices.ContainsFunc(f.Figures, func(x concepts.Figure) bool {
			return x.Value != nil || x.Sample != nil
		})
		if !shown {
			t.Errorf("%s (%s) shows nothing of %s: %+v", c.ID, c.Name.EN, team, f.Figures)
		}
	}
}
