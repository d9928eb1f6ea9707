package evidence

import (
	"cmp"
	"slices"
)

// Merge is one dossier with the acts of several teams, in order: a team that is too small
// for a scorecard of its own counts in its parent's. What was told of several of them at
// once, such as a unit they share, is there once, and help among them is not from
// outside. Managers and the tree are the first team's. A team without a dossier is nil.
func (v *Evidence) Merge(dossiers ...*Dossier) *Dossier {
	first := &Dossier{}
	if len(dossiers) > 0 && dossiers[0] != nil {
		first = dossiers[0]
	}
	dossiers = slices.DeleteFunc(slices.Clone(dossiers), func(d *Dossier) bool { return d == nil })
	if len(dossiers) == 0 || len(dossiers) == 1 && dossiers[0] == first {
		return first
	}
	m := &Dossier{Managers: first.Managers, Above: first.Above, Below: first.Below, Into: first.Into}
	for _, d := range dossiers {
		m.Since = max(m.Since, d.Since)
	}
	m.mergeThreads(dossiers)
	m.mergeActs(dossiers)
	m.mergeMeasured(dossiers)
	m.Units = slices.Compact(merged(dossiers, func(d *Dossier) []int32 { return d.Units }, func(a, b int32) int {
		return cmp.Or(v.Folded().compareUnits(a, b), cmp.Compare(a, b))
	}))
	return m
}

func (d *Dossier) mergeThreads(of []*Dossier) {
	d.Irritants = threads(of, func(d *Dossier) []Ticket { return d.Irritants })
	d.Complaints = threads(of, func(d *Dossier) []Ticket { return d.Complaints })
	d.Needs = threads(of, func(d *Dossier) []Need { return d.Needs })
	d.Delegations = threads(of, func(d *Dossier) []Delegation { return d.Delegations })
	d.Commitments = threads(of, func(d *Dossier) []Commitment { return d.Commitments })
	d.Means = threads(of, func(d *Dossier) []Means { return d.Means })
	d.Initiatives = threads(of, func(d *Dossier) []Initiative { return d.Initiatives })
	d.Incidents = threads(of, func(d *Dossier) []Incident { return d.Incidents })
	d.Decisions = threads(of, func(d *Dossier) []Decision { return d.Decisions })
	d.Reviews = slices.CompactFunc(threads(of, func(d *Dossier) []Review { return d.Reviews }), func(a, b Review) bool {
		return a.ID == b.ID
	})
}

func (d *Dossier) mergeActs(of []*Dossier) {
	d.Recognitions = acts(of, func(d *Dossier) []Recognition { return d.Recognitions })
	d.Prizes = acts(of, func(d *Dossier) []Prize { return d.Prizes })
	d.Feedbacks = acts(of, func(d *Dossier) []Feedback { return d.Feedbacks })
	d.Trainings = acts(of, func(d *Dossier) []Training { return d.Trainings })
	d.Onboardings = acts(of, func(d *Dossier) []Onboarding { return d.Onboardings })
	d.Listenings = acts(of, func(d *Dossier) []Listening { return d.Listenings })
	d.Helps = acts(of, func(d *Dossier) []Help { return d.Helps })
	d.CareActs = acts(of, func(d *Dossier) []CareAct { return d.CareActs })
	d.Sales = acts(of, func(d *Dossier) []Sale { return d.Sales })
	d.Practices = acts(of, func(d *Dossier) []Practice { return d.Practices })
	d.SelfAssessments = acts(of, func(d *Dossier) []SelfAssessment { return d.SelfAssessments })
	d.Voices = slices.CompactFunc(acts(of, func(d *Dossier) []Release { return d.Voices }), func(a, b Release) bool {
		return a.In == b.In
	})
	d.HelpsFromOutside = slices.DeleteFunc(acts(of, func(d *Dossier) []Help { return d.HelpsFromOutside }), func(h Help) bool {
		_, within := slices.BinarySearchFunc(d.Helps, h, compareActs[Help])
		return within
	})
}

func (d *Dossier) mergeMeasured(of []*Dossier) {
	d.Invitations = acts(of, func(d *Dossier) []Invitation { return d.Invitations })
	d.Contacts = acts(of, func(d *Dossier) []Contact { return d.Contacts })
	d.Freed = acts(of, func(d *Dossier) []FreedTime { return d.Freed })
	d.Workloads = acts(of, func(d *Dossier) []Workload { return d.Workloads })
	d.Impacts = acts(of, func(d *Dossier) []Impact { return d.Impacts })
	d.Turnovers = acts(of, func(d *Dossier) []Turnover { return d.Turnovers })
}

func threads[T thread](of []*Dossier, list func(*Dossier) []T) []T {
	return merged(of, list, compareThreads[T])
}

func acts[A act](of []*Dossier, list func(*Dossier) []A) []A {
	return merged(of, list, compareActs[A])
}

// merged is the lists of several dossiers as one.
func merged[E any](of []*Dossier, list func(*Dossier) []E, compare func(a, b E) int) []E {
	var all []E
	filled := 0
	for _, d := range of {
		if l := list(d); len(l) > 0 {
			all = append(all, l...)
			filled++
		}
	}
	if filled > 1 {
		slices.SortStableFunc(all, compare)
	}
	return all
}
