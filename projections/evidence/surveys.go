package evidence

import (
	"cmp"
	"maps"
	"slices"

	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/selfassessment"
	"soin/domain/survey"
)

// instrumentPublished may change what any answers say: see Evidence.Published.
func (s *dossiers) instrumentPublished(_ instrument.Published, r event.Recorded) {
	s.Published = r.Position
}

// tallied keeps nothing: the results that other tools aggregate are read elsewhere.
func (s *dossiers) tallied(e survey.Tallied, r event.Recorded) { s.told(e.TeamID, r) }

func (s *dossiers) surveyReleased(e survey.Released, r event.Recorded) {
	unit := small[int32](len(s.Units))
	s.Units = append(s.Units, Unit{
		Moment: moment(r), Survey: s.word(r.Subject()), Instrument: s.word(e.InstrumentID), Version: s.word(e.Version),
		ClosedOn: int32(e.ClosedOn), Teams: words(s, e.TeamIDs),
		Eligible: small[int32](e.Eligible), Responses: small[int32](e.Responses),
		Items: words(s, e.Items), Ballots: cells(e),
	})
	teams := s.teams(e.TeamIDs)
	touch(r, teams...)
	for _, d := range teams {
		insert(&d.Units, unit, s.compareUnits)
	}
}

// cells are the answers row by row, 0 where there is none. An answer that is no cell's,
// which validation does not let in, counts as none.
func cells(e survey.Released) []byte {
	bytes := make([]byte, 0, len(e.Ballots)*len(e.Items))
	for _, row := range e.Ballots {
		for column := range e.Items {
			var cell byte
			if column < len(row) && row[column] != nil && *row[column] >= -100 && *row[column] <= 100 {
				cell = byte(*row[column] + noAnswer)
			}
			bytes = append(bytes, cell)
		}
	}
	return bytes
}

// noAnswer is what a cell's number exceeds its answer by.
const noAnswer = 101

func (s *dossiers) compareUnits(a, b int32) int {
	u, v := &s.Units[a], &s.Units[b]
	return cmp.Or(cmp.Compare(u.At, v.At), s.compareWords(u.Survey, v.Survey))
}

func (s *dossiers) surveyVoided(e survey.Voided, r event.Recorded) {
	teams := s.teams(e.TeamIDs)
	touch(r, teams...)
	named, asked := words(s, e.TeamIDs), s.word(r.Subject())
	for _, d := range teams[:min(1, len(teams))] { // one knows all units of the survey that hold it
		for _, i := range d.Units {
			if u := &s.Units[i]; u.Survey == asked && slices.Equal(u.Teams, named) && u.Voided == nil {
				voided := moment(r)
				u.Voided = &voided
			}
		}
	}
}

// teams are the dossiers of a unit.
func (s *dossiers) teams(ids []string) []*Dossier {
	teams := make([]*Dossier, len(ids))
	for i, id := range ids {
		teams[i] = s.team(id)
	}
	return teams
}

func (s *dossiers) selfAssessed(e selfassessment.Submitted, r event.Recorded) {
	items := slices.Sorted(maps.Keys(e.Answers))
	answers := make([]float64, len(items))
	for i, item := range items {
		answers[i] = e.Answers[item]
	}
	put(&s.told(e.TeamID, r).SelfAssessments, SelfAssessment{
		Moment: moment(r), Subject: subjectOf(r.Stream), Member: s.member(e.Member),
		Instrument: s.word(e.InstrumentID), Version: s.word(e.Version), Items: words(s, items), Answers: answers,
	})
}
