package concepts

import (
	"fmt"
	"slices"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections"
	"soin/projections/evidence"
	"soin/projections/maturity"
)

// desk is one team as of a date, on which any number of concepts are looked up.
type desk struct {
	views *projections.Views
	board *maturity.Board
	team  projections.Team
	on    calendar.Date

	*evidence.Dossier     // of the team and of the small ones that count in it
	joined            int // people of those small ones

	scorecard *maturity.Scorecard // once it was asked for
}

// inquiry is one concept being looked up.
type inquiry struct {
	*desk
	found Finding
}

// UnknownError says that there is no such concept or team.
type UnknownError struct{ Concept, Team string }

func (e *UnknownError) Error() string {
	if e.Team != "" {
		return fmt.Sprintf("there is no team %q by that date", e.Team)
	}
	return fmt.Sprintf("there is no concept %q", e.Concept)
}

// ProblemCode is its code on every way out.
func (*UnknownError) ProblemCode() string { return "not-found" }

// Find shows one concept for a team, as of a date. The error is an [UnknownError].
func Find(views *projections.Views, board *maturity.Board, id, teamID string, on calendar.Date) (Finding, error) {
	all := rows()
	i := slices.IndexFunc(all, func(r row) bool { return r.id == id })
	if i < 0 {
		return Finding{}, &UnknownError{Concept: id}
	}
	d, err := sit(views, board, teamID, on)
	if err != nil {
		return Finding{}, err
	}
	return d.find(all[i]), nil
}

// OfTeam shows every concept for a team, as of a date, in canonical order. The error is an
// [UnknownError].
func OfTeam(views *projections.Views, board *maturity.Board, teamID string, on calendar.Date) ([]Finding, error) {
	d, err := sit(views, board, teamID, on)
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for _, r := range rows() {
		findings = append(findings, d.find(r))
	}
	return findings, nil
}

func sit(views *projections.Views, board *maturity.Board, teamID string, on calendar.Date) (*desk, error) {
	team, ok := views.Teams.Team(teamID, on)
	if !ok {
		return nil, &UnknownError{Team: teamID}
	}
	return seat(views, board, team, on), nil
}

// seat is a desk with the evidence of a team and of the small ones below that count in it,
// which are those that count in its scores.
func seat(views *projections.Views, board *maturity.Board, team projections.Team, on calendar.Date) *desk {
	d := &desk{views: views, board: board, team: team, on: on}
	all := []*evidence.Dossier{views.Evidence.Of(team.ID)}
	for _, id := range board.Includes(views, team.ID, on) {
		all = append(all, views.Evidence.Of(id))
		if small, ok := views.Teams.Team(id, on); ok {
			d.joined += sizeOf(small)
		}
	}
	d.Dossier = views.Evidence.Merge(all...)
	return d
}

// fewestPeople of whom anything is told.
const fewestPeople = 5

func (d *desk) find(r row) Finding {
	c := r.concept()
	q := &inquiry{desk: d}
	q.found = Finding{Concept: c, TeamID: d.team.ID, On: d.on, Scores: c.Scores, Position: d.views.Position()}
	switch {
	case r.find == nil:
	case sizeOf(d.team) == 0:
		q.silent(maturity.Insufficient, c.Name, Text{
			FR: "personne n'a dit combien l'équipe compte de personnes",
			EN: "nobody reported how many people the team has",
		})
	case sizeOf(d.team) < fewestPeople:
		q.silent(maturity.Withheld, c.Name, d.tooSmall())
	default:
		r.find(q)
	}
	slices.Sort(q.found.Evidence)
	q.found.Evidence = slices.Compact(q.found.Evidence)
	return q.found
}

// tooSmall says where a team of fewer than five people is read.
func (d *desk) tooSmall() Text {
	if d.card().CountsIn == nil {
		return Text{
			FR: "l'équipe compte moins de 5 personnes, et il n'y a rien d'autre à lire avec elle",
			EN: "the team has fewer than 5 people, and there is nothing else to read with it",
		}
	}
	return Text{
		FR: "l'équipe compte moins de 5 personnes : elle se lit avec son équipe parente",
		EN: "the team has fewer than 5 people: it is read with its parent",
	}
}

// card is the team's scorecard.
func (d *desk) card() *maturity.Scorecard {
	if d.scorecard == nil {
		card, _ := d.board.Scorecard(d.views, d.team.ID, d.on) // of no team: an empty one
		d.scorecard = &card
	}
	return d.scorecard
}

// headcount is the people whose evidence lies on the desk: those of the team and of the
// small ones that count in it.
func (d *desk) headcount() int { return sizeOf(d.team) + d.joined }

// sizeOf is the people of a team as last reported, 0 when nobody reported.
func sizeOf(team projections.Team) int {
	if team.Headcount == nil {
		return 0
	}
	return *team.Headcount
}

// silent is a finding of one figure that has no value.
func (q *inquiry) silent(status projections.Status, label, reason Text) {
	q.figure(Figure{Label: label, Unit: Acts, Status: status, Reason: reason})
}

func (q *inquiry) note(fr, en string)   { q.found.Note = Text{FR: fr, EN: en} }
func (q *inquiry) figure(f Figure)      { q.found.Figures = append(q.found.Figures, f) }
func (q *inquiry) row(r Row)            { q.found.Rows = append(q.found.Rows, r) }
func (q *inquiry) saw(p event.Position) { q.found.Evidence = append(q.found.Evidence, p) }

// year is the window of most views, in days.
const year = 365

// happening is anything with a moment.
type happening interface{ Happened() evidence.Moment }

// within reports whether something happened in the days (on - window, on].
func (q *inquiry) within(m evidence.Moment, window int) bool {
	age := q.on.Days(m.At.Date())
	return age >= 0 && age < window
}

// pick is what happened in a window and fulfils a condition; the finding rests on it.
func pick[T happening](q *inquiry, list []T, window int, holds func(T) bool) (picked []T) {
	for _, t := range list {
		if m := t.Happened(); q.within(m, window) && (holds == nil || holds(t)) {
			picked = append(picked, t)
			q.saw(m.In)
		}
	}
	return picked
}

// lately is what happened in the last year.
func lately[T happening](q *inquiry, list []T) []T { return pick(q, list, year, nil) }

// some counts what fulfils a condition.
func some[T any](list []T, holds func(T) bool) (n int) {
	for _, t := range list {
		if holds(t) {
			n++
		}
	}
	return n
}
