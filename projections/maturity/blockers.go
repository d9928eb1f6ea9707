package maturity

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"soin/domain/care"
)

// blockers are what keeps a team from the level after its own: each gate up to there that
// is not met, and where all are, the quarters they still have to hold.
func (c *card) blockers(level care.Level, st standing) (list []Blocker) {
	next := max(level, care.Declaree) + 1
	for _, stage := range c.model.Levels {
		if stage.Level > next {
			break
		}
		for _, gate := range stage.Gates {
			if r := c.gate(gate); !r.met {
				list = append(list, c.blocker(stage.Level, gate, r))
			}
		}
		if held := st.met[stage.Level]; stage.Level == next && held < stage.Quarters && len(list) == 0 {
			list = append(list, waiting(stage, held))
		}
	}
	for _, f := range c.flags(c) {
		if f.Cap != care.Insuffisante && f.Cap < next {
			list = append(list, Blocker{Level: next, Gate: f.ID, Figure: f.ID, Text: f.Because})
		}
	}
	return list
}

// blocker tells why a gate is not met. What few people said is told coarsely here too.
func (c *card) blocker(level care.Level, gate care.Gate, r result) Blocker {
	b := Blocker{Level: level, Gate: gate.Name, Figure: r.figure, Value: published(r.value), Needed: published(r.needed)}
	if m := c.figure(r.figure); m.Status == OK && coarse(&m) && b.Value != nil {
		b.Value = told(&m)
	}
	name := nameOf(r.figure)
	is, must := number(b.Value), number(b.Needed)
	switch {
	case r.lack.Of != "" && gate.Name == "cells":
		why := r.lack.text()
		b.Text = says(
			fmt.Sprintf("%s cases sur 9 sont connues, il en faut %s ; %s : %s", is.FR, must.FR, name.FR, why.FR),
			fmt.Sprintf("%s of 9 cells are known, %s are needed; %s: %s", is.EN, must.EN, name.EN, why.EN),
		)
	case r.lack.Of != "":
		why := r.lack.text()
		b.Text = says(name.FR+" : "+why.FR, name.EN+": "+why.EN)
	case r.uncounted:
		b.Text = says(
			name.FR+" : le nombre de répondants n'est pas connu, le chiffre ne peut pas suffire seul",
			name.EN+": nobody knows how many answered, so the figure cannot be enough alone",
		)
	case r.unsure:
		b.Text = says(
			fmt.Sprintf("%s : %s suffirait, mais trop peu de preuves le rendent sûr", name.FR, is.FR),
			fmt.Sprintf("%s: %s would be enough, but too little evidence makes it sure", name.EN, is.EN),
		)
	case r.most:
		b.Text = says(
			fmt.Sprintf("%s : %s, il faut %s au plus", name.FR, is.FR, must.FR),
			fmt.Sprintf("%s: %s, at most %s is needed", name.EN, is.EN, must.EN),
		)
	default:
		b.Text = says(
			fmt.Sprintf("%s : %s, il faut %s", name.FR, is.FR, must.FR),
			fmt.Sprintf("%s: %s, %s is needed", name.EN, is.EN, must.EN),
		)
	}
	return b
}

// waiting tells how long gates that are met have to stay so.
func waiting(stage care.Stage, held int) Blocker {
	is, must := float64(held), float64(stage.Quarters)
	return Blocker{
		Level: stage.Level, Gate: "duration", Figure: "quarters", Value: &is, Needed: &must,
		Text: says(
			fmt.Sprintf("toutes les conditions sont réunies et doivent tenir sur %d fin(s) de trimestre de suite ; elles ont tenu sur %d", stage.Quarters, held),
			fmt.Sprintf("all conditions are met and must hold at %d quarter end(s) in a row; they have held at %d", stage.Quarters, held),
		),
	}
}

// number writes a value in both languages, to a tenth of a point.
func number(x *float64) Text {
	if x == nil {
		return says("inconnu", "unknown")
	}
	s := strings.TrimSuffix(fmt.Sprintf("%.1f", *x), ".0")
	if math.Abs(*x) < 1 && *x != 0 {
		s = fmt.Sprintf("%.2f", *x)
	}
	return says(strings.Replace(s, ".", ",", 1), s)
}

// names are those of figures that blockers speak of; others go by their id.
var names = [...]struct {
	id   string
	name Text
}{
	{"exigeante", says("le care exigeant", "demanding care")},
	{"située", says("le care situé", "situated care")},
	{"partagée", says("le care partagé", "shared care")},
	{"self", says("le care de soi", "care of oneself")},
	{"team", says("le care de l'équipe", "care of the team")},
	{"planet", says("le care de la planète", "care of the planet")},
	{"confiance", says("la confiance", "trust")},
	{"écoute", says("l'écoute", "being heard")},
	{"pouvoir d'agir", says("le pouvoir d'agir", "the power to act")},
	{"reconnaissance", says("la reconnaissance", "recognition")},
	{"attention", says("l'attention", "attention")},
	{"responsabilité", says("la responsabilité", "responsibility")},
	{"compétence", says("la compétence", "competence")},
	{"capacité de réponse", says("la capacité de réponse", "responsiveness")},
	{careChain, says("la chaîne du care", "the chain of care")},
	{receiverCoverage, says("la part des actes évalués par leurs receveurs", "the share of acts judged by their receivers")},
	{"facade-gap", says("l'écart entre déclaré et vécu", "the gap between declared and lived")},
	{facadeFlag, says("le signe de façade", "the sign of a façade")},
	{"commitments-kept", says("les engagements tenus", "commitments kept")},
	{"governance-changed", says("les règles changées dans l'année", "rules changed within a year")},
	{"backlog-unnoticed", says("les vieux irritants que personne n'a pris en compte", "old irritants that nobody took notice of")},
	{"irritants-confirmed", says("les irritants résolus pour de bon", "irritants resolved for good")},
	{"irritants-survival", says("la rapidité de résolution des irritants", "how fast irritants are resolved")},
	{"irritants-contested", says("les résolutions contestées", "contested resolutions")},
	{"basic-irritants-median", says("la durée médiane des irritants de base, en jours", "the median duration of basic irritants, in days")},
	{"XT1", says("la délégation", "delegation")},
	{"delegation-protection", says("la protection en cas d'erreur", "protection in case of error")},
	{"recognition-reach", says("la part de l'équipe qui reçoit de la reconnaissance", "the share of the team that receives recognition")},
	{"recognition-concentration", says("la concentration de la reconnaissance", "the concentration of recognition")},
	{"relational-share", says("la part de reconnaissance du lien", "the share of relational recognition")},
	{"PT2", says("la réciprocité avec le manager", "reciprocity with the manager")},
	{"PT3", says("la sécurité psychologique", "psychological safety")},
	{employees, says("l'expérience des membres", "what members receive")},
	{customers, says("l'expérience des clients", "what customers receive")},
	{"symmetry-gap", says("l'écart entre membres et clients", "the gap between members and customers")},
	{"severe-incident-unowned-days", says("l'attente d'un incident grave que personne n'a pris en charge, en jours", "how long a severe incident has had no owner, in days")},
	{"retaliation-unhandled", says("les représailles non traitées", "retaliation that was not dealt with")},
	{"agreement", says("l'accord de l'équipe sur son climat", "how far the team agrees on its climate")},
}

// nameOf is what a figure is called.
func nameOf(id string) Text {
	if i := slices.IndexFunc(names[:], func(n struct {
		id   string
		name Text
	}) bool {
		return n.id == id
	}); i >= 0 {
		return names[i].name
	}
	if cell := care.Cell(id); cell.Criterion() != "" && cell.Axis() != "" {
		return says("la case "+string(cell), "the cell "+string(cell))
	}
	return says(id, id)
}
