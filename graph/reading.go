package graph

import (
	"soin/domain/care"
	"soin/domain/instrument"
	"soin/projections"
)

// Reading is what one wave says about one team.
type Reading struct {
	projections.Reading

	at asOf
}

func (a asOf) readings(list []projections.Reading) []Reading {
	out := make([]Reading, len(list))
	for i, r := range list {
		out[i] = Reading{r, a}
	}
	return out
}

// Team is the team it is about.
func (r Reading) Team() *Team { return r.at.team(r.TeamID) }

// Gap is one pair of items.
func (r Reading) Gap(declared, lived string) projections.Gap {
	return projections.Gap{Declared: declared, Lived: lived, Gap: r.Reading.Gap(declared, lived)}
}

// ItemScore is one item's figure.
type ItemScore struct {
	Item  Item
	Score projections.Number
}

// Items gives every item the instrument asks.
func (r Reading) Items() []ItemScore {
	var out []ItemScore
	for _, s := range r.Reading.Items() {
		out = append(out, ItemScore{Item{s.Item}, s.Score})
	}
	return out
}

// Item is a question; what it does not tell about is null.
type Item struct{ instrument.Item }

// Need is the need it tells about.
func (i Item) Need() *care.Need { return given(i.Item.Need) }

// Dimension is the dimension it tells about.
func (i Item) Dimension() *care.Dimension { return given(i.Item.Dimension) }

// Criterion is the criterion it tells about.
func (i Item) Criterion() *care.Criterion { return given(i.Item.Criterion) }

// Axis is the axis it tells about.
func (i Item) Axis() *care.Axis { return given(i.Item.Axis) }

// MirrorOf is the item that lives what this one declares.
func (i Item) MirrorOf() *string { return given(i.Item.MirrorOf) }

func given[S ~string](word S) *S {
	if word == "" {
		return nil
	}
	return &word
}
