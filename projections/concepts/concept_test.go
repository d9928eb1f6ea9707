package concepts

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"soin/domain"
	"soin/domain/event"
	"soin/domain/team"
	"soin/projections/maturity"
)

func TestThereIsARowForEachOfTheSeventySevenConcepts(t *testing.T) {
	sizes := []struct {
		section string
		rows    int
	}{{"A", 9}, {"B", 5}, {"C", 5}, {"D", 7}, {"E", 4}, {"F", 13}, {"G", 11}, {"H", 7}, {"I", 6}, {"J", 10}}
	all := All()
	if len(all) != 77 {
		t.Errorf("there are %d concepts", len(all))
	}
	i := 0
	for _, s := range sizes {
		for n := range s.rows {
			if want := s.section + strings.TrimLeft(string(rune('0'+(n+1)/10))+string(rune('0'+(n+1)%10)), "0"); all[i].ID != want || all[i].Section != s.section {
				t.Errorf("row %d is %s of section %s, not %s", i, all[i].ID, all[i].Section, want)
			}
			i++
		}
	}
	stories := strings.Fields("exemplary facade customers-first ring silent four taker-back campaign reorganised-region contact-centre ward shops back-office")
	for _, c := range all {
		if c.Name.FR == "" || c.Name.EN == "" || len(c.Feeds) == 0 || !slices.Contains(stories, c.Story) {
			t.Errorf("%s lacks a name, a feed or a story: %+v", c.ID, c)
		}
	}
}

func TestConceptsAreFedByEventsThatExist(t *testing.T) {
	var names []string
	for _, typ := range domain.Catalog(json.Unmarshal).Types() {
		names = append(names, typ.Name())
	}
	for _, c := range All() {
		for _, name := range c.Feeds {
			if !slices.Contains(names, name) {
				t.Errorf("%s is fed by %s, which no event is called", c.ID, name)
			}
		}
	}
}

func TestTheScoresOfConceptsStandOnTheScorecard(t *testing.T) {
	s, b := rich(t), board(t)
	for _, c := range All() {
		for _, id := range c.Scores {
			if _, err := b.Explain(s.views, "t", today, id); err != nil {
				t.Errorf("%s refers to %s: %v", c.ID, id, err)
			}
		}
	}
}

func TestEveryConceptShowsSomethingWhereEverythingHappens(t *testing.T) {
	s := rich(t)
	findings, err := OfTeam(s.views, board(t), "t", today)
	if err != nil {
		t.Fatal(err)
	}
	org, err := OfTeam(s.views, board(t), "org", today)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range findings {
		switch {
		case f.shows() || org[i].shows(): // D7 is told of five managers
		case slices.Contains([]string{"A7", "B5", "D1"}, f.Concept.ID): // of scores alone
		default:
			t.Errorf("%s %s shows nothing: %+v", f.Concept.ID, f.Concept.Name.EN, f.Figures)
		}
		bare := slices.Contains([]string{"A7", "B5", "D1", "D7", "G5"}, f.Concept.ID) // scores, the organisation's, or nobody's business
		if len(f.Evidence) == 0 && !bare {
			t.Errorf("%s rests on nothing", f.Concept.ID)
		}
		if !slices.IsSorted(f.Evidence) || f.Position != s.views.Position() {
			t.Errorf("%s: evidence %v at %d", f.Concept.ID, f.Evidence, f.Position)
		}
	}
}

// unit and status are words of the schema; nothing may lack one.
func TestEveryFigureHasAUnitAndAStatus(t *testing.T) {
	s := rich(t)
	s.forms("few", "", 3, team.Formed{})
	s.forms("unknown", "", 0, team.Formed{})
	s.forms("empty", "", 9, team.Formed{})
	for _, id := range []string{"t", "org", "few", "unknown", "empty"} {
		findings, err := OfTeam(s.views, board(t), id, today)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := OfTeam(s.views, board(t), id, today)
		for i, f := range findings {
			figures := f.Figures
			for _, r := range f.Rows {
				figures = append(figures, r.Figures...)
			}
			for _, x := range figures {
				if x.Unit == "" || x.Status == "" || x.Label.FR == "" || x.Label.EN == "" || x.Status == maturity.Insufficient && x.Reason.EN == "" {
					t.Errorf("%s of %s: %+v", f.Concept.ID, id, x)
				}
			}
			if !slices.Equal(f.lines(), again[i].lines()) {
				t.Errorf("%s of %s is told in two ways", f.Concept.ID, id)
			}
		}
	}
}

// shows reports whether anything is told.
func (f Finding) shows() bool {
	ok := func(x Figure) bool { return x.Status == maturity.OK }
	return slices.ContainsFunc(f.Figures, ok) || slices.ContainsFunc(f.Rows, func(r Row) bool { return slices.ContainsFunc(r.Figures, ok) })
}

// A lone member's name, or pseudonym, in what is shown would name somebody.
func TestNoFindingNamesAMemberOrATitle(t *testing.T) {
	s := rich(t)
	for _, id := range []string{"t", "org"} {
		findings, err := OfTeam(s.views, board(t), id, today)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(findings)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 60 {
			if strings.Contains(string(text), `"`+string(member(i))+`"`) {
				t.Errorf("%s shows %s", id, member(i))
			}
		}
		for _, word := range []string{"boss", "bravo"} {
			if strings.Contains(string(text), word) {
				t.Errorf("%s shows %q", id, word)
			}
		}
	}
}

func TestNothingPanicsOnTheSamplesOfEveryEvent(t *testing.T) {
	s := told(t)
	s.forms("accueil-lyon", "", 12, team.Formed{Kind: "desk"})
	s.forms("accueil-villeurbanne", "", 8, team.Formed{Kind: "desk"})
	files, err := filepath.Glob("../../domain/testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	catalog := domain.Catalog(json.Unmarshal)
	for range 2 { // the second time, what a fact speaks of is there
		for _, path := range files {
			name, version, _ := event.ParseWireType("soin." + strings.TrimSuffix(filepath.Base(path), ".json"))
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			e, err := catalog.Decode(name, version, data)
			if err != nil {
				continue // a second sample of a form, or a voice: told apart by its file name
			}
			s.next++
			context, _, _ := strings.Cut(name, ".")
			s.views.Fold(event.Recorded{
				Envelope: event.Envelope{Time: (today - 30).Start()},
				Place:    event.Place{Stream: context + "-1", Position: s.next}, Event: e,
			})
		}
	}
	for _, sample := range s.views.Teams.List(today) {
		if _, err := OfTeam(s.views, board(t), sample.ID, today); err != nil {
			t.Error(err)
		}
	}
	Queues(s.views, board(s.t), today)
}

func TestAskingForWhatIsNotThereIsAnError(t *testing.T) {
	s := rich(t)
	var unknown *UnknownError
	if _, err := Find(s.views, board(t), "Z9", "t", today); !errors.As(err, &unknown) || unknown.Concept != "Z9" {
		t.Errorf("a concept that is not there: %v", err)
	}
	if _, err := Find(s.views, board(t), "A1", "nowhere", today); !errors.As(err, &unknown) || unknown.Team != "nowhere" {
		t.Errorf("a team that is not there: %v", err)
	}
	if _, err := OfTeam(s.views, board(t), "t", today-2000); !errors.As(err, &unknown) {
		t.Errorf("a team before it was formed: %v", err)
	}
}
