package parking

import (
	"testing"

	"soin/domain/event"
)

func TestAllPayloadsTogetherHaveTheirLimitInBytes(t *testing.T) {
	p := &Parking{held: amount{facts: 600, bytes: MaxBytesInAll - 250}}
	hundred := Early{Raw: event.Raw{Data: make([]byte, 100)}}
	room, full := p.reserve("team-a", []Early{hundred, hundred, hundred})
	if room != 2 || full == nil || full.Stream != "" || full.ProblemCode() != "unavailable" || p.held != (amount{602, MaxBytesInAll - 50}) {
		t.Errorf("%d, %v, %+v", room, full, p.held)
	}
	p.unreserve([]Early{hundred, hundred}, amount{1, 100})
	if room, full := p.reserve("team-b", []Early{hundred}); room != 1 || full != nil {
		t.Errorf("%d, %v, %+v", room, full, p.held)
	}
}
