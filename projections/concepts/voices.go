package concepts

import (
	"slices"

	"soin/domain/survey"
	"soin/projections"
	"soin/projections/evidence"
	"soin/projections/fold"
	"soin/projections/stats"
)

// heard is the mean of receivers' ratings in points, over whole released boxes, and never
// unanimous. The mean of a box of fewer than ten is coarse before it enters, so that no
// second date or window gives it back (privacy: release units).
func (q *inquiry) heard(fr, en string, boxes []evidence.Release, rating func(evidence.Rating) int8) Figure {
	var sum stats.Sum
	all := 0
	for _, box := range boxes {
		var points []float64
		for _, r := range box.Ratings {
			if x := rating(r); x > 0 {
				points = append(points, 25*float64(x-1))
			}
		}
		n := len(points)
		if n < survey.MinRespondents {
			continue
		}
		m, _, _ := stats.MeanSE(points)
		if n < exact {
			m = projections.Coarse(m)
		}
		sum.Add(float64(n) * m)
		all += n
	}
	f := figureOf(fr, en, Points, stats.Clip(sum.Total()/float64(all), 5, 95), all, survey.MinRespondents)
	if f.Value == nil {
		f.Reason = fewVoices()
	}
	return f
}

// exact is the number of ratings in a box from which their mean is taken as it is.
const exact = 10

func fit(r evidence.Rating) int8      { return r.Fit }
func autonomy(r evidence.Rating) int8 { return r.Autonomy }
func score(r evidence.Rating) int8    { return r.Score }

// boxes are the released boxes of one kind in a window; from whom is a set of words of
// receivers, members when it is empty.
func (q *inquiry) boxes(kind evidence.ReleaseKind, window int, from ...string) []evidence.Release {
	return pick(q, q.Voices, window, func(r evidence.Release) bool {
		return r.Kind == kind && q.from(r, from)
	})
}

func (q *inquiry) from(r evidence.Release, from []string) bool {
	if len(from) == 0 {
		return r.From == 0
	}
	for _, f := range from {
		if r.From != 0 && q.views.Evidence.ID(r.From) == f {
			return true
		}
	}
	return false
}

// word tells what a word of the evidence says, empty for none.
func (d *desk) word(w fold.Word) string {
	if w == 0 {
		return ""
	}
	return d.views.Evidence.ID(w)
}

// raised tells those flags of the scorecard that are raised, among some.
func (q *inquiry) raised(ids ...string) {
	for _, f := range q.card().Flags {
		if slices.Contains(ids, f.ID) {
			q.row(Row{ID: f.ID, TeamID: q.team.ID, On: q.on, What: f.Because, State: "raised"})
			for _, p := range f.Evidence {
				q.saw(p)
			}
		}
	}
}
