package maturity

import (
	"flag"
	"testing"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/careact"
)

// The defaults make about a million facts.
var (
	benchTeams    = flag.Int("soin.teams", 2_000, "teams in the organisation that benchmarks score")
	benchQuarters = flag.Int("soin.quarters", 3, "quarters of their history")
)

// asOfBench lies between two quarter ends.
func asOfBench() calendar.Date { return quarterOf(*benchQuarters) + 20 }

func big(b *testing.B) *chronicle {
	b.Helper()
	c := tell(b)
	c.forgetful = true
	c.organise(*benchTeams, *benchQuarters)
	b.ResetTimer()
	return c
}

// BenchmarkAllFromEvidence scores every team, with its level, with nothing remembered.
func BenchmarkAllFromEvidence(b *testing.B) {
	c := big(b)
	for b.Loop() {
		aBoard(b).Matrix(c.views, asOfBench())
	}
}

// BenchmarkAllAgain serves the same matrix again.
func BenchmarkAllAgain(b *testing.B) {
	c, board := big(b), aBoard(b)
	board.Matrix(c.views, asOfBench())
	for b.Loop() {
		board.Matrix(c.views, asOfBench())
	}
}

// BenchmarkOneAtAnyDate makes the scorecard of one team as of one date after another, each
// for the first time.
func BenchmarkOneAtAnyDate(b *testing.B) {
	c, board := big(b), aBoard(b)
	board.Matrix(c.views, asOfBench())
	for i := 0; b.Loop(); i++ {
		on := asOfBench() - 1 - calendar.Date(i%200)
		if _, err := board.Scorecard(c.views, teamID(i%*benchTeams), on); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOneAgain serves a scorecard again.
func BenchmarkOneAgain(b *testing.B) {
	c, board := big(b), aBoard(b)
	board.Matrix(c.views, asOfBench())
	for b.Loop() {
		if _, err := board.Scorecard(c.views, "t5", asOfBench()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFreshScorecard and BenchmarkFreshMatrix answer after each new fact of a team.
func BenchmarkFreshScorecard(b *testing.B) {
	c, board := big(b), aBoard(b)
	on := asOfBench()
	board.Matrix(c.views, on)
	for i := 0; b.Loop(); i++ {
		id := teamID(i % *benchTeams)
		c.once(on, "careact", careact.Logged{TeamID: id, Member: "x", Kind: careact.Relational, Axis: care.Team})
		if _, err := board.Scorecard(c.views, id, on); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFreshMatrix(b *testing.B) {
	c, board := big(b), aBoard(b)
	on := asOfBench()
	board.Matrix(c.views, on)
	for i := 0; b.Loop(); i++ {
		c.once(on, "careact", careact.Logged{TeamID: teamID(i % *benchTeams), Member: "x", Kind: careact.Relational, Axis: care.Team})
		board.Matrix(c.views, on)
	}
}

// BenchmarkHistory is a team's quarters, asked for again.
func BenchmarkHistory(b *testing.B) {
	c, board := big(b), aBoard(b)
	board.Matrix(c.views, asOfBench())
	for b.Loop() {
		board.History(c.views, "t5", day0, asOfBench())
	}
}
