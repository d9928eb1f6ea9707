package simulate

import (
	"fmt"
	"time"

	"soin/domain/calendar"
	"soin/domain/governance"
	"soin/domain/instrument"
	"soin/domain/review"
	teams "soin/domain/team"
	"soin/infra/instruments"
)

// begin founds the house: its instruments, its tree and its people.
func (w *world) begin() {
	first := w.month(0).Add(time.Hour)
	for _, in := range instruments.BuiltIn() {
		if in.Version == "" {
			continue // one that other tools ask
		}
		items := make([]instrument.Item, len(in.Questions))
		for i, q := range in.Questions {
			items[i] = q.Item
		}
		w.tell(first, in.ID, in.Published(in.Version, items))
	}
	w.tell(first, root, teams.Formed{Name: "Maison Lumen", Kind: "maison"})
	for _, t := range w.teams {
		if t.from == 0 {
			w.found(t, first)
		}
	}
	if w.Months > reorganisation {
		w.tellReorganisation(w.month(reorganisation).Add(time.Hour))
	}
}

func (w *world) found(t *team, at time.Time) {
	w.tell(at, t.id, teams.Formed{Name: t.name, Kind: t.kind, ParentID: t.parent, Contexts: t.contexts})
	w.tell(at.Add(time.Minute), t.id, teams.HeadcountReported{Headcount: len(t.members)})
	w.tell(at.Add(time.Minute), t.id, teams.ManagerAppointed{Member: t.manager})
}

// tellReorganisation takes Région Ouest apart.
func (w *world) tellReorganisation(at time.Time) {
	for _, t := range w.teams {
		switch {
		case t.from == reorganisation:
			w.found(t, at)
		case t.parent == "region-ouest" && t.until == w.Months:
			w.tell(at, t.id, teams.Moved{ParentID: "boutiques-nord"})
		}
	}
	at = at.Add(time.Hour)
	w.tell(at, "boutique-rennes", teams.Merged{IntoTeamID: "boutique-nantes"})
	w.tell(at, "boutique-angers", teams.Split{IntoTeamIDs: []string{angers[0].id, angers[1].id}})
	w.tell(at.Add(time.Hour), "region-ouest", teams.Dissolved{})
	w.tell(at.Add(time.Hour), "boutique-nantes", teams.HeadcountReported{Headcount: 20})
}

// govern writes what leadership does: a change of rules once a year, a review each quarter.
func (w *world) govern(m int) {
	if m%12 == 10 {
		w.tell(w.month(m).AddDate(0, 0, 20), fmt.Sprintf("gov-%d", m), governance.Changed{
			Scope: "organisation", What: governance.Criteria,
			Evidence: "Les objectifs des responsables citent désormais les irritants confirmés comme résolus.",
		})
	}
	if m%3 != 2 {
		return
	}
	id, at := fmt.Sprintf("revue-%d", m/3), w.month(m).AddDate(0, 0, 25)
	var scope []string
	for _, d := range w.departments[:min(len(w.departments), len(departments)-1)] {
		scope = append(scope, d.id)
	}
	w.tell(at, id, review.Opened{Scope: scope, AsOf: calendar.Of(at)})
	w.tell(at.Add(time.Hour), id, review.ActionAssigned{
		Action: "a1", Owner: "m-lumen-0", DueOn: calendar.Of(at) + 30, About: "Donner du temps aux engagements sans moyens.",
	})
	w.tell(at.AddDate(0, 0, 20), id, review.ActionDone{Action: "a1"})
	w.tell(at.AddDate(0, 0, 21), id, review.Closed{})
}
