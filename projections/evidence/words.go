package evidence

import (
	"soin/domain/care"
	"soin/domain/person"
	"soin/projections/fold"
)

// word is the number of a word; 0 for none.
func (s *dossiers) word(w string) fold.Word { return s.Words.Number(w) }

func (s *dossiers) member(m person.Member) fold.Word { return s.Words.Number(string(m)) }

func (s *dossiers) token(t person.Token) fold.Word { return s.Words.Number(string(t)) }

// words are numbers in the order of what they stand for here.
func words[S ~string](s *dossiers, list []S) []fold.Word {
	if len(list) == 0 {
		return nil
	}
	numbers := make([]fold.Word, len(list))
	for i, w := range list {
		numbers[i] = s.Words.Number(string(w))
	}
	return numbers
}

func axisOf(axis care.Axis) Axis {
	switch axis {
	case care.Self:
		return Self
	case care.Team:
		return Team
	case care.Planet:
		return Planet
	}
	return NoAxis
}

func roleOf[S ~string](role S) Role {
	switch role {
	case "team":
		return ByTeam
	case "manager":
		return ByManager
	case "organisation":
		return ByOrganisation
	}
	return NoRole
}

func kindOf[S ~string](kind S) Kind {
	switch kind {
	case "result":
		return Result
	case "effort":
		return Effort
	case "skill":
		return Skill
	case "relational":
		return Relational
	case "technical":
		return Technical
	}
	return OtherKind
}

// digest is 0 for an empty text and for no other.
func digest(text string) uint32 {
	if text == "" {
		return 0
	}
	h := uint32(2166136261) // FNV-1a
	for i := range len(text) {
		h = (h ^ uint32(text[i])) * 16777619
	}
	return max(h, 1)
}

// small is a count or a rating in the few bytes of a record. What was recorded was
// validated, so it fits.
func small[N int8 | int32](n int) N { return N(n) }
