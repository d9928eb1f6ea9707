package maturity

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"soin/domain/care"
	"soin/domain/careact"
	teams "soin/domain/team"
)

func TestDbg(t *testing.T) {
	c, b := organisation(t, 9, 3), aBoard(t)
	m := aBoard(t).Matrix(c.views, must("2024-03-31"))
	s := scorecardOf(t, b, c.views, "t0", "2024-03-31")
	for i, id := range m.Teams {
		if id == "t0" {
			at := i*15 + 3
			j, _ := json.Marshal([]any{m.Values[at], m.Raws[at], m.Statuses[at], s.Cells[3]})
			t.Log(string(j))
		}
	}
	c = organisation(t, 7, 2)
	b = aBoard(t)
	ask4(t, b, c.views)
	c.once(must("2024-05-05"), "careact", careact.Logged{TeamID: "t3", Member: "x", Kind: careact.Relational, Axis: care.Team})
	c.quarter("t2", must("2024-02-01"), .9)
	c.fact(must("2024-06-01"), "team-t1", teams.HeadcountReported{Headcount: 3})
	c.fact(must("2024-06-02"), "team-t6", teams.Dissolved{})
	x, y := ask4(t, b, c.views), ask4(t, aBoard(t), c.views)
	for i := range x {
		if !reflect.DeepEqual(x[i], y[i]) {
			p, _ := json.Marshal(x[i])
			q, _ := json.Marshal(y[i])
			k := 0
			for k < len(p) && k < len(q) && p[k] == q[k] {
				k++
			}
			t.Log(i, fmt.Sprintf("%T", x[i]), string(p[max(0, k-200):min(k+200, len(p))]), "\n", string(q[max(0, k-100):min(k+200, len(q))]))
		}
	}
}
