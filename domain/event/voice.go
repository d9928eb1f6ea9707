package event

import "fmt"

// Voice is what somebody says in confidence. Its types belong to the language, with a
// schema and a validation, but no log ever holds one: voices are cast as ballots and
// leave the ballot box in whole units only, as survey.released and voices.released.
type Voice interface {
	Event
	// Voice marks the type.
	Voice()
}

// VoiceError refuses to record a voice.
type VoiceError struct{ Name string }

func (e *VoiceError) Error() string {
	return fmt.Sprintf("%s is said in confidence: it is cast as a ballot and never recorded by itself", e.Name)
}

// NewVoices builds a context of voices. Its types can be read, validated and described;
// every fact of them is refused with a [*VoiceError].
func NewVoices(category string, types ...Type) Context {
	return NewContext(category,
		func(e Event, _ struct{}) error { return &VoiceError{Name: e.EventName()} },
		func(Event, *struct{}) {},
		types...)
}
