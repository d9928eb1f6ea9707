package survey

import "soin/domain/event"

// tally is what a decision needs to know of one revision of a team's results. A count of 0
// was not given.
type tally struct {
	revision, respondents int
	answers               []answers // of the items whose answers were counted
}

type answers struct {
	item string
	n    int
}

func (e Tallied) judge(s Survey) error {
	earlier := s.tallies[e.TeamID]
	if last := len(earlier) - 1; last >= 0 && e.number() <= earlier[last].revision {
		return event.Conflict(
			"team %q was tallied already, in revision %d: publish corrected results with a higher revision",
			e.TeamID, earlier[last].revision)
	}
	if err := e.compare(earlier); err != nil {
		return err
	}
	return s.asks(e.InstrumentID, e.Version)
}

// compare refuses results that, laid beside any earlier ones of the team, tell what a few
// people answered: the difference is theirs. Who leaves a count out hides such a difference.
func (e Tallied) compare(earlier []tally) error {
	if len(earlier) == 0 {
		return nil
	}
	now := make(map[string]int, len(e.Items))
	for _, r := range e.Items {
		now[r.Item] = r.answers()
	}
	for _, was := range earlier {
		if err := tooClose("respondents", counted(e.Respondents), was.respondents, was.revision); err != nil {
			return err
		}
		for _, a := range was.answers {
			n, again := now[a.item]
			if !again {
				continue // an item that is told no longer tells nothing
			}
			if err := tooClose("n of item "+a.item, n, a.n, was.revision); err != nil {
				return err
			}
		}
	}
	return nil
}

// tooClose compares a count with that of an earlier revision.
func tooClose(what string, now, was, revision int) error {
	late := max(now-was, was-now)
	switch {
	case was == 0 || late == 0:
		return nil
	case now == 0:
		return event.Conflict("%s was given in revision %d and must be given again, or few people could hide in the difference",
			what, revision)
	case late < MinRespondents:
		return event.Conflict(
			"%s: %d people more or less than in revision %d could be singled out by comparing the two: at least %d are needed",
			what, late, revision, MinRespondents)
	}
	return nil
}

func counted(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// number is the revision, from 1.
func (e Tallied) number() int { return max(1, e.Revision) }

func (e Tallied) apply(s *Survey) {
	if s.tallies == nil {
		s.tallies = map[string][]tally{}
	}
	t := tally{revision: e.number(), respondents: counted(e.Respondents)}
	for _, r := range e.Items {
		if n := r.answers(); n > 0 {
			t.answers = append(t.answers, answers{r.Item, n})
		}
	}
	s.instrumentID = e.InstrumentID
	s.tallies[e.TeamID] = append(s.tallies[e.TeamID], t)
}
