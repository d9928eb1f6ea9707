package bus_test

import (
	"errors"
	"fmt"
	"testing"

	"soin/domain/rule"
	"soin/infra/bus"
	"soin/infra/problem"
)

func TestAnErrorIsToldWithoutTheValueThatBrokeARule(t *testing.T) {
	one := rule.Break("data.axis", "Ana cried", "must be one of self, team")
	plain := errors.New("away")
	for _, c := range []struct {
		err  error
		want string
	}{
		{one, "data.axis must be one of self, team"},
		{fmt.Errorf("not a CloudEvent: %w", rule.All(one, rule.Break("time", "Ana", "must be given"))), "data.axis must be one of self, team; time must be given"},
		{bus.Never(rule.All(one)), "data.axis must be one of self, team"},
		{plain, "away"},
	} {
		got := bus.WithoutValues(c.err)
		if got.Error() != c.want || problem.Of(got).Code != problem.Of(c.err).Code {
			t.Errorf("%v is told as %v", c.err, got)
		}
	}
	if bus.WithoutValues(nil) != nil {
		t.Error("no error became one")
	}
}
