package problem

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"soin/domain/event"
	"soin/domain/rule"
)

// Of tells what kind of problem an error is. It must not be nil.
func Of(err error) Problem {
	p := Problem{Code: codeOf(err)}
	r := p.Code.row()
	p.Code = r.code
	if r.detail != "" {
		p.Detail = r.detail
		return p
	}
	p.Fields, p.Detail = fieldsOf(err), shortened(err.Error())
	return p
}

// codeOf asks the outermost error that knows its kind. What wraps comes before what it
// may wrap.
func codeOf(err error) Code {
	var coded interface{ ProblemCode() string }
	switch {
	case errors.As(err, &coded):
		return Code(coded.ProblemCode())
	case is[*event.CorruptError](err):
		return Corrupt
	case is[*event.MalformedError](err):
		return Malformed
	case is[*event.UnknownTypeError](err):
		return UnknownType
	case is[*event.VoiceError](err):
		return Voice
	case is[*event.ConflictError](err), is[*event.EarlyError](err), errors.Is(err, event.ErrStreamDeleted):
		return Conflict
	case is[*event.IDTakenError](err):
		return IDTaken
	case is[rule.Broken](err), is[*rule.Violation](err):
		return Invalid
	case is[*http.MaxBytesError](err):
		return TooLarge
	case errors.Is(err, event.ErrClosed), is[*event.WrongRevisionError](err), errors.Is(err, context.DeadlineExceeded):
		return Unavailable
	case errors.Is(err, context.Canceled):
		return Cancelled
	}
	return Internal
}

func is[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

// fieldsOf lists the violations in an error, the first maxFields of them.
func fieldsOf(err error) []Field {
	var broken rule.Broken
	var one *rule.Violation
	if !errors.As(err, &broken) && errors.As(err, &one) {
		broken = rule.Broken{one}
	}
	var fields []Field
	for _, v := range broken[:min(len(broken), maxFields)] {
		fields = append(fields, Field{Path: v.Path, Value: v.Value, Rule: v.Rule})
	}
	return fields
}

func shortened(text string) string {
	if len(text) <= maxDetail {
		return text
	}
	return fmt.Sprintf("%s… (%d bytes more)", strings.ToValidUTF8(text[:maxDetail], ""), len(text)-maxDetail)
}
