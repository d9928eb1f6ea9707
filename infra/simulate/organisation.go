package simulate

import (
	"fmt"
	"strings"

	"soin/domain/person"
	"soin/projections/stats"
)

// team is one team of Maison Lumen.
type team struct {
	character
	id, name, kind, parent string
	contexts               []string
	manager                person.Member
	members                []person.Member
	from, until            int  // months it lives; until is exclusive
	mirrored               bool // customers answer the mirrored questions
	count                  int  // things begun so far
	turns                  int  // members who had their turn to be thanked
}

func (t *team) lives(m int) bool { return m >= t.from && m < t.until }

// next is the id of the next thing of a kind.
func (t *team) next(kind string) string {
	t.count++
	return fmt.Sprintf("%s-%s-%d", kind, t.id, t.count)
}

// root is the whole house.
const root = "lumen"

// departments lie under the root.
var departments = [...]struct{ id, name string }{
	{"relation-client", "Relation client"},
	{"clinique", "Clinique"},
	{"boutiques-nord", "Boutiques Nord"},
	{"boutiques-sud", "Boutiques Sud"},
	{"supports", "Fonctions support"},
	{"region-ouest", "Région Ouest"},
}

// plan is the teams of the demo. Region Ouest was reorganised in the tenth month: one
// shop merged into another, one was split, and the rest moved to Boutiques Nord.
var plan = [...]struct {
	id, name, parent, kind string
	size                   int
	contexts               string
}{
	{"conseil-lyon", "Conseil Lyon", "relation-client", "plateau", 14, "telework digitalised"},
	{"conseil-lille", "Conseil Lille", "relation-client", "plateau", 16, "telework digitalised"},
	{"conseil-brest", "Conseil Brest", "relation-client", "plateau", 12, "telework"},
	{"assistance", "Assistance", "relation-client", "plateau", 18, "night digitalised"},
	{"reclamations", "Réclamations", "relation-client", "plateau", 11, "digitalised"},
	{"conciergerie", "Conciergerie", "relation-client", "plateau", 13, ""},
	{"urgences", "Urgences", "clinique", "service", 24, "night crisis"},
	{"medecine", "Médecine", "clinique", "service", 20, "night"},
	{"chirurgie", "Chirurgie", "clinique", "service", 18, "night"},
	{"pediatrie", "Pédiatrie", "clinique", "service", 15, "night"},
	{"accueil-patients", "Accueil des patients", "clinique", "service", 10, ""},
	{"boutique-lens", "Boutique Lens", "boutiques-nord", "boutique", 9, ""},
	{"boutique-arras", "Boutique Arras", "boutiques-nord", "boutique", 10, ""},
	{"boutique-amiens", "Boutique Amiens", "boutiques-nord", "boutique", 11, ""},
	{"boutique-rouen", "Boutique Rouen", "boutiques-nord", "boutique", 12, ""},
	{"boutique-prestige", "Boutique Prestige", "boutiques-nord", "boutique", 14, ""},
	{"boutique-nice", "Boutique Nice", "boutiques-sud", "boutique", 10, ""},
	{"boutique-toulon", "Boutique Toulon", "boutiques-sud", "boutique", 9, ""},
	{"boutique-arles", "Boutique Arles", "boutiques-sud", "boutique", 8, ""},
	{"boutique-nimes", "Boutique Nîmes", "boutiques-sud", "boutique", 11, ""},
	{"boutique-pau", "Boutique Pau", "boutiques-sud", "boutique", 9, ""},
	{"gestion-paie", "Gestion de la paie", "supports", "bureau", 12, "telework"},
	{"archives", "Archives", "supports", "bureau", 12, ""},
	{"comptabilite", "Comptabilité", "supports", "bureau", 13, "telework"},
	{"informatique", "Informatique", "supports", "bureau", 17, "telework digitalised"},
	{"achats", "Achats", "supports", "bureau", 10, "telework"},
	{"service-travaux", "Service travaux", "supports", "bureau", 12, "subcontracted"},
	{"direction-innovation", "Direction de l'innovation", "supports", "bureau", 4, "telework"},
	{"boutique-rennes", "Boutique Rennes", "region-ouest", "boutique", 9, ""},
	{"boutique-nantes", "Boutique Nantes", "region-ouest", "boutique", 12, ""},
	{"boutique-angers", "Boutique Angers", "region-ouest", "boutique", 14, ""},
	{"boutique-vannes", "Boutique Vannes", "region-ouest", "boutique", 8, ""},
}

// reorganisation is the month in which Région Ouest was taken apart.
const reorganisation = 9

// people invents the teams and who works in them.
func (w *world) people() {
	for _, d := range departments {
		w.department(d.id, d.name)
	}
	for i, p := range plan {
		t := w.team(p.id, p.name, p.parent, p.kind, p.size, float64(i%5-2)/2)
		t.contexts = strings.Fields(p.contexts)
		t.mirrored = p.parent == "relation-client" || strings.HasPrefix(p.id, "boutique")
		if p.parent == "relation-client" && t.story == "" {
			t.story, t.campaign = "campaign", 8
		}
		if p.parent == "region-ouest" {
			t.story = "reorganised-region"
		}
	}
	w.reorganise()
	for i := len(plan) + len(angers); i < w.Teams; i++ {
		w.further(i)
	}
}

// department founds a department. Its own staff are a team of six.
func (w *world) department(id, name string) {
	w.departments = append(w.departments, w.team(id, name, root, "direction", 6, 0))
}

// team founds a team that lives to the end.
func (w *world) team(id, name, parent, kind string, size int, x float64) *team {
	t := &team{
		character: cast(id, x), id: id, name: name, parent: parent, kind: kind, until: w.Months,
		manager: person.Member("m-" + id + "-0"),
	}
	for i := range size {
		t.members = append(t.members, person.Member(fmt.Sprintf("m-%s-%d", id, i+1)))
	}
	w.teams = append(w.teams, t)
	return t
}

// angers are the two shops that one was split into.
var angers = [...]struct{ id, name string }{
	{"boutique-angers-centre", "Boutique Angers Centre"}, {"boutique-angers-loire", "Boutique Angers Loire"},
}

// reorganise shortens the lives of the teams that ended, and founds their successors.
func (w *world) reorganise() {
	if w.Months <= reorganisation {
		return
	}
	for _, t := range w.teams {
		if t.id == "boutique-rennes" || t.id == "boutique-angers" || t.id == "region-ouest" {
			t.until = reorganisation
		}
	}
	for _, a := range angers {
		t := w.team(a.id, a.name, "boutiques-nord", "boutique", 7, 0)
		t.story, t.from, t.mirrored = "reorganised-region", reorganisation, true
	}
}

// perDepartment is how many further teams one department has.
const perDepartment = 20

// further founds one more team, in one more department.
func (w *world) further(i int) {
	d := fmt.Sprintf("departement-%d", i/perDepartment)
	if last := w.departments[len(w.departments)-1]; last.id != d {
		w.department(d, fmt.Sprintf("Département %d", i/perDepartment))
	}
	id := fmt.Sprintf("equipe-%d", i)
	r := stats.NewSplitMix64(stats.Seed("maison-lumen", fmt.Sprint(w.Seed), id))
	t := w.team(id, fmt.Sprintf("Équipe %d", i), d, "équipe", 6+int(r.Bounded(14)), 2*r.Float()-1) //nolint:gosec // below 20
	t.mirrored = i%2 == 0
}
