package maturity

import (
	"fmt"
	"strings"
)

// wantAgreement is what r_wg(j) lacks.
const wantAgreement Want = "agreement"

// wording is how a want is told. Each form has one %d for the number that is still needed,
// or for a share the percents %d there are and %d there must be; or none.
type wording struct {
	want   Want
	fr, en [2]string // one, more
	share  bool
}

func either(s string) [2]string { return [2]string{s, s} }

// wordings are those of all wants.
func wordings() []wording {
	return append(wordingsOfVoices(), wordingsOfActs()...)
}

func wordingsOfVoices() []wording {
	return []wording{
		{WantHeadcount, [2]string{"il manque %d personne à l'effectif déclaré", "il manque %d personnes à l'effectif déclaré"},
			[2]string{"%d more person in the reported headcount is needed", "%d more people in the reported headcount are needed"}, false},
		{WantBallots, [2]string{"il manque %d réponse à l'enquête", "il manque %d réponses à l'enquête"},
			[2]string{"%d more survey answer is needed", "%d more survey answers are needed"}, false},
		{WantResponse, either("trop peu des personnes interrogées ont répondu : %d %% comptent, il en faut %d %%"),
			either("too few of those asked answered: %d %% count, %d %% are needed"), true},
		{WantReceivers, [2]string{"il manque %d évaluation par les receveurs", "il manque %d évaluations par les receveurs"},
			[2]string{"%d more evaluation by receivers is needed", "%d more evaluations by receivers are needed"}, false},
		{WantErrors, [2]string{"il manque %d avis sur la façon dont une erreur a été accueillie", "il manque %d avis sur la façon dont les erreurs ont été accueillies"},
			[2]string{"%d more rating of how an error was answered is needed", "%d more ratings of how errors were answered are needed"}, false},
		{WantCustomers, [2]string{"il manque %d retour de client", "il manque %d retours de clients"},
			[2]string{"%d more customer feedback is needed", "%d more pieces of customer feedback are needed"}, false},
		{WantPartners, [2]string{"il manque %d évaluation par des fournisseurs, riverains ou partenaires", "il manque %d évaluations par des fournisseurs, riverains ou partenaires"},
			[2]string{"%d more rating by suppliers, the community or partners is needed", "%d more ratings by suppliers, the community or partners are needed"}, false},
		{WantInvitations, either("trop peu de clients sont invités à donner leur avis, ou l'agent choisit lesquels : %d %% comptent, il en faut %d %%"),
			either("too few customers are asked for feedback, or the agent chooses whom: %d %% count, %d %% are needed"), true},
		{wantAgreement, either("aucune enquête récente ne permet de dire si le climat est partagé"),
			either("no recent survey tells whether the climate is shared"), false},
		{wantSelfAssessment, either("le manager ne s'est pas évalué sur les questions posées à l'équipe"),
			either("the manager has not answered the questions that the team was asked"), false},
		{wantBasics, either("aucun irritant de base n'a été signalé"), either("no basic irritant was reported"), false},
		{wantItems, either("aucune enquête ne pose ces questions"), either("no survey asks these questions"), false},
		{wantVoices, either("des actes, mais aucune enquête : il manque la voix de l'équipe"),
			either("practice only, no survey: the team's voice is missing"), false},
		{wantPractice, either("une enquête seule, sans preuve de pratique"), either("survey only, no practice evidence"), false},
		{wantWeight, either("les chiffres connus portent %d %% du poids, il en faut %d %%"),
			either("the indicators known carry %d %% of the weight, %d %% are needed"), true},
		{wantCells, [2]string{"il manque %d case", "il manque %d cases"}, [2]string{"%d more cell is needed", "%d more cells are needed"}, false},
		{wantNeeds, [2]string{"il manque %d besoin", "il manque %d besoins"}, [2]string{"%d more need is needed", "%d more needs are needed"}, false},
		{wantDimension, [2]string{"il manque %d dimension du care", "il manque %d dimensions du care"},
			[2]string{"%d more dimension of care is needed", "%d more dimensions of care are needed"}, false},
	}
}

func wordingsOfActs() []wording {
	more := func(want Want, frOne, frMore, enOne, enMore string) wording {
		return wording{want, [2]string{"il manque %d " + frOne, "il manque %d " + frMore},
			[2]string{"%d more " + enOne + " is needed", "%d more " + enMore + " are needed"}, false}
	}
	return []wording{
		more(WantIrritants, "irritant signalé", "irritants signalés", "reported irritant", "reported irritants"),
		more(WantResolved, "irritant résolu", "irritants résolus", "resolved irritant", "resolved irritants"),
		more(WantComplaints, "réclamation", "réclamations", "complaint", "complaints"),
		more(WantNeeds, "besoin signalé", "besoins signalés", "signalled need", "signalled needs"),
		more(WantSignals, "besoin ou irritant signalé", "besoins ou irritants signalés", "signalled need or irritant", "signalled needs or irritants"),
		more(WantAnswers, "réponse à un besoin", "réponses à des besoins", "answered need", "answered needs"),
		more(WantDuration, "jour de recul", "jours de recul", "day of observation", "days of observation"),
		more(WantDelegations, "délégation acceptée et dotée de moyens", "délégations acceptées et dotées de moyens",
			"accepted delegation with means", "accepted delegations with means"),
		more(WantDelegatees, "délégataire", "délégataires", "member with a delegation", "members with a delegation"),
		more(WantOutcomes, "délégation menée à terme", "délégations menées à terme", "completed delegation", "completed delegations"),
		more(WantTrainings, "formation suivie", "formations suivies", "completed training", "completed trainings"),
		more(WantSelfCare, "acte de soin de soi", "actes de soin de soi", "act of self care", "acts of self care"),
		more(WantManager, "manager nommé", "managers nommés", "appointed manager", "appointed managers"),
		more(WantSelf, "engagement ou moyen pour le soin de soi", "engagements ou moyens pour le soin de soi",
			"commitment or means for self care", "commitments or means for self care"),
		more(WantCommitments, "engagement", "engagements", "commitment", "commitments"),
		more(WantDue, "engagement arrivé à échéance", "engagements arrivés à échéance", "commitment that is due", "commitments that are due"),
		more(WantOwnable, "engagement ou incident", "engagements ou incidents", "commitment or incident", "commitments or incidents"),
		more(WantPersonDays, "jour de travail observé", "jours de travail observés", "sampled person-day", "sampled person-days"),
		more(WantDecisions, "décision qui concerne l'équipe", "décisions qui concernent l'équipe",
			"decision that affects the team", "decisions that affect the team"),
		more(WantRecognitions, "marque de reconnaissance", "marques de reconnaissance", "recognition", "recognitions"),
		more(WantMembers, "membre en échange avec son manager", "membres en échange avec leur manager",
			"member who exchanges recognition with the manager", "members who exchange recognition with the manager"),
		{WantNoRing, either("la reconnaissance tourne entre quelques personnes et ne peut pas être comptée"),
			either("recognition goes round among a few people and cannot be counted"), false},
		more(WantActs, "acte de care", "actes de care", "act of care", "acts of care"),
		more(WantPlanetActs, "acte envers la planète", "actes envers la planète", "act for the planet", "acts for the planet"),
		more(WantInitiatives, "initiative pour la planète", "initiatives pour la planète", "initiative for the planet", "initiatives for the planet"),
	}
}

// text tells what is lacking.
func (l Lack) text() Text {
	for _, w := range wordings() {
		if w.want == l.Of {
			return says(w.tell(w.fr, l), w.tell(w.en, l))
		}
	}
	return says("il manque des preuves", "evidence is missing")
}

func (w wording) tell(forms [2]string, l Lack) string {
	missing := max(l.Need-l.Have, 1)
	form := forms[min(missing, 2)-1]
	switch {
	case w.share:
		return fmt.Sprintf(form, l.Have, l.Need)
	case strings.Contains(form, "%d"):
		return fmt.Sprintf(form, missing)
	}
	return form
}
