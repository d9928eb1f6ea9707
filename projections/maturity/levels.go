package maturity

import (
	"soin/domain/care"
)

// verdict is what a quarter end says about each level, from all gates up to it.
type verdict struct {
	met  [care.Ancree + 1]bool // all gates up to the level
	lost [care.Ancree + 1]bool // one of them missed by more than a slip
}

// judge holds a card against the gates, stage by stage. It looks no further than the first
// stage that is both unmet and lost, because levels are cumulative.
func judge(c *card) verdict {
	var v verdict
	met, lost := true, false
	for _, stage := range c.model.Levels {
		for _, gate := range stage.Gates {
			if !met && lost {
				break
			}
			r := c.gate(gate)
			met = met && r.met
			lost = lost || !r.met && r.missedBy > c.model.Falls.Points
		}
		v.met[stage.Level], v.lost[stage.Level] = met, lost
	}
	return v
}

// standing is a level in the making, quarter end by quarter end.
type standing struct {
	level care.Level
	met   [care.Ancree + 1]int // quarter ends in a row
	lost  [care.Ancree + 1]int
}

// take folds one quarter end in: a level is won when its gates and those before have held
// for as many quarters as it asks for, and lost when they were missed by more than a slip
// for as many as falls ask for.
func (st *standing) take(model *care.Model, v verdict) {
	for l := care.Amorcee; l <= care.Ancree; l++ {
		st.met[l] = inARow(st.met[l], v.met[l])
		st.lost[l] = inARow(st.lost[l], v.lost[l])
	}
	for st.level >= care.Amorcee && st.lost[st.level] >= model.Falls.Quarters {
		st.level--
	}
	for _, stage := range model.Levels {
		if stage.Level == max(st.level, care.Declaree)+1 && st.met[stage.Level] >= max(stage.Quarters, 1) {
			st.level = stage.Level
		}
	}
}

func inARow(n int, holds bool) int {
	if holds {
		return n + 1
	}
	return 0
}

// now is the level as of a date: what was folded, on the ground of whether there is any
// evidence at all, under the lowest cap of the flags that are up.
func (st *standing) now(evidence bool, limit care.Level) care.Level {
	level := st.level
	if level < care.Amorcee {
		level = care.Insuffisante
		if evidence {
			level = care.Declaree
		}
	}
	if limit != care.Insuffisante {
		level = min(level, limit)
	}
	return level
}

// lowestCap is the lowest level that flags allow; Insuffisante when none caps.
func lowestCap(flags []Flag) care.Level {
	lowest := care.Insuffisante
	for _, f := range flags {
		if f.Cap != care.Insuffisante && (lowest == care.Insuffisante || f.Cap < lowest) {
			lowest = f.Cap
		}
	}
	return lowest
}
