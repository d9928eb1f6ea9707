package graph

import (
	"fmt"
	"io"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"soin/domain/calendar"
	"soin/domain/event"
)

// MarshalDate writes a date as "YYYY-MM-DD".
func MarshalDate(d calendar.Date) graphql.Marshaler { return quoted(d.String()) }

// UnmarshalDate reads "YYYY-MM-DD".
func UnmarshalDate(v any) (calendar.Date, error) {
	s, ok := v.(string)
	if !ok {
		return 0, fmt.Errorf("a Date is a string, YYYY-MM-DD")
	}
	return calendar.Parse(s)
}

// MarshalPosition writes a position as a decimal number in a string, because JSON's
// numbers lose precision from 2^53 on.
func MarshalPosition(p event.Position) graphql.Marshaler {
	return quoted(strconv.FormatUint(uint64(p), 10))
}

// UnmarshalPosition reads what MarshalPosition wrote.
func UnmarshalPosition(v any) (event.Position, error) {
	s, ok := v.(string)
	if !ok {
		return 0, fmt.Errorf("a Position is a decimal number in a string")
	}
	p, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("position %q is not a decimal number", s)
	}
	return event.Position(p), nil
}

func quoted(s string) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(s)) })
}
