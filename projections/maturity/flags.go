package maturity

import (
	"soin/domain/care"
	"soin/domain/event"
)

// Flag is one sign of what care is not, or of a game with the figures. It speaks of the
// team and never of a person. A flag caps the level, where it says so, and never takes
// points away.
type Flag struct {
	ID       string
	Cap      care.Level // highest level while it holds; Insuffisante caps nothing
	Because  Text
	Evidence []event.Position // rising; gathered when it is asked for
}

// scored is what flags look up in the scorecard in the making.
type scored interface {
	criterion(c care.Criterion) Measure
}

// sign is the rule behind one flag: whether it holds, on which facts.
type sign struct {
	id      string
	because Text
	holds   func(s *subject, c scored) ([]event.Position, bool)
	cap     func(care.Flags) care.Level // nil when it caps nothing
}

// signs are all there are, in the order in which they are told (scoring, 1.3 and 3).
var signs = [...]sign{
	{"facade", Text{
		FR: "L'équipe s'entend déclarer plus de care qu'elle n'en vit, ou ses engagements restent sans moyens ou sans suite.",
		EN: "The team hears more care declared than it lives, or its commitments go without means or are not kept.",
	}, (*subject).showsFacade, func(f care.Flags) care.Level { return f.Facade.Cap }},
	{"retaliation", Text{
		FR: "Des représailles ont été signalées dans l'équipe et personne ne s'en est encore saisi.",
		EN: "Retaliation was reported in the team and nobody has taken charge of it yet.",
	}, (*subject).leavesRetaliation, func(f care.Flags) care.Level { return f.Retaliation.Cap }},
	{"inflation", Text{
		FR: "Le care déclaré envers l'équipe a monté sans que ce qu'elle vit ait bougé.",
		EN: "The care declared towards the team went up while what it lives did not move.",
	}, (*subject).inflates, nil},
	{"ring", Text{
		FR: "L'essentiel de la reconnaissance de l'équipe circule en cercle fermé : elle n'est pas comptée.",
		EN: "Most of the team's recognition goes round in a closed circle: it is not counted.",
	}, (*subject).circles, nil},
	{"burst", Text{
		FR: "Les remerciements se sont multipliés juste avant cette date, bien au-delà de l'habitude : l'excédent n'est pas compté.",
		EN: "Thanks multiplied just before this date, far beyond what is usual: the excess is not counted.",
	}, (*subject).bursts, nil},
	{"stuffing", Text{
		FR: "Une enquête de l'équipe a plus de bulletins que de jetons, ou trop de bulletins identiques : ses résultats ne font pas foi.",
		EN: "A survey of the team has more ballots than tokens, or too many that are alike: its results cannot be relied on.",
	}, (*subject).isStuffed, nil},
	{"straight-lining", Text{
		FR: "Des bulletins répondent la même chose à toutes les questions, inverses comprises : ils comptent pour la participation seulement.",
		EN: "Some ballots give one answer to every question, reversed ones included: they count for the response rate only.",
	}, (*subject).isStraightLined, nil},
	{"pressure", Text{
		FR: "Une enquête unanime et enthousiaste, sans mesure de la sécurité psychologique, ou des enquêtes trop rapprochées : l'équipe a pu se sentir tenue de répondre.",
		EN: "A unanimous, enthusiastic survey without any measure of psychological safety, or surveys too close together: the team may have felt obliged to answer.",
	}, (*subject).isPressed, nil},
	{"churn", Text{
		FR: "Des irritants sont ouverts et clos aussitôt, ou rouverts trop souvent : clore n'est pas résoudre.",
		EN: "Irritants are opened and closed at once, or reopened too often: closing is not resolving.",
	}, (*subject).closesInVain, nil},
	{"silence", Text{
		FR: "Ni irritant ni incident n'est signalé, et l'équipe ne se dit pas en sécurité : ce silence n'est pas une bonne nouvelle.",
		EN: "Neither an irritant nor an incident is reported, and the team does not say it is safe: this silence is no good news.",
	}, (*subject).keepsSilent, nil},
	{"dumping", Text{
		FR: "Des délégations sont données sans accord ou sans moyens, ou pèsent toujours au même endroit : elles ne sont pas comptées.",
		EN: "Delegations are handed out without agreement or without means, or always weigh on the same place: they are not counted.",
	}, (*subject).dumps, nil},
	{"box-ticking", Text{
		FR: "Des formations n'ont été ni validées ni transposées dans le travail : elles ne sont pas comptées.",
		EN: "Trainings were neither validated nor carried over into the work: they are not counted.",
	}, (*subject).ticksBoxes, nil},
	{"cherry-picking", Text{
		FR: "Trop peu de clients sont invités à s'exprimer, ou ils sont choisis : leur voix ne représente pas ceux que l'équipe rencontre.",
		EN: "Too few customers are invited to speak, or they are chosen: their voice does not stand for those the team meets.",
	}, (*subject).picksCustomers, nil},
	{"prize", Text{
		FR: "Un Prix care s'est décerné sans l'avis de ceux qui ont reçu le care, par autocandidature ou toujours à la même équipe : il n'est pas compté.",
		EN: "A care prize was awarded without the word of those who received the care, by self-nomination or always to the same team: it is not counted.",
	}, (*subject).winsAlone, nil},
	{"complaisance", Text{
		FR: "L'attention et le partage dépassent de loin l'exigence : le care tourne à la complaisance.",
		EN: "Attention and sharing run far ahead of what is demanded: care is turning into indulgence.",
	}, (*subject).indulges, nil},
	{"isolated", Text{
		FR: "Le care de l'équipe repose pour plus de la moitié sur une posture isolée et non sur une organisation.",
		EN: "More than half of the team's care rests on an isolated posture and not on how work is organised.",
	}, (*subject).isIsolated, nil},
	{"injunction", Text{
		FR: "L'équipe demande de plus en plus à pouvoir prendre soin d'elle et aucun moyen ne suit : le care devient une injonction de plus.",
		EN: "The team asks more to be able to look after itself and no means come with it: care becomes one more injunction.",
	}, (*subject).isEnjoined, nil},
	{"soul", Text{
		FR: "Des engagements sont déclarés sans budget, et rien ne change dans les règles ni dans les décisions : un supplément d'âme.",
		EN: "Commitments are declared without a budget, and nothing changes in the rules or the decisions: care as an ornament.",
	}, (*subject).adorns, nil},
}

// flags are the signs that hold for the team.
func (s *subject) flags(c scored) []Flag {
	var raised []Flag
	for _, sign := range signs {
		at, holds := sign.holds(s, c)
		if !holds {
			continue
		}
		f := Flag{ID: sign.id, Because: sign.because}
		if sign.cap != nil {
			f.Cap = sign.cap(s.model.Flags)
		}
		if s.tracing {
			f.Evidence = inLog(at)
		}
		raised = append(raised, f)
	}
	return raised
}
