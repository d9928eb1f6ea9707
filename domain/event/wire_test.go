package event_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soin/domain/event"
)

func TestAWireTypeReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name, version := rapid.StringN(1, -1, -1).Draw(t, "name"), rapid.IntMin(1).Draw(t, "version")
		wire := event.WireType(name, version)
		if n, v, ok := event.ParseWireType(wire); n != name || v != version || !ok {
			t.Errorf("%q reads as %q, %d, %v", wire, n, v, ok)
		}
	})
}

func TestAWireTypeIsSpelledInOneWay(t *testing.T) {
	for s, want := range map[string]string{"soin.team.headcount-reported.v12": "team.headcount-reported", "soin.a.v1.v12": "a.v1"} {
		if name, version, ok := event.ParseWireType(s); name != want || version != 12 || !ok {
			t.Errorf("%q reads as %q, %d, %v", s, name, version, ok)
		}
	}
	for _, s := range []string{
		"", "soin.", "team.formed.v1", "Soin.team.formed.v1", "soin.team.formed", "soin.team.formed.v", "soin.team.formed.v0",
		"soin.team.formed.v01", "soin.team.formed.v+1", "soin.team.formed.v-1", "soin.team.formed.v1.0", "soin.team.formed.v1 ",
		"soin.team.formed.V1", "soin..v1", "soin.v1", "soin.team.formed.v1_0", "soin.team.formed.v" + strings.Repeat("9", 30),
		"soin.team.formed.v١",
	} {
		if name, version, ok := event.ParseWireType(s); ok || name != "" || version != 0 {
			t.Errorf("%q reads as %q, %d, %v", s, name, version, ok)
		}
	}
}

func FuzzParseWireType(f *testing.F) {
	f.Add("soin.team.formed.v1")
	f.Add("soin.a.v1.v2")
	f.Add("soin..v+1")
	f.Fuzz(func(t *testing.T, s string) {
		name, version, ok := event.ParseWireType(s)
		if ok && (event.WireType(name, version) != s || name == "" || version < 1) {
			t.Errorf("%q reads as %q, %d", s, name, version)
		}
		if !ok && (name != "" || version != 0) {
			t.Errorf("%q is refused as %q, %d", s, name, version)
		}
	})
}
