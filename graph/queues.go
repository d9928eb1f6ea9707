package graph

import (
	"context"

	"soin/domain/rule"
	"soin/projections/concepts"
)

// mostQueued is the most rows of a queue that are told at once.
const mostQueued = 500

// Queues are what waits for somebody, over all teams.
type Queues struct {
	waiting concepts.Waiting
	first   int
}

// Queue is one list, the oldest first.
type Queue struct {
	TotalCount int
	Rows       []concepts.Row
}

// Queues looks over all that is open.
func (o Organisation) Queues(ctx context.Context, first int) (Queues, error) {
	if err := rule.Between("first", first, 1, mostQueued); err != nil {
		return Queues{}, err
	}
	return figure(ctx, o.at, func() (Queues, error) {
		return Queues{concepts.Queues(o.at.views, o.at.board, o.at.on), first}, nil
	})
}

func (q Queues) cut(rows []concepts.Row) Queue {
	return Queue{len(rows), rows[:min(q.first, len(rows))]}
}

// Irritants were reported and are not solved.
func (q Queues) Irritants() Queue { return q.cut(q.waiting.Irritants) }

// Delegations were offered and not answered, or are running.
func (q Queues) Delegations() Queue { return q.cut(q.waiting.Delegations) }

// Commitments are due soon, or overdue.
func (q Queues) Commitments() Queue { return q.cut(q.waiting.Commitments) }

// Needs were voiced and not answered.
func (q Queues) Needs() Queue { return q.cut(q.waiting.Needs) }

// Incidents are owned by nobody.
func (q Queues) Incidents() Queue { return q.cut(q.waiting.Incidents) }

// ReviewActions were assigned and are not done.
func (q Queues) ReviewActions() Queue { return q.cut(q.waiting.ReviewActions) }
