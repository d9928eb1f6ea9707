package maturity

import (
	"slices"
	"sync"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/projections"
)

// Unknown says that there is nothing of that name.
type Unknown string

func (u Unknown) Error() string { return string(u) }

// ProblemCode is its code on every way out.
func (Unknown) ProblemCode() string { return "not-found" }

// What may be unknown.
const (
	ErrUnknownTeam   Unknown = "no such team was formed by that date"
	ErrUnknownFigure Unknown = "the care model has no figure of that id"
)

// Board answers for all teams of one log by one care model. It is safe for concurrent use, by readers
// of views at different positions of one log too; those at the newest one it serves best.
//
// What other teams are like is learnt at quarter ends: a figure as of a date is shrunk by
// the last quarter end up to it. So a date between two of them asks nothing of other
// teams, and a norm does not move from day to day.
//
// It remembers the cells of every team at every quarter end since the first evidence, about
// 700 bytes each (20,000 teams, 12 quarters: 170 MB), the teams and matrices of the last
// eight dates between (1.5 kB a team each) and the last 2,048 scorecards asked for (20 kB
// each); and as much again once somebody asks what was known long ago.
type Board struct {
	model care.Model
	hash  string

	mu       sync.Mutex
	census   census
	quarters map[calendar.Date]*day
	days     *recent[calendar.Date, *day]
	cards    *recent[cardKey, filed]
	lags     *recent[lagKey, Precedence]
	norms    uint64 // how often a norm changed
	newest   event.Position
	previous event.Position // that readers may still hold while the newest is served
	past     *Board         // answers for older positions, so that these do not unsettle this one
	archive  bool           // it is another board's past
	judging  bool           // rows are judged as soon as they are made
}

// What a board remembers beside quarter ends.
const (
	keptDays    = 8
	keptCards   = 2048
	keptMakings = 4096 // cards that may wait for a quarter end's norm, 40 kB each
)

// cardKey is what a scorecard was asked for.
type cardKey struct {
	teamID string
	on     calendar.Date
}

// filed is a scorecard as it was told, and what it was made of.
type filed struct {
	stamp stamp
	card  Scorecard
	drawn *draws
}

// stamp says of what evidence something was made: equal stamps, equal answers.
type stamp struct {
	since event.Position
	norms uint64
	rules rules
}

// NewBoard gives a board of a model; hash is that of the model file.
func NewBoard(model care.Model, hash string) *Board {
	return &Board{
		model: model, hash: hash, quarters: map[calendar.Date]*day{},
		days: keep[calendar.Date, *day](keptDays), cards: keep[cardKey, filed](keptCards),
		lags: keep[lagKey, Precedence](keptDays),
	}
}

// serving is the board that answers for views: itself, or for what was known long ago its
// past, which remembers as much again.
func (b *Board) serving(views *projections.Views) *Board {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch at := views.Position(); {
	case b.archive || at == b.newest || at == b.previous:
	case at > b.newest:
		b.previous, b.newest = b.newest, at
	default:
		if b.past == nil {
			b.past = NewBoard(b.model, b.hash)
			b.past.archive = true
		}
		return b.past
	}
	return b
}

func (b *Board) edition() Edition { return Edition{b.model.Version, b.hash} }

// Scorecard is a team's. A team that ended, and one too small, has none and the reason.
func (b *Board) Scorecard(views *projections.Views, teamID string, on calendar.Date) (Scorecard, error) {
	b = b.serving(views)
	r, s, err := b.lookUp(views, teamID, on)
	if err != nil || s.Status != OK {
		return s, err
	}
	key := cardKey{teamID, on}
	b.mu.Lock()
	known, found := b.cards.get(key)
	if found && known.card.Position == views.Position() {
		b.mu.Unlock()
		return known.card, nil
	}
	g := b.ground(views, &r, on)
	b.mu.Unlock()
	if found && known.stamp == g.stamp {
		known.card.Position = views.Position()
		return known.card, nil
	}
	c := b.cardOf(views, &r, on, g)
	c.drawnBefore = known.drawn
	s.fill(c, g)
	if len(s.Flags) > 0 { // rare enough to look a second time, for the evidence
		traced := b.tracedCard(views, &r, on, g)
		s.Flags = traced.flags(traced)
	}
	b.mu.Lock()
	b.cards.put(key, filed{g.stamp, s, c.drawn})
	b.mu.Unlock()
	return s, nil
}

// lookUp finds a team with the small ones that count in it, and says whether it has a
// scorecard at all.
func (b *Board) lookUp(views *projections.Views, teamID string, on calendar.Date) (row, Scorecard, error) {
	s := Scorecard{TeamID: teamID, AsOf: on, Position: views.Position(), Model: b.edition(), Status: OK}
	t, ok := views.Teams.Team(teamID, on)
	switch {
	case !ok:
		return row{}, s, ErrUnknownTeam
	case t.EndedOn != nil:
		s.Status, s.Reason = Insufficient, endedText(*t.EndedOn)
	case tooSmall(&b.model, t):
		s.Status, s.Reason = Withheld, tooSmallText(b.model.Cells.SmallTeam)
		if up, found := b.nearest(views, t, on); found && slices.Contains(b.Includes(views, up, on), teamID) {
			s.CountsIn = &up
		}
	}
	r := row{team: t}
	b.below(views, &r.small, t, on)
	slices.Sort(r.small)
	s.Includes = b.mingled(views, &r, on)
	return r, s, nil
}

// below gathers the small teams that have no other team with a scorecard nearer above.
func (b *Board) below(views *projections.Views, small *[]string, t projections.Team, on calendar.Date) {
	for _, child := range views.Teams.Children(t.ID, on) {
		if tooSmall(&b.model, child) && !slices.Contains(*small, child.ID) {
			*small = append(*small, child.ID)
			b.below(views, small, child, on)
		}
	}
}

// nearest is the team above that a small one counts in.
func (b *Board) nearest(views *projections.Views, t projections.Team, on calendar.Date) (string, bool) {
	for seen := []string{t.ID}; ; seen = append(seen, t.ID) {
		up, ok := views.Teams.Team(t.ParentID, on)
		if !ok || up.EndedOn != nil || slices.Contains(seen, up.ID) {
			return "", false
		}
		if t = up; !tooSmall(&b.model, t) {
			return t.ID, true
		}
	}
}

// ground is what a team's card stands on besides its own evidence.
type ground struct {
	stamp    stamp
	norm     norm
	standing standing
	evidence bool           // anything was told of the team by the date
	on       *calendar.Date // quarter end of the norm
	earlier  []quarterCells // of the team, newest first, the quarter end of the norm included
}

// quarterCells is a team's cells at a quarter end.
type quarterCells struct {
	on    calendar.Date
	cells [len(care.Cells)]estimate
}

// ground needs the board's lock.
func (b *Board) ground(views *projections.Views, r *row, on calendar.Date) ground {
	b.attune(views)
	b.enrol(views, r)
	g := ground{evidence: b.first(r) <= on}
	if ends := b.quarterEnds(dawn, on); len(ends) > 0 {
		end := ends[len(ends)-1]
		g.norm, g.on = b.quarter(views, end).norm, &end
	}
	g.standing, g.earlier = b.standing(views, r, on)
	g.stamp = stamp{sinceOf(views, r.team.ID), b.norms, b.census.rules}
	return g
}

// enrol takes a row's teams into the census.
func (b *Board) enrol(views *projections.Views, r *row) {
	b.census.enrol(views, r.team.ID)
	for _, id := range r.small {
		b.census.enrol(views, id)
	}
}

// cardOf makes a team's figures.
func (b *Board) cardOf(views *projections.Views, r *row, on calendar.Date, g ground) *card {
	c := newCard(b.subject(views, r, on), g.norm)
	c.remember(g.earlier)
	return c
}
