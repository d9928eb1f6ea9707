package evidence_test

import (
	"fmt"
	"runtime"
	"testing"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/careact"
	"soin/domain/delegation"
	"soin/domain/event"
	"soin/domain/feedback"
	"soin/domain/help"
	"soin/domain/irritant"
	"soin/domain/need"
	"soin/domain/person"
	"soin/domain/recognition"
	"soin/domain/team"
	"soin/domain/workload"
	"soin/projections/evidence"
)

// BenchmarkFold takes in a million mixed facts of two thousand teams, five deep, and tells
// what the state then weighs for each.
func BenchmarkFold(b *testing.B) {
	const facts = 1_000_000
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		history := mixed(facts)
		v := evidence.New()
		b.StartTimer()
		for _, r := range history {
			v.Fold(r)
		}
		b.StopTimer()
		b.ReportMetric(float64(weight(&history, v))/facts, "B/fact")
		b.StartTimer()
	}
}

// weight is what a state holds beyond the facts it was folded from, which it lets go.
func weight(history *[]event.Recorded, v *evidence.Evidence) uint64 {
	*history = nil
	var with, without runtime.MemStats
	runtime.GC()
	runtime.GC() // pools let go the second time
	runtime.ReadMemStats(&with)
	v.Reset()
	runtime.GC()
	runtime.ReadMemStats(&without)
	return with.HeapAlloc - without.HeapAlloc
}

// mixed is a synthetic history in the order of time.
func mixed(n int) []event.Recorded {
	const teams, members = 2000, 30_000
	history := make([]event.Recorded, 0, n)
	tell := func(stream string, e event.Event) {
		history = append(history, fact{stream, 1 + len(history)*1000/n, e}.recorded(len(history)+1))
	}
	for i := range teams {
		tell(fmt.Sprintf("team-team-%04d", i), team.Formed{Name: "T", ParentID: fmt.Sprintf("team-%04d", i/7)})
	}
	for i := 0; len(history) < n; i++ {
		of := fmt.Sprintf("team-%04d", i*7919%teams)
		member := func(k int) person.Member { return person.Member(fmt.Sprintf("p_%022d", (i*31+k*17)%members)) }
		tellOne(tell, i, of, member)
	}
	return history[:n]
}

// tellOne tells one story of a team.
func tellOne(tell func(string, event.Event), i int, of string, member func(int) person.Member) {
	id := fmt.Sprintf("%016x", i)
	value := float64(i % 11)
	switch i % 10 {
	case 0, 1, 2:
		tell("feedback-"+id, feedback.Received{TeamID: of, Metric: feedback.NPS, Value: &value, Touchpoint: fmt.Sprint("t", i%50)})
	case 3, 4:
		tell("recognition-"+id, recognition.Given{TeamID: of, From: member(1), To: member(2), Kind: recognition.Skill, Message: "s_" + person.Text(id)})
	case 5:
		token := person.Token(fmt.Sprintf("t_%043d", i))
		tell("irritant-"+id, irritant.Reported{TeamID: of, Severity: 2, Axis: care.Team, Token: token})
		tell("irritant-"+id, irritant.Acknowledged{By: irritant.Manager})
		tell("irritant-"+id, irritant.Resolved{By: irritant.Team, Member: member(1)})
		tell("irritant-"+id, irritant.Confirmed{Rating: 4, Token: token})
	case 6:
		tell("need-"+id, need.Signalled{TeamID: of, Axis: care.Self, Kind: "rest"})
		tell("need-"+id, need.Answered{Origin: need.Asked})
	case 7:
		tell("delegation-"+id, delegation.Granted{TeamID: of, From: member(1), To: member(2), Domain: fmt.Sprint("d", i%90), Autonomy: 4, Stakes: 2})
		tell("delegation-"+id, delegation.Accepted{})
		tell("delegation-"+id, delegation.Completed{Outcome: delegation.Success})
	case 8:
		tell("help-"+id, help.Given{TeamID: of, From: member(1), To: member(2), Kind: help.Technical})
		tell("careact-"+id, careact.Logged{TeamID: of, Member: member(3), Kind: careact.Relational, Small: true})
	case 9:
		tell("workload-"+id, workload.Sampled{TeamID: of, PeriodStart: calendar.Date(i), PeriodEnd: calendar.Date(i + 7), PersonDays: 60, BreachDays: 2})
	}
}

// BenchmarkRestore is the way of a million facts through a snapshot.
func BenchmarkRestore(b *testing.B) {
	const facts = 1_000_000
	v := evidence.New()
	for _, r := range mixed(facts) {
		v.Fold(r)
	}
	for b.Loop() {
		twin := reread(b, v)
		b.StopTimer()
		b.ReportMetric(float64(weight(new([]event.Recorded), twin))/facts, "B/fact")
		b.StartTimer()
	}
}

// BenchmarkFoldBackwards takes in a year of one team's facts from the last to the first.
func BenchmarkFoldBackwards(b *testing.B) {
	const facts = 20_000
	for b.Loop() {
		v := evidence.New()
		for i := range facts {
			v.Fold(fact{fmt.Sprint("recognition-", i), facts - i, recognition.Given{TeamID: "a", From: "x", To: "y"}}.recorded(i + 1))
		}
	}
}
