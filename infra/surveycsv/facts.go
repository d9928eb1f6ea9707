package surveycsv

import (
	"bytes"
	"encoding/json"
	"fmt"

	"soin/domain"
	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/rule"
	"soin/domain/survey"
	"soin/infra/ingest"
	"soin/infra/instruments/typography"
)

// fact is one event of the plan.
type fact struct {
	id, subject string
	on          calendar.Date
	event       event.Event
}

// state plans a fact that is true whichever wave tells it, so it has one id for ever.
func (p *planner) state(kind, subject string, on calendar.Date, e event.Event) {
	p.teams = append(p.teams, fact{typography.ID(kind + subject), subject, on, e})
}

// change plans a fact that this wave tells.
func (p *planner) change(kind, subject string, e event.Event) {
	p.teams = append(p.teams, fact{p.waveID(kind, subject), subject, p.wave.Date, e})
}

// waveID names a fact of this wave; a corrected table states facts of its own.
func (p *planner) waveID(kind, subject string) string {
	id := p.wave.Label + kind + subject
	if p.Revision > 1 {
		id += fmt.Sprintf("/r%d", p.Revision)
	}
	return typography.ID(id)
}

// publish plans that the instrument asks these questions, unless that is known. A wave
// that is corrected by a table with other columns becomes a version of its own.
func (p *planner) publish() {
	in := p.Instrument
	p.version = in.VersionOf(p.wave)
	asked := p.asked()
	items, published := p.Known.Asked(in.ID, p.version)
	if in.Version == "" && published && p.Revision > 1 && !covers(items, asked) {
		p.version = typography.ID(fmt.Sprintf("%s-r%d", p.version, p.Revision))
		items, published = p.Known.Asked(in.ID, p.version)
	}
	switch {
	case published && covers(items, asked):
		return
	case published:
		p.fault(0, absent, p.version, "is published as a version with fewer items than this table has: import a corrected table with a higher revision")
		return
	}
	f := fact{p.waveID("/published", ""), in.ID, p.wave.Date, in.Published(p.version, asked)}
	if in.Version != "" { // it is the same fact in every wave
		f.id, f.on = typography.ID("published/"+in.Version), in.Since
	}
	p.published = []fact{f}
}

// asked lists the items of the version: all of an instrument with versions of its own,
// else those the table has columns for.
func (p *planner) asked() []instrument.Item {
	var items []instrument.Item
	in := p.Instrument
	if in.Version != "" {
		for _, q := range in.Questions {
			items = append(items, q.Asked(p.wave.Year, ""))
		}
		return items
	}
	own, present := map[string]bool{}, map[string]bool{}
	for _, q := range in.Questions {
		own[q.ID] = true
	}
	for _, a := range p.columns.answers {
		q := in.Questions[a.question]
		present[q.ID] = true
		items = append(items, q.Asked(p.wave.Year, a.wording))
	}
	for i, it := range items {
		if own[it.MirrorOf] && !present[it.MirrorOf] {
			items[i].MirrorOf = "" // its mirror was not asked
		}
	}
	return items
}

func covers(published []string, asked []instrument.Item) bool {
	has := make(map[string]bool, len(published))
	for _, id := range published {
		has[id] = true
	}
	for _, it := range asked {
		if !has[it.ID] {
			return false
		}
	}
	return true
}

// tally plans the results of every row.
func (p *planner) tally() {
	surveyID := p.Instrument.SurveyID(p.wave)
	revision := 0
	if p.Revision > 1 {
		revision = p.Revision
	}
	for _, r := range p.rows {
		p.tallies = append(p.tallies, fact{p.waveID("/tallied/", r.id), surveyID, p.wave.Date, survey.Tallied{
			InstrumentID: p.Instrument.ID, Version: p.version, TeamID: r.id,
			Respondents: r.respondents, Eligible: r.eligible, ResponseRate: r.rate,
			Revision: revision, Items: r.results,
		}})
		p.summary.Tallied++
	}
}

// deliveries writes facts as they are sent. A fact that its own rules refuse is a fault
// here: it would be refused at the Door.
func (p *planner) deliveries(facts []fact) []ingest.Delivery {
	out := make([]ingest.Delivery, 0, len(facts))
	for _, f := range facts {
		if err := f.event.Validate(); err != nil {
			p.violation(0, absent, rule.In(f.id, err))
			continue
		}
		data, err := encode(f.event)
		if err != nil || len(data) > event.MaxData {
			p.fault(0, absent, f.id, fmt.Sprintf("is no fact that can be sent: %d bytes, %v", len(data), err))
			continue
		}
		p.summary.Facts[f.event.EventName()]++
		out = append(out, ingest.Delivery{
			Type:   event.WireType(f.event.EventName(), p.versions[f.event.EventName()]),
			Source: Source(p.Instrument.ID), ID: f.id, Subject: f.subject,
			Time: f.on.Start(), Data: data,
		})
	}
	return out
}

// written gives the version in which each event type is written today.
func written() map[string]int {
	versions := map[string]int{}
	for _, t := range domain.Catalog(json.Unmarshal).Types() {
		versions[t.Name()] = t.Version()
	}
	return versions
}

// Source is who states the facts of an import.
func Source(instrumentID string) string { return "soin:import/" + instrumentID }

// encode writes JSON in field order without HTML escaping, the way the log does.
func encode(e event.Event) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
