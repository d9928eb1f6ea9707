package surveycsv_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"soin/domain"
	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/survey"
	"soin/domain/team"
	"soin/infra/ingest"
	"soin/infra/instruments"
	"soin/infra/jsoncodec"
	"soin/infra/memstore"
	"soin/infra/surveycsv"
	"soin/infra/surveycsv/registry"
)

// world is a log behind the real Door, and what can be known of it.
type world struct {
	log  *event.Log
	door *ingest.Door
}

func newWorld() *world {
	log := event.NewLog(memstore.New(), domain.Catalog(jsoncodec.Unmarshal))
	now := func() time.Time { return time.Date(2199, 12, 31, 0, 0, 0, 0, time.UTC) }
	return &world{log, ingest.NewDoor(log, now)}
}

// record brings a plan in. Every fact of it must be accepted.
func (w *world) record(t rapid.TB, plan *surveycsv.Import) (added, repeated int) {
	t.Helper()
	for chunk := range slices.Chunk(plan.Deliveries(), ingest.MaxDeliveries) {
		outcomes, err := w.door.Accept(context.Background(), chunk)
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range outcomes {
			switch {
			case o.Err != nil:
				t.Fatalf("%s %s of %s on %s: %v", chunk[i].Type, chunk[i].ID, chunk[i].Subject, chunk[i].Time, o.Err)
			case o.Receipt.Duplicate:
				repeated++
			default:
				added++
			}
		}
	}
	return added, repeated
}

// facts reads the whole log, oldest in the world first.
func (w *world) facts(t rapid.TB) []event.Recorded {
	t.Helper()
	var all []event.Recorded
	for r, err := range w.log.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	slices.SortStableFunc(all, func(a, b event.Recorded) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Position, b.Position))
	})
	return all
}

// known is what the log tells so far.
func (w *world) known(t rapid.TB) known { return known(w.facts(t)) }

// known folds facts at every question: slow, and plainly right.
type known []event.Recorded

func (k known) Team(id string, on calendar.Date) (surveycsv.State, bool) {
	state, formed := surveycsv.State{}, false
	for _, r := range k {
		if r.Subject() != id || (formed && calendar.Of(r.Time) > on) {
			continue
		}
		switch e := r.Event.(type) {
		case team.Formed:
			state, formed = surveycsv.State{Name: e.Name, ParentID: e.ParentID}, true
		case team.Renamed:
			state.Name = e.Name
		case team.Moved:
			state.ParentID = e.ParentID
		case team.Merged, team.Split, team.Dissolved:
			state.Ended = true
		}
	}
	return state, formed
}

func (k known) Asked(instrumentID, version string) ([]string, bool) {
	for _, r := range k {
		if e, ok := r.Event.(instrument.Published); ok && r.Subject() == instrumentID && e.Version == version {
			var ids []string
			for _, it := range e.Items {
				ids = append(ids, it.ID)
			}
			return ids, true
		}
	}
	return nil, false
}

func (k known) Newest(instrumentID string) (calendar.Date, bool) {
	newest, tallied := calendar.Date(0), false
	for _, r := range k {
		if e, ok := r.Event.(survey.Tallied); ok && e.InstrumentID == instrumentID {
			newest, tallied = max(newest, calendar.Of(r.Time)), true
		}
	}
	return newest, tallied
}

// pulse is a small instrument: three items, groupings, a registry.
const pulse = `id: pulse
version: wave
audience: team
items:
  - {id: heard, text: {en: I am heard}, codes: {A1: 2010-2019, A2: 2020}, min: 1, max: 5}
  - {id: done, text: {en: What we ask for is done}, codes: {A2: 2010-2019}, min: 1, max: 5}
  - {id: told, text: {en: We are told}, mirrorOf: done, codes: {A3: 2010-2020}, min: 1, max: 5}
import:
  values: percent
  missing: ["", ".", "n<10"]
  columns: {code: '(?P<code>A[0-9]+)(?:\. (?P<text>.+))?', team: unit, teamCode: code, parent: group, respondents: people, responseRate: rate}
  leftOut: [{headers: 'index', reason: an index}]
  teams:
    kind: unit
    root: {id: all, name: All units, kind: all}
    parents: {are: groupings, kind: group}
    groups: {kind: combined, names: ['.* \(combined\)']}
    notTeams: [{names: total, reason: the total}]
    aliases: {Nroth: North, Nrothern: Northern}
  waves: {day: "06-30"}
  registry:
    organisations: {file: list.csv, id: id, name: name, from: from, to: to}
    lineage: {file: log.csv, year: year, id: id, previous: before, succession: kind, reason: why, direct: [direct], indirect: [indirect], demergers: [demerger]}
`

func read(t rapid.TB, file string) *instruments.Instrument {
	t.Helper()
	all, err := instruments.Read("pulse.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

func open(t rapid.TB, ref string) *instruments.Instrument {
	t.Helper()
	in, err := instruments.Open(ref)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// units is a registry as pulse calls it.
func units(t rapid.TB, list, log string) *registry.Registry {
	t.Helper()
	r, err := registry.Read(fstest.MapFS{
		"list.csv": {Data: []byte("id,name,from,to\n" + list)},
		"log.csv":  {Data: []byte("year,id,before,kind,why\n" + log)},
	}, read(t, pulse).Layout.Registry)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// request is a table of pulse, of which nothing is known.
func request(t rapid.TB, wave, data string) surveycsv.Request {
	return surveycsv.Request{File: "x.csv", Data: []byte(data), Instrument: read(t, pulse), Wave: wave, Known: surveycsv.Nothing{}}
}

func plan(t rapid.TB, r surveycsv.Request) *surveycsv.Import {
	t.Helper()
	p, err := surveycsv.Plan(r)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// refused is what Plan says of a table with faults.
func refused(t *testing.T, r surveycsv.Request) string {
	t.Helper()
	p, err := surveycsv.Plan(r)
	if err == nil {
		t.Fatalf("planned %d facts", len(p.Deliveries()))
	}
	if _, ok := errors.AsType[*instruments.Faults](err); !ok {
		t.Fatalf("%T: %v", err, err)
	}
	return err.Error()
}

// lines tells the facts about teams, one a line: "2013-06-30 team.formed N {...}".
func lines(p *surveycsv.Import) string {
	var b strings.Builder
	published, groupings, rows := p.Stages[0], p.Stages[1], p.Stages[2]
	for _, d := range slices.Concat(rows, groupings, published) { // the root is with what is published
		name, _, _ := event.ParseWireType(d.Type)
		if strings.HasPrefix(name, "team.") {
			b.WriteString(d.Time.Format(time.DateOnly) + " " + name + " " + d.Subject + " " + string(d.Data) + "\n")
		}
	}
	return b.String()
}

// tallies decodes the results by team.
func tallies(t rapid.TB, p *surveycsv.Import) map[string]survey.Tallied {
	t.Helper()
	all := map[string]survey.Tallied{}
	for _, d := range p.Deliveries() {
		if e, ok := decoded(t, d).(survey.Tallied); ok {
			all[e.TeamID] = e
		}
	}
	return all
}

func decoded(t rapid.TB, d ingest.Delivery) event.Event {
	t.Helper()
	name, version, ok := event.ParseWireType(d.Type)
	if !ok {
		t.Fatalf("%q is no type", d.Type)
	}
	e, err := domain.Catalog(jsoncodec.Unmarshal).Decode(name, version, d.Data)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
