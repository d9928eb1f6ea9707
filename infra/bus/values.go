package bus

import (
	"errors"
	"strings"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/rule"
)

// valueless is an error that breaks rules, told without the values that broke them.
type valueless struct {
	error
	text string
}

func (v *valueless) Error() string { return v.text }
func (v *valueless) Unwrap() error { return v.error }

// WithoutValues tells of an error about rules only where which one is broken: the value is
// of a payload, and what is told here is stored in clear and logged. Other errors stay as
// they are.
func WithoutValues(err error) error {
	var broken rule.Broken
	if !errors.As(err, &broken) {
		one, ok := errors.AsType[*rule.Violation](err)
		if !ok {
			return err
		}
		broken = rule.Broken{one}
	}
	parts := make([]string, len(broken))
	for i, v := range broken {
		parts[i] = v.Path + " " + v.Rule
	}
	return &valueless{err, strings.Join(parts, "; ")}
}

// discreet keeps values out of what poison and the log are told.
func discreet(h message.HandlerFunc) message.HandlerFunc {
	return func(msg *message.Message) ([]*message.Message, error) {
		out, err := h(msg)
		return out, WithoutValues(err)
	}
}
