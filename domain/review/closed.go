package review

// Closed says that a review ended. What is still to be done is for another review.
type Closed struct{}

// EventName is the name in storage.
func (Closed) EventName() string { return "review.closed" }

// Validate has nothing to check: the fact is the event.
func (e Closed) Validate() error { return nil }

func (e Closed) judge(r Review) error { return r.open() }
func (e Closed) apply(r *Review)      { r.closed = true }
