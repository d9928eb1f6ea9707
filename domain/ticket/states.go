package ticket

import "soin/domain/person"

// Report notes that the ticket exists.
func (t *Ticket) Report() { t.reported = true }

// Resolve notes a resolution; everybody may confirm or contest it anew.
func (t *Ticket) Resolve() {
	t.wasResolved, t.resolved = true, true
	t.answered = nil
}

// Confirm notes that somebody confirmed the resolution.
func (t *Ticket) Confirm(by person.Token) { t.answer(by) }

// Contest notes that somebody contested the resolution: the ticket is open again.
func (t *Ticket) Contest(by person.Token) {
	t.answer(by)
	t.resolved = false
}

func (t *Ticket) answer(by person.Token) {
	if t.answered == nil {
		t.answered = map[person.Token]bool{}
	}
	t.answered[by] = true
}

// Reopen notes that the ticket is open again.
func (t *Ticket) Reopen() { t.resolved = false }

// Withdraw notes that there is nothing to resolve.
func (t *Ticket) Withdraw() { t.withdrawn = true }
