package esdbserver

import (
	"context"
	"maps"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"soin/domain/event"
)

func TestMetadataTravelAsAMap(t *testing.T) {
	filled := newRecord() // again and again
	rapid.Check(t, func(t *rapid.T) {
		f := form{kind: rapid.String().Draw(t, "type"), contentType: rapid.String().Draw(t, "content type")}
		wire, err := proto.Marshal(filled.fill(&event.RawRecorded{Place: event.Place{RecordedAt: time.Unix(1, 700)}}, &f, false))
		if err != nil {
			t.Fatal(err)
		}
		var got streams.ReadResp_ReadEvent_RecordedEvent
		if err := proto.Unmarshal(wire, &got); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"type": f.kind, "content-type": f.contentType, "created": "10000007"}
		if !maps.Equal(got.Metadata, want) || len(got.ProtoReflect().GetUnknown()) > 0 {
			t.Errorf("%q comes as %q, with %q besides", want, got.Metadata, got.ProtoReflect().GetUnknown())
		}
	})
}

// encoder does what a connection does with a message, and no more.
type encoder struct {
	grpc.ServerStream
	b []byte
}

func (e *encoder) SendMsg(m any) (err error) {
	e.b, err = proto.MarshalOptions{}.MarshalAppend(e.b[:0], m.(proto.Message))
	return err
}

func BenchmarkSend(b *testing.B) {
	out := (&Server{}).sender(&encoder{}, query{})
	r := event.RawRecorded{
		Raw: event.Raw{
			Envelope: event.Envelope{Source: "urn:hr", ID: "42", Time: time.Unix(0, 1).UTC()}, Name: "team.formed", Version: 1, Data: make([]byte, 290),
		},
		Place: event.Place{Stream: "team-1", Revision: 3, Position: 77, RecordedAt: time.Unix(1, 0)},
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := out.send(context.Background(), &r); err != nil {
			b.Fatal(err)
		}
	}
}
