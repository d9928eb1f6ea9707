package maturity

import (
	"errors"
	"reflect"
	"slices"
	"sync"
	"testing"

	"soin/domain/care"
	"soin/domain/careact"
	teams "soin/domain/team"
	"soin/projections"
)

// scored is the scorecard of a team that has one.
func scorecardOf(t testing.TB, b *Board, views *projections.Views, id string, on string) Scorecard {
	t.Helper()
	s, err := b.Scorecard(views, id, must(on))
	if err != nil || s.Status != OK {
		t.Fatalf("%s on %s: %v, %s %v", id, on, err, s.Status, s.Reason)
	}
	return s
}

func TestTheMatrixSaysWhatEachScorecardSays(t *testing.T) {
	c, b := organisation(t, 9, 3), aBoard(t)
	for _, on := range []string{"2024-03-31", "2024-08-15", "2024-09-30", "2024-10-05"} {
		m := aBoard(t).Matrix(c.views, must(on))
		if len(m.Teams) != 10 || !slices.IsSorted(m.Teams) {
			t.Fatalf("teams of %s are %v", on, m.Teams)
		}
		for i, id := range m.Teams {
			s := scorecardOf(t, b, c.views, id, on)
			if m.Levels[i] != s.Level || m.Flags[i] != len(s.Flags) {
				t.Errorf("%s on %s: level %d with %d flags in the matrix, %d with %d in the scorecard", id, on, m.Levels[i], m.Flags[i], s.Level, len(s.Flags))
			}
			for k, x := range slices.Concat(s.Cells, s.Criteria, s.Axes) {
				at := i*len(m.Columns) + k
				if m.Columns[k] != x.ID || m.Statuses[at] != x.Status ||
					!reflect.DeepEqual(m.Values[at], x.Value) || !reflect.DeepEqual(m.Raws[at], x.Raw) {
					t.Errorf("%s of %s on %s differs between matrix and scorecard", x.ID, id, on)
				}
			}
		}
	}
}

func TestWhatABoardRemembersChangesNoAnswer(t *testing.T) {
	c := organisation(t, 7, 2)
	older := projections.NewViews()
	for _, r := range c.told {
		older.Fold(r)
	}
	b := aBoard(t)
	look := func(views *projections.Views) (out []any) {
		return ask4(t, b, views)
	}
	fresh := func(views *projections.Views) []any { return ask4(t, aBoard(t), views) }
	before := look(older)
	c.once(must("2024-05-05"), "careact", careact.Logged{TeamID: "t3", Member: "x", Kind: careact.Relational, Axis: care.Team})
	c.quarter("t2", must("2024-02-01"), .9)
	c.fact(must("2024-06-01"), "team-t1", teams.HeadcountReported{Headcount: 3})
	c.fact(must("2024-06-02"), "team-t6", teams.Dissolved{})
	after := look(c.views)
	if !reflect.DeepEqual(after, fresh(c.views)) {
		t.Error("a board that saw the past answers otherwise than one that did not")
	}
	if reflect.DeepEqual(before, after) {
		t.Error("new facts change nothing")
	}
	if !reflect.DeepEqual(look(older), before) {
		t.Error("views at an older position are no longer answered as they were")
	}
	if !reflect.DeepEqual(look(c.views), after) {
		t.Error("after older views, new ones are answered otherwise")
	}
}

// ask4 asks a board all it can be asked.
func ask4(t testing.TB, b *Board, views *projections.Views) (out []any) {
	on := must("2024-07-10")
	for _, id := range []string{"root", "t1", "t2", "t3"} {
		s, err := b.Scorecard(views, id, on)
		if err != nil {
			t.Fatal(err)
		}
		e, err := b.Explain(views, id, on, "XT")
		out = append(out, s, e, err, b.History(views, id, day0, on))
	}
	return append(out, b.Matrix(views, on), b.LeadLag(views, on))
}

func TestWhatWasKnownLongAgoIsAnsweredBesideTheNews(t *testing.T) {
	c, b := organisation(t, 5, 2), aBoard(t)
	news := folded(c.told)
	before := ask4(t, b, news)
	for _, n := range []int{3, 4, 2} {
		older := folded(c.told[:len(c.told)*n/6])
		if got := ask4(t, b, older); !reflect.DeepEqual(got, ask4(t, aBoard(t), older)) {
			t.Errorf("%d of six parts of the log are not answered as a fresh board would", n)
		}
		if b.census.position != news.Position() {
			t.Error("a look back unsettles what is known of the news")
		}
	}
	if got := ask4(t, b, news); !reflect.DeepEqual(got, before) {
		t.Error("the news are answered otherwise after a look back")
	}
	if b.past == nil || b.past.past != nil {
		t.Error("older positions are not answered by one board of the past")
	}
}

func TestManyMayAskAtOnce(t *testing.T) {
	c, b := organisation(t, 6, 2), aBoard(t)
	want := scorecardOf(t, aBoard(t), c.views, "t2", "2024-05-01")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if i%2 == 0 {
				b.Matrix(c.views, must("2024-05-01"))
			}
			s, err := b.Scorecard(c.views, "t2", must("2024-05-01"))
			if err != nil || !reflect.DeepEqual(s, want) {
				t.Errorf("asked at once, t2 is answered otherwise: %v", err)
			}
		})
	}
	wg.Wait()
}

func TestDatesFarFromAllEvidenceAreAnsweredToo(t *testing.T) {
	c, b := organisation(t, 3, 2), aBoard(t)
	s := scorecardOf(t, b, c.views, "t1", "9999-12-31")
	if s.Cells[0].Value != nil || s.Level > care.Declaree || len(b.quarters) > 50 {
		t.Errorf("in eight thousand years: level %d after %d quarter ends, %+v", s.Level, len(b.quarters), s.Cells[0])
	}
	if got := b.History(c.views, "t1", must("0001-01-01"), must("9999-12-31")); len(got) < 2 || got[0].On != must("2024-03-31") {
		t.Errorf("the history begins with %+v", got[0].On)
	}
}

func TestATeamTooSmallCountsInTheOneAboveIt(t *testing.T) {
	c := tell(t)
	c.forms("big", "", 9)
	c.forms("small", "big", 3)
	c.forms("smaller", "small", 1)
	c.forms("alone", "", 2)
	c.quarter("big", day0, .8)
	c.quarter("small", day0, .8)
	c.quarter("smaller", day0, .8)
	b := aBoard(t)
	for id, above := range map[string]string{"small": "big", "smaller": "big", "alone": ""} {
		s, err := b.Scorecard(c.views, id, must("2024-06-30"))
		if err != nil || s.Status != Withheld || s.Reason.FR == "" || len(s.Cells) > 0 {
			t.Errorf("%s has a scorecard: %+v, %v", id, s, err)
		}
		if got := s.CountsIn; (got == nil) != (above == "") || got != nil && *got != above {
			t.Errorf("%s counts in %v, want %q", id, got, above)
		}
	}
	s := scorecardOf(t, b, c.views, "big", "2024-06-30")
	if !slices.Equal(s.Includes, []string{"small", "smaller"}) || s.Cells[0].Value == nil {
		t.Errorf("big includes %v and its first cell is %+v", s.Includes, s.Cells[0])
	}
	if m := b.Matrix(c.views, must("2024-06-30")); !slices.Equal(m.Teams, []string{"big"}) {
		t.Errorf("the matrix shows %v", m.Teams)
	}
}

// The acts of four people, told under the name of the team above, are still theirs.
func TestASmallTeamCountsOnlyWhereItMinglesWithOthers(t *testing.T) {
	c := tell(t)
	c.forms("big", "", 9)
	c.forms("small", "big", 4)
	c.quarter("small", day0, .8)
	b := aBoard(t)
	if s := scorecardOf(t, b, c.views, "big", "2024-06-30"); len(s.Includes) > 0 || s.Level != care.Insuffisante ||
		slices.ContainsFunc(s.Cells, func(x Score) bool { return x.Value != nil }) {
		t.Errorf("big, which did nothing itself, tells of the small one: %+v", s)
	}
	c.forms("second", "big", 2)
	c.quarter("second", day0, .8)
	s := scorecardOf(t, b, c.views, "big", "2024-06-30")
	if !slices.Equal(s.Includes, []string{"second", "small"}) {
		t.Errorf("with six people in two small teams, big includes %v", s.Includes)
	}
	x, err := b.Explain(c.views, "big", must("2024-06-30"), "XS1")
	if err != nil || x.Root.NBand == nil || *x.Root.NBand != "10-19" {
		t.Errorf("XS1 is a share of %v, want one of the fifteen people", x.Root.NBand)
	}
}

func TestATeamOfUnknownSizeHasAScorecardWithoutFiguresPerHead(t *testing.T) {
	c := tell(t)
	c.fact(day0, "team-a", teams.Formed{Name: "a", Kind: "ward"})
	c.quarter("a", day0, .8)
	s := scorecardOf(t, aBoard(t), c.views, "a", "2024-03-31")
	e, err := aBoard(t).Explain(c.views, "a", must("2024-03-31"), "XS1")
	if err != nil || e.Root.Status != Insufficient || s.Cells[1].Status == Withheld {
		t.Errorf("XS1 of a team of unknown size is %+v, %v", e.Root, err)
	}
}

func TestTeamsThatAreNotThereHaveNoScorecard(t *testing.T) {
	c, b := organisation(t, 1, 1), aBoard(t)
	if _, err := b.Scorecard(c.views, "nobody", day0); !errors.Is(err, ErrUnknownTeam) {
		t.Errorf("an unknown team gives %v", err)
	}
	if _, err := b.Scorecard(c.views, "t0", day0-1); !errors.Is(err, ErrUnknownTeam) {
		t.Errorf("a team to come gives %v", err)
	}
	c.fact(must("2024-05-01"), "team-t0", teams.Dissolved{})
	s, err := b.Scorecard(c.views, "t0", must("2024-05-02"))
	if err != nil || s.Status != Insufficient || s.Reason.EN != "the team ended on 2024-05-01" {
		t.Errorf("a team that ended gives %+v, %v", s, err)
	}
	if s := scorecardOf(t, b, c.views, "t0", "2024-04-30"); s.AsOf != must("2024-04-30") {
		t.Errorf("the day before it ended gives %+v", s)
	}
}
