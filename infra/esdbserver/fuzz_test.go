package esdbserver

import (
	"bytes"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/jsoncodec"
)

// What a client writes is read back, whatever it is.
func FuzzStored(f *testing.F) {
	f.Add([]byte("0123456789abcdef"), "t", "application/json", []byte(`{}`), []byte(`{}`))
	f.Add([]byte("0123456789abcdef"), "soin.team.formed.v1", "application/json", []byte(`{"source":"s","id":"i","time":"2026-01-01T00:00:00Z"}`), []byte(`{}`))
	f.Fuzz(func(t *testing.T, id []byte, kind, contentType string, metadata, data []byte) {
		p := Proposed{Type: kind, ContentType: contentType, Metadata: metadata, Data: data}
		if copy(p.ID[:], id) < len(p.ID) || p.ID == uuid.Nil {
			return
		}
		raw, err := stored("team-1", &p)
		if err != nil {
			return
		}
		got, err := formOf(&event.RawRecorded{Raw: raw, Place: event.Place{Stream: "team-1"}})
		if err != nil || got.id != p.ID || got.kind != kind || got.contentType != contentType ||
			!bytes.Equal(got.metadata, metadata) || !bytes.Equal(got.data, data) {
			t.Errorf("%+v is read back as %+v, %v", p, got, err)
		}
	})
}

// A frame that none of us made is refused, or is one.
func FuzzFrame(f *testing.F) {
	f.Add(frameOf(&Proposed{ContentType: "x", Metadata: []byte("m"), Data: []byte("d")}))
	f.Add([]byte{frameVersion, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, frame []byte) {
		var got form
		if got.unframe(frame) != nil {
			return
		}
		again := frameOf(&Proposed{ContentType: got.contentType, Metadata: got.metadata, Data: got.data})
		var same form
		if err := same.unframe(again); err != nil || same.contentType != got.contentType || !bytes.Equal(same.metadata, got.metadata) || !bytes.Equal(same.data, got.data) {
			t.Errorf("%x is %+v, and then %+v, %v", frame, got, same, err)
		}
	})
}

func FuzzMetadata(f *testing.F) {
	f.Add([]byte(`{"$maxCount":3,"$maxAge":60,"$tb":9223372036854775807,"$acl":{"$r":"x"}}`), []byte(`{"deletedBefore":3}`))
	f.Fuzz(func(t *testing.T, data, note []byte) {
		m, err := parseMetadata(data)
		if err != nil {
			return
		}
		m.deletedBefore = deletedBefore(note)
		r := m.retention()
		if r.before < 0 || r.count < 0 || r.age < 0 {
			t.Errorf("%s keeps %+v", data, r)
		}
		revived, err := withTruncation(data, 7)
		if err != nil {
			return // a list of names, for example, one of them twice
		}
		if again, err := parseMetadata(revived); err != nil || again.TruncateBefore == nil || *again.TruncateBefore != 7 {
			t.Errorf("%s is revived as %s, %v", data, revived, err)
		}
	})
}

// Attributes of a published event are understood or refused; what the Door gets is complete.
func FuzzAttributes(f *testing.F) {
	gate := &Gate{catalog: domain.Catalog(jsoncodec.Unmarshal)}
	f.Add("team-1", "soin.team.formed.v1", []byte(`{"time":"2026-01-01T00:00:00Z","source":"s","id":"i"}`))
	f.Add("team-", "soin.team.formed.v1", []byte(`{"time":"2026-01-01T00:00:00Z","subject":"-"}`))
	f.Fuzz(func(t *testing.T, stream, kind string, metadata []byte) {
		d, err := gate.delivery("ana", stream, &Proposed{ID: uuid.Max, Type: kind, ContentType: "application/json", Metadata: metadata})
		if err == nil && (d.Time.IsZero() && !bytes.Contains(metadata, []byte("0001-")) || d.ID == "" || d.Source == "" || stream != event.StreamName(stream[:strings.Index(stream, "-")], d.Subject)) {
			t.Errorf("%q of %s is %+v", metadata, stream, d)
		}
	})
}

// Every request is understood or refused.
func FuzzQuery(f *testing.F) {
	for _, o := range []*streams.ReadReq_Options{
		{CountOption: &streams.ReadReq_Options_Count{Count: 3}, StreamOption: &streams.ReadReq_Options_All{}},
		{CountOption: &streams.ReadReq_Options_Subscription{}, StreamOption: &streams.ReadReq_Options_All{All: &streams.ReadReq_Options_AllOptions{}},
			FilterOption: &streams.ReadReq_Options_Filter{Filter: &streams.ReadReq_Options_FilterOptions{
				Filter:                       &streams.ReadReq_Options_FilterOptions_EventType{EventType: &streams.ReadReq_Options_FilterOptions_Expression{Regex: "^a*$"}},
				CheckpointIntervalMultiplier: 4_000_000_000, Window: &streams.ReadReq_Options_FilterOptions_Max{Max: 4_000_000_000},
			}}},
	} {
		wire, err := proto.Marshal(&streams.ReadReq{Options: o})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(wire, "text")
	}
	f.Fuzz(func(t *testing.T, wire []byte, text string) {
		var req streams.ReadReq
		if proto.Unmarshal(wire, &req) != nil {
			return
		}
		q, err := queryOf(req.GetOptions())
		if err != nil {
			return
		}
		if q.from.revision < 0 || q.filter != nil && q.filter.window < 1 {
			t.Errorf("%v is %+v, %+v", &req, q, q.filter)
		}
		q.filter.passes(&event.RawRecorded{Raw: event.Raw{Envelope: event.Envelope{Source: foreignSource}, Name: text}, Place: event.Place{Stream: text}})
	})
}

func FuzzAuthorization(f *testing.F) {
	f.Add("Basic YTpi")
	f.Fuzz(func(t *testing.T, header string) {
		if name, _, ok := parseBasic(header); ok && strings.Contains(name, ":") {
			t.Errorf("%q has the name %q", header, name)
		}
	})
}

// A users file is read or refused, and the error repeats no hash.
func FuzzUsers(f *testing.F) {
	const hash = "$2a$04$8Z2DvD4F1pB8hqhJNXg3fO0n0wS0a3H5B4pTsXcbDk4bQ4Yq1yQ6e"
	f.Add("ana", "auditor", hash)
	f.Fuzz(func(t *testing.T, name, role, hash string) {
		line := name + ":" + role + ":" + hash
		_, e, err := parseUser(line)
		switch {
		case err == nil && (!e.role.known() || len(e.hash) != 60):
			t.Errorf("%q is read as %+v", line, e)
		case err != nil && len(hash) > 20 && strings.Contains(err.Error(), hash):
			t.Errorf("%q is told in %v", hash, err)
		}
	})
}
