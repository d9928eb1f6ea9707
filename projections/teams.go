package projections

import (
	"maps"
	"slices"
	"strings"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/team"
	"soin/projections/fold"
)

// Teams is the tree of teams as of any date, with the lineage of those that ended.
type Teams struct {
	fold.View[teams]

	changed event.Position
}

func newTeams() *Teams {
	return &Teams{View: fold.New("teams@1", func() *teams { return &teams{ByID: map[string]*life{}} },
		fold.On((*teams).formed),
		fold.On((*teams).renamed),
		fold.On((*teams).moved),
		fold.On((*teams).headcount),
		fold.On((*teams).merged),
		fold.On((*teams).split),
		fold.On((*teams).dissolved),
	)}
}

// Fold takes the next event in, and remembers the last one about a team.
func (v *Teams) Fold(r event.Recorded) {
	if r.Position > v.Position() && strings.HasPrefix(r.Event.EventName(), "team.") {
		v.changed = r.Position
	}
	v.View.Fold(r)
}

// Resume says that the state was restored from a snapshot at a position.
func (v *Teams) Resume(at event.Position) {
	v.changed = at
	v.View.Resume(at)
}

// Reset forgets everything.
func (v *Teams) Reset() {
	v.changed = 0
	v.View.Reset()
}

// Changed is a position after which no fact about a team was folded: while it stays, so
// does every answer.
func (v *Teams) Changed() event.Position { return v.changed }

type teams struct {
	ByID map[string]*life
}

// life is all that is known of one team. A team that others speak of before it is formed
// has a life without a beginning, and is not shown.
type life struct {
	_         struct{} `cbor:",toarray"`
	Formed    *fold.Instant
	Kind      string
	Contexts  []string
	Name      fold.Timeline[string]
	Parent    fold.Timeline[string]
	Headcount fold.Timeline[int]
	End       *end
	Children  []string // every team that ever had this one as its parent, by id
	From      []string // every team that ended into this one, by id
}

// end is how a team ended.
type end struct {
	At   fold.Instant
	By   string // event name
	Into []string
}

func (s *teams) of(id string) *life {
	l, ok := s.ByID[id]
	if !ok {
		l = &life{}
		s.ByID[id] = l
	}
	return l
}

func (s *teams) formed(e team.Formed, r event.Recorded) {
	l, when := s.of(r.Subject()), fold.At(r.Time)
	l.Formed, l.Kind, l.Contexts = &when, e.Kind, e.Contexts
	l.Name.Put(r, e.Name)
	s.place(r, e.ParentID)
}

func (s *teams) renamed(e team.Renamed, r event.Recorded) { s.of(r.Subject()).Name.Put(r, e.Name) }
func (s *teams) moved(e team.Moved, r event.Recorded)     { s.place(r, e.ParentID) }

func (s *teams) headcount(e team.HeadcountReported, r event.Recorded) {
	s.of(r.Subject()).Headcount.Put(r, e.Headcount)
}

func (s *teams) merged(e team.Merged, r event.Recorded) { s.ended(e, r, e.IntoTeamID) }
func (s *teams) split(e team.Split, r event.Recorded)   { s.ended(e, r, e.IntoTeamIDs...) }

func (s *teams) dissolved(e team.Dissolved, r event.Recorded) { s.ended(e, r) }

// place hangs a team under another one; a team that is said to be its own parent hangs
// nowhere.
func (s *teams) place(r event.Recorded, parentID string) {
	if parentID == r.Subject() {
		parentID = ""
	}
	s.of(r.Subject()).Parent.Put(r, parentID)
	if parentID != "" {
		parent := s.of(parentID)
		parent.Children = include(parent.Children, r.Subject())
	}
}

// ended records an end. A team is no successor of itself, whatever was published.
func (s *teams) ended(e event.Event, r event.Recorded, into ...string) {
	into = slices.DeleteFunc(slices.Clone(into), func(id string) bool { return id == r.Subject() })
	s.of(r.Subject()).End = &end{At: fold.At(r.Time), By: e.EventName(), Into: into}
	for _, id := range into {
		successor := s.of(id)
		successor.From = include(successor.From, r.Subject())
	}
}

// include adds a word to a sorted set.
func include(set []string, word string) []string {
	i, found := slices.BinarySearch(set, word)
	if found {
		return set
	}
	return slices.Insert(set, i, word)
}

// Team is one team as of a date.
type Team struct {
	ID        string
	Name      string
	Kind      string
	Contexts  []string
	ParentID  string         // empty at the top of a tree
	Headcount *int           // as last reported
	FormedOn  calendar.Date  //
	EndedOn   *calendar.Date // nil while it lives
}

// Team finds a team that was formed by a date, ended or not.
func (v *Teams) Team(id string, on calendar.Date) (Team, bool) {
	l, ok := v.Folded().ByID[id]
	if !ok || l.Formed == nil || !l.Formed.By(on) {
		return Team{}, false
	}
	return l.team(id, on), true
}

// List is every team that lived on a date, by id.
func (v *Teams) List(on calendar.Date) []Team {
	return v.living(slices.Sorted(maps.Keys(v.Folded().ByID)), on)
}

// Children lists the teams that lived on a date and had the given parent, by id.
func (v *Teams) Children(id string, on calendar.Date) []Team {
	l, ok := v.Folded().ByID[id]
	if !ok {
		return nil
	}
	return slices.DeleteFunc(v.living(l.Children, on), func(t Team) bool { return t.ParentID != id })
}

func (v *Teams) living(ids []string, on calendar.Date) []Team {
	list := make([]Team, 0, len(ids))
	for _, id := range ids {
		if t, ok := v.Team(id, on); ok && t.EndedOn == nil {
			list = append(list, t)
		}
	}
	return list
}

func (l *life) team(id string, on calendar.Date) Team {
	t := Team{ID: id, Kind: l.Kind, Contexts: l.Contexts, FormedOn: l.Formed.Date()}
	t.Name, _ = l.Name.On(on)
	t.ParentID, _ = l.Parent.On(on)
	if n, ok := l.Headcount.On(on); ok {
		t.Headcount = &n
	}
	if l.End != nil && l.End.At.By(on) {
		ended := l.End.At.Date()
		t.EndedOn = &ended
	}
	return t
}
