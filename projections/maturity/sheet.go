package maturity

import (
	"slices"

	"soin/domain/calendar"
	"soin/domain/instrument"
	"soin/projections/evidence"
)

// sheet is a released unit of survey answers that may be used as of the date, with what
// its questions mean.
type sheet struct {
	unit       *evidence.Unit
	instrument string
	items      []instrument.Item // all that the instrument asks
	columns    []column
	age        int    // days since it was closed
	dropped    []bool // straight-lined ballots, nil without any
	heard      bool   // enough of those asked answered
}

// column is one question of a sheet: an answer in low..high is base + slope x answer in
// points, higher is better care.
type column struct {
	item        *instrument.Item // nil for a question the instrument does not have
	low, high   float64
	base, slope float64
}

// sheets are the units of the team and of those it came from, each once, as a whole,
// unless it was voided or another audience was asked.
func (s *subject) sheets() []sheet {
	if s.memo.sheets != nil {
		return *s.memo.sheets
	}
	list, seen := []sheet{}, []int32{}
	for _, d := range append(slices.Clone(s.before), s.dossier) {
		for _, i := range d.Units {
			u := s.evidence.Unit(i)
			age := s.age(u.ClosedOn)
			voided := u.Voided != nil && s.by(*u.Voided)
			if !s.by(u.Moment) || voided || age < 0 || slices.Contains(seen, i) {
				continue
			}
			seen = append(seen, i)
			if sh, ok := s.sheet(u, age, list); ok {
				list = append(list, sh)
			}
		}
	}
	s.memo.sheets = &list
	return list
}

func (s *subject) sheet(u *evidence.Unit, age int, before []sheet) (sheet, bool) {
	id := s.evidence.ID(u.Instrument)
	asked, ok := s.readings.Asked(id, s.evidence.ID(u.Version), calendar.Date(u.ClosedOn))
	if !ok || asked.Audience != instrument.OfTeam {
		return sheet{}, false
	}
	sh := sheet{unit: u, instrument: id, items: asked.Items, age: age, heard: s.hears(u)}
	if last := len(before) - 1; last >= 0 && before[last].unit.Instrument == u.Instrument &&
		before[last].unit.Version == u.Version && slices.Equal(before[last].unit.Items, u.Items) {
		sh.columns = before[last].columns
	} else {
		sh.columns = s.columns(u, asked.Items)
	}
	sh.dropped = s.straight(&sh)
	return sh, true
}

// hears reports whether the answers may speak for those asked (scoring, 2.5).
func (s *subject) hears(u *evidence.Unit) bool {
	rule := s.model.Statistics
	rate := float64(u.Responses) / float64(max(1, u.Eligible))
	return rate >= rule.MinResponse || int(u.Responses) >= rule.LowResponseN && rate >= rule.LowResponse
}

func (s *subject) columns(u *evidence.Unit, items []instrument.Item) []column {
	list := make([]column, len(u.Items))
	for i, word := range u.Items {
		id := s.evidence.ID(word)
		at := i // released as they were asked, most of the time
		if at >= len(items) || items[at].ID != id {
			at = slices.IndexFunc(items, func(it instrument.Item) bool { return it.ID == id })
		}
		if at < 0 || items[at].Max <= items[at].Min {
			continue
		}
		it := &items[at]
		slope := 100 / (it.Max - it.Min)
		list[i] = column{it, it.Min, it.Max, -float64(slope * it.Min), slope}
		if it.Reversed {
			list[i].base, list[i].slope = 100-list[i].base, -slope
		}
	}
	return list
}

// points puts an answer on 0..100; false where there is none on the scale.
func (c *column) points(answer byte) (float64, bool) {
	x := float64(int(answer) - 101)
	if answer == 0 || c.item == nil || x < c.low || x > c.high {
		return 0, false
	}
	return c.base + float64(c.slope*x), true
}

// straight finds ballots that give one answer to everything, reversed questions included,
// on ten questions or more. They count as responses and say nothing.
func (s *subject) straight(sh *sheet) []bool {
	rule := s.model.Flags.StraightLining
	reversed, width := 0, len(sh.columns)
	for i := range sh.columns {
		if it := sh.columns[i].item; it != nil && it.Reversed {
			reversed++
		}
	}
	if width < rule.Items || reversed < rule.Reversed {
		return nil
	}
	var dropped []bool
	for row := range sh.unit.N() {
		if lined(sh.unit.Ballots[row*width:(row+1)*width], sh.columns, rule.Items, rule.Reversed) {
			if dropped == nil {
				dropped = make([]bool, sh.unit.N())
			}
			dropped[row] = true
		}
	}
	return dropped
}

func lined(ballot []byte, columns []column, items, reversed int) bool {
	var first byte
	for i, b := range ballot {
		switch {
		case b == 0 || columns[i].item == nil:
			continue
		case first == 0:
			first = b
		case b != first:
			return false
		}
		items--
		if columns[i].item.Reversed {
			reversed--
		}
	}
	return items <= 0 && reversed <= 0
}
