package concepts

import (
	"slices"

	"soin/domain/calendar"
	"soin/projections"
	"soin/projections/evidence"
	"soin/projections/maturity"
)

// Waiting is everything that waits for somebody, across the organisation: each list with
// the oldest first, whatever team it is of.
type Waiting struct {
	On            calendar.Date
	Irritants     []Row // reported and not resolved, or contested
	Delegations   []Row // offered and not answered, or running
	Commitments   []Row // due within 30 days, or overdue
	Needs         []Row // voiced and not answered
	Incidents     []Row // that nobody owns, of teams of ten people or more
	ReviewActions []Row // assigned and not done
}

// soonDue are the days before its due date in which a commitment is in the queue.
const soonDue = 30

// Queues lists what waits in every living team of five people or more, as of a date; what
// waits in a smaller one is listed with a team above it, or not at all where it would stand
// there alone.
func Queues(views *projections.Views, board *maturity.Board, on calendar.Date) Waiting {
	w := Waiting{On: on}
	for _, team := range views.Teams.List(on) {
		if sizeOf(team) < fewestPeople {
			continue
		}
		q := &inquiry{desk: seat(views, board, team, on)}
		q.queue(&w.Irritants, (*inquiry).openIrritants)
		q.queue(&w.Delegations, (*inquiry).openDelegations)
		q.queue(&w.Commitments, (*inquiry).dueCommitments)
		q.queue(&w.Needs, (*inquiry).unansweredNeeds)
		q.queue(&w.Incidents, (*inquiry).unownedIncidents)
		q.queue(&w.ReviewActions, (*inquiry).openActions)
	}
	for _, list := range [...]*[]Row{&w.Irritants, &w.Delegations, &w.Commitments, &w.Needs, &w.Incidents, &w.ReviewActions} {
		slices.SortStableFunc(*list, byAge)
	}
	return w
}

func (q *inquiry) queue(list *[]Row, find func(*inquiry)) {
	q.found = Finding{}
	find(q)
	*list = append(*list, q.found.Rows...)
}

func (q *inquiry) openIrritants() {
	for _, t := range q.Irritants {
		if f := q.fateOf(t); q.by(t.Moment) && f.open() {
			q.link(t.ID, t.Moment, Text{FR: "irritant", EN: "irritant"}, f.state, int(t.Severity))
		}
	}
}

func (q *inquiry) openDelegations() {
	for _, d := range q.Delegations {
		if state := q.fateOfDelegation(d); q.by(d.Moment) && (state == "offered" || state == "accepted" || state == "overridden") &&
			!q.has(d.Steps, evidence.Completed) {
			q.link(d.ID, d.Moment, Text{FR: "délégation", EN: "delegation"}, state, int(d.Stakes))
		}
	}
}

func (q *inquiry) dueCommitments() {
	for _, c := range q.Commitments {
		due := calendar.Date(c.DueOn)
		if !q.by(c.Moment) || q.has(c.Steps, evidence.Kept, evidence.KeptLate, evidence.Broken) || due.Days(q.on) > soonDue {
			continue
		}
		q.row(Row{
			ID: c.ID, TeamID: q.team.ID, On: due, What: Text{FR: "engagement", EN: "commitment"}, State: q.fateOfCommitment(c),
			Age: q.on.Days(due),
		})
	}
}

func (q *inquiry) unansweredNeeds() {
	for _, n := range q.Needs {
		if q.by(n.Moment) && q.unanswered(n) {
			q.link(n.ID, n.Moment, Text{FR: "besoin", EN: "need"}, "unanswered", 0)
		}
	}
}

func (q *inquiry) unownedIncidents() {
	for _, i := range q.Incidents {
		if sizeOf(q.team) >= fewestForIncidents && q.by(i.Moment) && !q.has(i.Steps, evidence.Owned, evidence.Closed) {
			q.link(i.ID, i.Moment, Text{FR: "incident", EN: "incident"}, "unowned", int(i.Severity))
		}
	}
}

func (q *inquiry) openActions() {
	for _, r := range q.Reviews {
		for _, a := range r.Actions {
			if q.by(a.Moment) && !q.done(a) {
				state := "assigned"
				if calendar.Date(a.DueOn) < q.on {
					state = "overdue"
				}
				q.link(a.ID, a.Moment, Text{FR: "action d'une revue", EN: "action of a review"}, state, 0)
			}
		}
	}
}
