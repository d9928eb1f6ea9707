package maturity

import (
	"math"
	"slices"

	"soin/domain/care"
	"soin/domain/instrument"
	"soin/domain/survey"
	"soin/projections/stats"
)

// ask chooses questions. Ids name questions of soin-v1, or of any instrument when
// anywhere is set; cell, need and dimension choose by what an item tells about care.
type ask struct {
	ids       []string
	anywhere  bool
	cell      care.Cell
	need      care.Need
	dimension care.Dimension
}

// bank is the instrument whose questions the model names.
const bank = "soin-v1"

func (a *ask) chooses(instrumentID string, it *instrument.Item) bool {
	switch {
	case a.need != "":
		return it.Need == a.need
	case a.dimension != "":
		return it.Dimension == a.dimension
	case a.anywhere || instrumentID == bank:
		return slices.Contains(a.ids, it.ID)
	case a.cell != "":
		return it.Axis == a.cell.Axis() && it.Criterion == a.cell.Criterion()
	}
	return false
}

// experience is the half-life of what a team says, in days: that of the indicator that
// compares it with what customers say.
func (s *subject) experience() int { return s.indicator("PP1").HalfLife }

// itemDetail is the fewest ballots from which a single question is told.
const itemDetail = 10

// likert is LIK: what the team answers to the chosen questions. Where our survey has
// nothing new, what another tool tallied is used as it is.
func (s *subject) likert(a *ask, halfLife, minimum int) Measure {
	var batches []batch
	unheard := -1 // percent of those asked who answered the last one that too few answered
	for i := range s.sheets() {
		sh := &s.sheets()[i]
		if float64(sh.age) > s.model.Statistics.DropAfter*float64(halfLife) {
			continue
		}
		y := s.respondents(sh, a)
		if len(y) < max(minimum, survey.MinRespondents) || a.single() && len(y) < itemDetail {
			continue
		}
		if !sh.heard {
			unheard = int(100 * sh.unit.Responses / max(1, sh.unit.Eligible))
			continue
		}
		batches = append(batches, batchOf(y, sh.age, sh.unit.Moment).unit())
	}
	m := s.voice(FromSurvey, s.pool(batches, halfLife), halfLife, max(minimum, survey.MinRespondents), WantBallots)
	if m.Status != OK {
		if t, ok := s.tallied(a, halfLife); ok && (t.Status == OK || m.Status == Insufficient) {
			return t
		}
	}
	if len(batches) == 0 && unheard >= 0 {
		return lacking("", unheard, int(100*s.model.Statistics.MinResponse), WantResponse)
	}
	return m
}

// single holds for one question alone.
func (a *ask) single() bool { return len(a.ids) == 1 }

// respondents is each respondent's mean over the chosen questions, in points, of those who
// answered two or more and at least half of them. It is valid until the next call.
func (s *subject) respondents(sh *sheet, a *ask) []float64 {
	chosen, need := s.choose(sh, a)
	y, width := s.memo.points[:0], len(sh.columns)
	for row := range sh.unit.N() {
		if sh.dropped != nil && sh.dropped[row] {
			continue
		}
		ballot := sh.unit.Ballots[row*width : (row+1)*width]
		var sum float64
		n := 0
		for _, i := range chosen {
			if p, ok := sh.columns[i].points(ballot[i]); ok {
				sum += p
				n++
			}
		}
		if n >= need {
			y = append(y, sum/float64(n))
		}
	}
	s.memo.points = y
	return y
}

// choose finds the chosen questions of a sheet, and how many of them a respondent has to
// answer. Sheets that ask the same have the same columns, one after the other.
func (s *subject) choose(sh *sheet, a *ask) (chosen []int, need int) {
	m := &s.memo
	if len(sh.columns) == 0 || m.asked == a && m.chosenOf == &sh.columns[0] {
		return m.chosen, m.need
	}
	m.chosen = m.chosen[:0]
	for i := range sh.columns {
		if it := sh.columns[i].item; it != nil && a.chooses(sh.instrument, it) {
			m.chosen = append(m.chosen, i)
		}
	}
	rule := s.model.Formulas.Likert
	least := int(rule.MinItems)
	if len(m.chosen) < least { // unless there are no more of them
		whole := 0
		for i := range sh.items {
			whole += one(a.chooses(sh.instrument, &sh.items[i]))
		}
		least = min(least, whole)
	}
	m.need = max(int(math.Ceil(rule.MinShare*float64(len(m.chosen)))), least, 1)
	m.asked, m.chosenOf = a, &sh.columns[0]
	return m.chosen, m.need
}

// asks is the question set of an indicator: its items, or those of its cell.
func (s *subject) asks(id string) Measure {
	i := s.indicator(id)
	return s.likert(&ask{ids: i.Items, cell: i.Cell}, i.HalfLife, i.Minimum)
}

// blend is the question set of a need, a dimension or a lens.
func (s *subject) blend(id string) Measure {
	a := &ask{}
	if need := care.Need(id); slices.Contains(care.Needs[:], need) {
		a.need = need
	} else if d := care.Dimension(id); slices.Contains(care.Dimensions[:], d) {
		a.dimension = d
	} else if i := slices.IndexFunc(s.model.Views, func(b care.Blend) bool { return b.ID == id }); i >= 0 {
		a.ids = s.model.Views[i].Items
	}
	return s.likert(a, s.experience(), survey.MinRespondents)
}

// agreement is how far the team agrees with itself, r_wg(j), in its newest usable wave on
// each set of questions of the model, in the model's order; sets without answers are left
// out.
func (s *subject) agreement() []float64 {
	var list []float64
	for i := range s.model.Indicators {
		ind := &s.model.Indicators[i]
		if ind.HalfLife == 0 || len(ind.Items) == 0 || ind.ID == "SP1" {
			continue
		}
		if r := s.agreedOn(&ask{ids: ind.Items, cell: ind.Cell}, ind.HalfLife); !math.IsNaN(r) {
			list = append(list, r)
		}
	}
	return list
}

func (s *subject) agreedOn(a *ask, halfLife int) float64 {
	var newest *sheet
	for i := range s.sheets() {
		sh := &s.sheets()[i]
		fresh := float64(sh.age) <= s.model.Statistics.DropAfter*float64(halfLife)
		if fresh && sh.heard && (newest == nil || sh.age <= newest.age) && len(s.respondents(sh, a)) >= survey.MinRespondents {
			newest = sh
		}
	}
	if newest == nil {
		return math.NaN()
	}
	var relative stats.Sum // variances as shares of those of answers at random
	j := 0
	for i := range newest.columns {
		c := &newest.columns[i]
		if c.item == nil || !a.chooses(newest.instrument, c.item) {
			continue
		}
		if v := newest.variance(i); !math.IsNaN(v) {
			categories := c.high - c.low + 1
			relative.Add(v / ((float64(categories*categories) - 1) / 12))
			j++
		}
	}
	return stats.RwgJWith(relative.Total()/float64(j), j, 1)
}

// variance is that of the answers to one question, on its own scale.
func (sh *sheet) variance(i int) float64 {
	var x []float64
	for row := range sh.unit.N() {
		if sh.dropped != nil && sh.dropped[row] {
			continue
		}
		if p, ok := sh.columns[i].points(sh.unit.Ballots[row*len(sh.columns)+i]); ok {
			x = append(x, p/sh.columns[i].slope)
		}
	}
	_, sd, _ := stats.MeanSE(x)
	return sd * sd
}
