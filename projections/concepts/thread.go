package concepts

import (
	"slices"

	"soin/domain/calendar"
	"soin/projections/evidence"
)

// by reports whether something happened by the date asked.
func (q *inquiry) by(m evidence.Moment) bool { return m.At.By(q.on) }

// step finds the first of some steps that a thread had taken by the date asked.
func (q *inquiry) step(steps []evidence.Step, kinds ...evidence.StepKind) (evidence.Step, bool) {
	for _, s := range steps {
		if slices.Contains(kinds, s.Kind) && q.by(s.Moment) {
			return s, true
		}
	}
	return evidence.Step{}, false
}

// has reports whether a thread had taken one of some steps by the date asked.
func (q *inquiry) has(steps []evidence.Step, kinds ...evidence.StepKind) bool {
	_, ok := q.step(steps, kinds...)
	return ok
}

// fate is what had become of a ticket by the date asked, by the rules of its score.
type fate struct {
	state    string        // reported, acknowledged, resolved, uncontested, confirmed, contested, withdrawn
	at       calendar.Date // since when
	resolved evidence.Step // the resolution that stands, when there is one
	noticed  bool          //
	owned    bool          // somebody in a role took it up
	contests int           // of its resolutions
}

// A receiver confirms from this rating on, or by so many days without a contest; a contest
// within so many days reopens the first report (scoring, 1.1).
const (
	confirming  = 4
	silentDays  = 14
	contestDays = 30
)

// fateOf follows a ticket step by step up to the date asked.
func (q *inquiry) fateOf(t evidence.Ticket) fate {
	f := fate{state: "reported", at: t.At.Date()}
	for _, s := range t.Steps {
		if !q.by(s.Moment) {
			break
		}
		f.take(s)
	}
	if f.state == "resolved" && q.on.Days(f.at) >= silentDays {
		f.state = "uncontested"
	}
	return f
}

func (f *fate) take(s evidence.Step) {
	f.noticed = true
	f.owned = f.owned || s.Role != evidence.NoRole
	day := s.At.Date()
	stands := f.state == "resolved" || f.state == "confirmed"
	refused := s.Kind == evidence.Contested || s.Kind == evidence.Reopened ||
		s.Kind == evidence.Confirmed && s.Rating < confirming && f.state == "resolved"
	switch {
	case stands && refused && day.Days(f.resolved.At.Date()) <= contestDays:
		f.state, f.at, f.resolved = "contested", day, evidence.Step{}
		f.contests++
	case s.Kind == evidence.Acknowledged && f.state == "reported":
		f.state, f.at = "acknowledged", day
	case s.Kind == evidence.Resolved && !stands:
		f.state, f.at, f.resolved = "resolved", day, s
	case s.Kind == evidence.Confirmed && f.state == "resolved" && s.Rating >= confirming:
		f.state, f.at = "confirmed", day
	case s.Kind == evidence.Withdrawn && !stands:
		f.state, f.at = "withdrawn", day
	}
}

// open holds while somebody is still waiting.
func (f fate) open() bool {
	return f.state == "reported" || f.state == "acknowledged" || f.state == "contested"
}

// settled holds when the receiver confirmed, or did not contest in time.
func (f fate) settled() bool { return f.state == "confirmed" || f.state == "uncontested" }

// wait adds how long it took until the first of some steps; what was withdrawn before, or
// has not come by the date asked, is still open then.
func (q *inquiry) wait(w *waits, m evidence.Moment, steps []evidence.Step, kinds ...evidence.StepKind) {
	until, ended := q.on, false
	if s, ok := q.step(steps, evidence.Withdrawn); ok {
		until = s.At.Date()
	}
	if s, ok := q.step(steps, kinds...); ok && s.At.Date() <= until {
		until, ended = s.At.Date(), true
	}
	w.add(max(0, until.Days(m.At.Date())), ended)
}

// settling is how long each ticket took until it was settled: the resolution that stands
// counts from the first report, and a contested one not at all.
func (q *inquiry) settling(tickets []evidence.Ticket) (w waits) {
	for _, t := range tickets {
		f := q.fateOf(t)
		until := q.on
		switch {
		case f.settled():
			until = f.resolved.At.Date()
		case f.state == "withdrawn":
			until = f.at
		}
		w.add(until.Days(t.At.Date()), f.settled())
	}
	return w
}

// unanswered reports whether a need was signalled and still waits for its answer.
func (q *inquiry) unanswered(n evidence.Need) bool {
	return n.Signalled && !q.has(n.Steps, evidence.Answered)
}

// signalled are the needs of the last year that somebody voiced.
func (q *inquiry) signalled() []evidence.Need {
	return pick(q, q.Needs, year, func(n evidence.Need) bool { return n.Signalled })
}

// agreed reports whether a delegation was accepted with means.
func (q *inquiry) agreed(d evidence.Delegation) bool {
	return d.Means > 0 && q.has(d.Steps, evidence.Accepted)
}

// takenBack reports whether a delegation was withdrawn without agreement.
func (q *inquiry) takenBack(d evidence.Delegation) bool {
	s, ok := q.step(d.Steps, evidence.Revoked)
	return ok && !s.Flag
}

// due are the commitments whose day came in the last year, and how many were kept, a late
// one half.
func (q *inquiry) due() (due []evidence.Commitment, kept float64) {
	for _, c := range q.Commitments {
		age := q.on.Days(calendar.Date(c.DueOn))
		if !q.by(c.Moment) || age < 0 || age >= year {
			continue
		}
		due = append(due, c)
		q.saw(c.In)
		switch {
		case q.has(c.Steps, evidence.Kept):
			kept++
		case q.has(c.Steps, evidence.KeptLate):
			kept += 0.5
		}
	}
	return due, kept
}

// keptShare is the share of commitments due that were kept, a late one half.
func (q *inquiry) keptShare(fr, en string) Figure {
	due, kept := q.due()
	return figureOf(fr, en, Percent, 100*kept/float64(len(due)), len(due), fewestDue)
}

// fewestDue commitments that a share of kept ones rests on (scoring, XP2).
const fewestDue = 4
