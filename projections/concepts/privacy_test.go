package concepts

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/careact"
	"soin/domain/council"
	"soin/domain/decision"
	"soin/domain/help"
	"soin/domain/onboarding"
	"soin/domain/recognition"
	"soin/domain/turnover"
	"soin/domain/voices"
	"soin/projections/maturity"
)

// figures are those of some concepts of team t, as they are published.
func (s *story) figures(ids ...string) string {
	s.t.Helper()
	var b strings.Builder
	for _, id := range ids {
		f := s.find(id, "t")
		for _, r := range f.Rows {
			f.Figures = append(f.Figures, r.Figures...)
		}
		text, err := json.MarshalIndent(f.Figures, "", " ")
		if err != nil {
			s.t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %s\n", id, text)
	}
	return b.String()
}

func TestOneToFourPeopleAreToldAlike(t *testing.T) {
	few := func(n int) *story {
		s := ward(t)
		s.fact(today-10, "turnover-1", turnover.Reported{TeamID: "t", PeriodStart: today - 100, PeriodEnd: today - 11, Joined: n, Left: n})
		for i := range 12 { // steps of n newcomers
			s.fact(today-100+calendar.Date(i), fmt.Sprintf("onboarding-%d", i%n), onboarding.StepReached{
				TeamID: "t", Member: member(20 + i%n), Step: fmt.Sprintf("step-%d", i), Safe: i%(n+1) == 0,
			})
			s.fact(today-20, fmt.Sprintf("careact-%d", i), careact.Logged{TeamID: "t", Member: member(i % n), Kind: careact.Relational})
		}
		for i := range 12 { // thanks of people among themselves
			s.fact(today-10, fmt.Sprintf("recognition-%d", i), recognition.Given{
				TeamID: "t", From: member(i % n), To: member(i%n + 1 - 2*(i%n%2)), Kind: recognition.Result,
			})
		}
		return s
	}
	concepts := []string{"I6", "J4", "J7", "G3", "D4"}
	one := few(1).figures(concepts...)
	for n := 2; n < fewestPeople; n++ {
		if told := few(n).figures(concepts...); told != one {
			t.Errorf("of %d people is told\n%s\nand of one\n%s", n, told, one)
		}
	}
	f := few(4).find("I6", "t")
	if x := f.labelled(t, "joined on a member's word, to ten points"); x.Value != nil || x.Sample != nil ||
		x.Status != maturity.Withheld || x.Reason.EN != "fewer than 5 people" {
		t.Errorf("of four who joined: %+v", x)
	}
	if x := few(3).find("D4", "t").labelled(t, "links returned within the team"); x.Value != nil || x.Reason.EN != "fewer than 5 people" {
		t.Errorf("links of at most four people: %+v", x)
	}
}

func TestLeavingThatNobodyReportedIsNoPeopleWhoLeft(t *testing.T) {
	if x := ward(t).find("G8", "t").labelled(t, "people who left, to ten points"); x.Value != nil || x.Reason.EN != "nobody reported them" {
		t.Errorf("%+v", x)
	}
}

func TestParticipationInCouncilsIsToldInStepsOfTen(t *testing.T) {
	s := ward(t)
	for i := range 5 {
		s.fact(today-20, fmt.Sprintf("decision-%d", i), decision.Taken{AffectsTeamID: "t", Mode: decision.Chosen})
		s.fact(today-21, fmt.Sprintf("council-%d", i), council.Held{DecisionID: fmt.Sprint(i), TeamID: "t", Participants: 8, Eligible: 12})
	}
	expect(t, s.find("E2", "t"), map[string]float64{"mean participation in councils": 70}) // of 66.7
}

func TestAReasonCountsTheFactsThereAre(t *testing.T) {
	for n, want := range [...]Text{
		{FR: "0 fait, il en faut 5", EN: "0 facts of the 5 it takes"}, {FR: "1 fait, il en faut 5", EN: "1 fact of the 5 it takes"},
		{FR: "2 faits, il en faut 5", EN: "2 facts of the 5 it takes"},
	} {
		if f := share("", "", n, n); f.Reason != want || f.Status != maturity.Insufficient {
			t.Errorf("of %d facts: %+v", n, f)
		}
	}
}

// A box of ratings 1..5, as many of each as told.
func (s *story) box(i int, kind voices.Kind, from string, each ...int) {
	var ratings []voices.Rating
	for x, n := range each {
		r := voices.Rating{Score: x + 1}
		if kind == voices.Care {
			r = voices.Rating{Fit: x + 1, Autonomy: 3}
		}
		ratings = append(ratings, fill(n, r)...)
	}
	on := today - 100 + calendar.Date(i)
	s.fact(on, fmt.Sprintf("voices-%d", i), voices.Released{
		Kind: kind, From: from, TeamIDs: []string{"t"}, PeriodStart: on - 30, PeriodEnd: on - 1, Ratings: ratings,
	})
}

const met = "the care received met the need"

func TestTheMeanOfASmallBoxIsCoarseBeforeItIsPooled(t *testing.T) {
	pooled := func(small ...int) float64 {
		s := ward(t)
		s.box(0, voices.Care, "", 0, 0, 3, 4, 0) // seven: 64.3, told as 65
		s.box(1, voices.Care, "", small...)
		return s.find("B2", "t").value(t, met)
	}
	for _, c := range []struct {
		box  []int // of six
		mean float64
	}{{[]int{0, 1, 3, 1, 1}, 60}, {[]int{0, 0, 4, 2, 0}, 60}, {[]int{0, 0, 3, 3, 0}, 65}} { // 58.3, 58.3 and 62.5
		if told, want := pooled(c.box...), (7*65+6*c.mean)/13; math.Abs(told-want) > 1e-6 {
			t.Errorf("with a box of %v: %v, not %v", c.box, told, want)
		}
	}
	s := ward(t)
	s.box(0, voices.Care, "", 0, 0, 9, 1, 0) // ten, and exact
	expect(t, s.find("B2", "t"), map[string]float64{met: 52.5})
	s = ward(t)
	s.box(0, voices.Care, "", 0, 0, 0, 0, 20) // unanimous
	expect(t, s.find("B2", "t"), map[string]float64{met: 95})
	if x := ward(t).find("B2", "t").labelled(t, met); x.Status != maturity.Insufficient || x.Reason.EN != "fewer than 5 voices, or none" {
		t.Errorf("of no voices: %+v", x)
	}
}

func TestVoicesAreCountedInBandsAlone(t *testing.T) {
	heard := func(members, customers int) *story {
		s := ward(t)
		s.box(0, voices.Care, "", 0, 0, members)
		s.box(1, voices.Care, voices.Customers, 0, 0, customers)
		return s
	}
	five := heard(5, 10)
	for n := range 5 {
		if told := heard(5+n, 10+n).figures("I1"); told != five.figures("I1") {
			t.Errorf("of %d and %d ratings is told\n%s", 5+n, 10+n, told)
		}
	}
	f := five.find("I1", "t")
	for i, want := range map[int]string{0: "5-9", 3: "10-19"} {
		if x := f.Rows[i].Figures[1]; x.Value != nil || x.Sample == nil || *x.Sample != want || f.Rows[i].State != "heard" {
			t.Errorf("%s rated: %+v", f.Rows[i].ID, x)
		}
	}
	if x := f.Rows[4].Figures[1]; x.Value != nil || x.Sample != nil || x.Status != maturity.Withheld {
		t.Errorf("no supplier rated: %+v", x)
	}
}

func TestArrangementsForCarersAreActsToldFromTenOn(t *testing.T) {
	told := func(n int) *story {
		s := ward(t)
		for i := range n {
			s.fact(today-20, fmt.Sprintf("careact-%d", i), careact.Logged{TeamID: "t", Kind: careact.Relational, Carer: true, Axis: care.Self})
		}
		return s
	}
	none := told(0).figures("G5")
	for _, n := range []int{1, 5, 9} {
		if some := told(n).figures("G5"); some != none {
			t.Errorf("of %d acts is told\n%s", n, some)
		}
	}
	const label = "arrangements for carers of relatives, in two years"
	if x := told(9).find("G5", "t").labelled(t, label); x.Status != maturity.Withheld || x.Unit != Acts || x.Value != nil || x.Sample != nil {
		t.Errorf("nine acts: %+v", x)
	}
	if x := told(10).find("G5", "t").labelled(t, label); x.Status != maturity.OK || x.Value != nil || x.Sample == nil || *x.Sample != "10-19" {
		t.Errorf("ten acts: %+v", x)
	}
}

func TestADebtOfCareIsToldOfFiveCarriersOrMore(t *testing.T) {
	s := ward(t)
	for i := range 12 {
		s.fact(today-20, fmt.Sprintf("help-%d", i), help.Given{TeamID: "t", From: member(i % 3), To: member(3), Kind: help.Relational})
		s.fact(today-10, fmt.Sprintf("recognition-%d", i), recognition.Given{TeamID: "t", From: "m9", To: member(i % 3), Kind: recognition.Result})
	}
	debt := s.find("G3", "t").labelled(t, "debt of recognition: share of relational work without an equal share of thanks")
	if debt.Value != nil || debt.Sample != nil || debt.Reason.EN != "fewer than 5 people" {
		t.Errorf("three carriers: %+v", debt)
	}
}
