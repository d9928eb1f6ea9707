package event

// NewSingle builds a context of subjects that are told of once: a period that was
// measured, a thank-you that was said. E is its one event type, and a second fact of a
// subject is a conflict.
func NewSingle[E Event](category string) Context {
	return NewContext(category,
		func(e E, told bool) error {
			if told {
				return Conflict("%s was told of this subject already: what is told anew has a subject of its own", e.EventName())
			}
			return nil
		},
		func(_ E, told *bool) { *told = true },
		TypeOf[E]())
}
