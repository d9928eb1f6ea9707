package graph

import (
	"io"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/rule"
)

// MarshalDate writes a date as "YYYY-MM-DD".
func MarshalDate(d calendar.Date) graphql.Marshaler { return quoted(d.String()) }

// UnmarshalDate reads "YYYY-MM-DD".
func UnmarshalDate(v any) (calendar.Date, error) {
	if s, ok := v.(string); ok {
		if date, err := calendar.Parse(s); err == nil {
			return date, nil
		}
	}
	return 0, rule.Break("date", v, "must be written YYYY-MM-DD")
}

// MarshalPosition writes a position as a decimal number in a string, because JSON's
// numbers lose precision from 2^53 on.
func MarshalPosition(p event.Position) graphql.Marshaler {
	return quoted(strconv.FormatUint(uint64(p), 10))
}

// UnmarshalPosition reads what MarshalPosition wrote.
func UnmarshalPosition(v any) (event.Position, error) {
	if s, ok := v.(string); ok {
		if p, err := strconv.ParseUint(s, 10, 64); err == nil {
			return event.Position(p), nil
		}
	}
	return 0, rule.Break("position", v, "must be a decimal number in a string")
}

// MarshalLevel writes a level as its number.
func MarshalLevel(l care.Level) graphql.Marshaler { return graphql.MarshalInt(int(l)) }

// UnmarshalLevel reads what MarshalLevel wrote.
func UnmarshalLevel(v any) (care.Level, error) {
	n, err := graphql.UnmarshalInt(v)
	return care.Level(n), err
}

func quoted(s string) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(s)) })
}
