package esdbstore

import (
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
)

// A mark behind the last record is where the next one is written: that one is yet to come.
func TestTheTailHasNotSeenWhatStandsAtACheckpoint(t *testing.T) {
	const edge = 5000
	isOld := func(mark esdb.Position) bool {
		l := &tail{awaited: map[string]*awaited{}}
		l.begin(4000)
		l.see(marked(mark))
		on := l.pause()
		if on != esdb.AllPosition(mark) {
			t.Errorf("after the mark %v it goes on from %v", mark, on)
		}
		_, old := l.come(t.Context(), &awaited{items: make([]item, 0, 1)}, "test-1", event.Position(edge))
		return old
	}
	if isOld(esdb.Position{Commit: edge}) {
		t.Error("what is written at the end of the last record is told to be somebody else's")
	}
	if !isOld(esdb.Position{Commit: edge, Prepare: edge}) {
		t.Error("what was passed by is not told to be old")
	}
}
