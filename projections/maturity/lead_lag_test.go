package maturity

import (
	"strings"
	"testing"

	"soin/projections/stats"
)

func TestPrecedenceIsToldAsAnOrderInTimeAndNothingElse(t *testing.T) {
	for _, r := range []stats.LeadLagResult{{Lag: 2, C: .7, P: .01}, {Lag: -3, C: .7, P: .01}, {C: .9, P: .01}, {Lag: 2, C: .1, P: .8}} {
		told := precedes(r, .1)
		all := strings.ToLower(told.FR + " " + told.EN)
		if !strings.Contains(all, "précède") || strings.Contains(all, "caus") || strings.Contains(all, "effet") {
			t.Errorf("lag %d with p %v is told %+v", r.Lag, r.P, told)
		}
	}
}

func TestPrecedenceNeedsMonthsOfBoth(t *testing.T) {
	c, b := organisation(t, 3, 2), aBoard(t)
	p := b.LeadLag(c.views, must("2024-06-30"))
	if p.All.Status != Insufficient || p.All.Months != nil || p.All.Text.FR == "" || len(p.Teams) != 0 {
		t.Errorf("two quarters of three teams give %+v", p)
	}
}

func TestMembersWhoComeFirstAreSeenToComeFirst(t *testing.T) {
	c, b := tell(t), aBoard(t)
	c.forms("a", "", 20)
	// What members live goes up and down; customers follow two months later.
	lived := []float64{.5, .8, .4, .9, .6, .85, .45, .7, .95, .5, .75, .4, .9, .55, .8, .6, .95, .45, .7, .85}
	for month, quality := range lived {
		on := monthEnd(day0)
		for range month {
			on = monthEnd(on + 1)
		}
		c.asked(on-2, "a", 18, 20, quality)
		if month >= 2 {
			c.mirrored(on-20, "a", 40, lived[month-2])
		}
	}
	p := b.LeadLag(c.views, must("2025-08-31"))
	if len(p.Teams) != 1 || p.All.Status != OK || *p.All.Months != 2 || *p.All.P > .1 {
		t.Fatalf("%+v", p)
	}
	if p.All.Text.FR[:len("ce que vivent les membres précède de 2 mois")] != "ce que vivent les membres précède de 2 mois" {
		t.Errorf("it is told %q", p.All.Text.FR)
	}
}
