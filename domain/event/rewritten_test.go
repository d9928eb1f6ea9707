package event_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"soin/domain/event"
)

// whispered is a voice.
type whispered struct {
	Word string `json:"word"`
}

func (whispered) EventName() string { return "whisper.whispered" }
func (whispered) Validate() error   { return nil }
func (whispered) Voice()            {}

func TestNoLogHoldsAVoice(t *testing.T) {
	_, s := newLog()
	log := event.NewLog(s, event.NewCatalog(json.Unmarshal, event.NewVoices("whisper", event.TypeOf[whispered]())))
	f := fact("1", whispered{Word: "x"})
	receipts, err := log.Append(t.Context(), "whisper-1", event.Any, f)
	if refused := as[*event.VoiceError](t, err); refused.Name != "whisper.whispered" || receipts != nil {
		t.Errorf("%v, %v", refused, receipts)
	}
	f.Published, f.Version, f.Rewritten = []byte(`{"word":"x"}`), 1, true
	_, err = log.Append(t.Context(), "whisper-1", event.Any, f)
	as[*event.VoiceError](t, err)
	if head, _ := log.Head(t.Context()); head != 0 {
		t.Errorf("the head is %d", head)
	}
}

func TestContentThatWasRewrittenIsNotValidatedAgain(t *testing.T) {
	log, _ := newLog()
	f := published("1", dimmed{101}, 1, `{"brightness":101}`)
	if _, err := log.Append(t.Context(), hall, event.Any, f); err == nil {
		t.Fatal("it breaks no rule")
	}
	f.Rewritten = true
	if _, err := log.Append(t.Context(), hall, event.Any, f); err != nil {
		t.Error(err)
	}
	f.ID = ""
	if _, err := log.Append(t.Context(), hall, event.Any, f); err == nil {
		t.Error("the envelope was not validated")
	}
}

func TestATypeShowsTheShapeOfEachVersion(t *testing.T) {
	typ := typeOfLit()
	for version, want := range map[int]reflect.Type{
		0: nil, 1: reflect.TypeFor[litV1](), 2: reflect.TypeFor[litV2](), 3: reflect.TypeFor[lit](), 4: nil,
	} {
		if got := typ.Shape(version); got != want {
			t.Errorf("version %d has the shape %v, want %v", version, got, want)
		}
	}
}
