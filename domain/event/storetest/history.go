package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/anishathalye/porcupine"

	"soin/domain/event"
)

// ask is one call of a history: an append of the event id at an expected revision, or
// a read of the whole stream when id is empty.
type ask struct {
	id       string
	expected event.Revision
}

// answer is what came of it: the ids read, or the revision the stream ended with.
type answer struct {
	read     string
	appended bool
	end      event.Revision
}

// streamModel is a stream as a register: its state is the list of its ids, each
// followed by a comma.
var streamModel = porcupine.Model{
	Init: func() any { return "" },
	Step: func(state, input, output any) (bool, any) {
		s, in, out := state.(string), input.(ask), output.(answer)
		end := event.Revision(strings.Count(s, ",")) - 1
		switch {
		case in.id == "":
			return out.read == s, s
		case out.appended:
			met := in.expected == event.Any || in.expected == end
			return met && out.end == end+1, s + in.id + ","
		}
		return in.expected != end && out.end == end, s
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%+v -> %+v", input, output) },
}

// linearizable records what concurrent clients ask and are answered, and looks for an
// order, true to the clock, in which one stream would have answered the same.
func linearizable(t *trial) {
	const rounds = 12
	var mu sync.Mutex
	var history []porcupine.Operation
	start := time.Now()
	together(writers, func(client int) {
		end := event.NoStream
		for round := range rounds {
			in := ask{expected: end}
			if round%3 != 2 {
				in.id = fmt.Sprint(client, "-", round)
			}
			if round%6 == 4 {
				in.expected = event.Any
			}
			called := time.Since(start)
			out, err := t.ask(in)
			returned := time.Since(start)
			if err != nil {
				t.Errorf("%+v: %v", in, err)
				return
			}
			end = out.end
			mu.Lock()
			history = append(history, porcupine.Operation{
				ClientId: client, Input: in, Call: int64(called), Output: out, Return: int64(returned),
			})
			mu.Unlock()
		}
	})
	if result := porcupine.CheckOperationsTimeout(streamModel, history, Patience); result != porcupine.Ok {
		t.Errorf("history of %d operations: %s", len(history), result)
		for _, op := range history {
			t.Logf("%d..%d client %d: %s", op.Call, op.Return, op.ClientId, streamModel.DescribeOperation(op.Input, op.Output))
		}
	}
}

func (t *trial) ask(in ask) (answer, error) {
	if in.id == "" {
		out := answer{end: event.NoStream}
		for r, err := range t.store.Stream(t.ctx, "test-1", 0) {
			if err != nil {
				return out, err
			}
			out.read += r.ID + ","
			out.end = r.Revision
		}
		return out, nil
	}
	receipts, err := t.store.Append(t.ctx, "test-1", in.expected, []event.Raw{fact(in.id)})
	var wrong *event.WrongRevisionError
	switch {
	case errors.As(err, &wrong):
		return answer{end: wrong.Actual}, nil
	case err != nil:
		return answer{}, err
	}
	return answer{appended: true, end: receipts[0].Revision}, nil
}
