package ingest

import (
	"context"
	"errors"
	"fmt"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/vault"
)

// Vault tells who is meant by a name, in order, and makes those up that are new, durably.
// It is the port to what package vault does.
type Vault interface {
	Persons(ctx context.Context, names []vault.Name) ([]*vault.Person, error)
}

// errNoVault is a mistake in the wiring: what tells of a person needs a door with a vault.
var errNoVault = errors.New("this door has no vault, and the fact tells of a person")

// conceal rewrites what the facts of one call tell of persons. An error befalls only those
// that tell of somebody.
func (d *Door) conceal(ctx context.Context, admitted []*admitted) {
	var names []vault.Name
	for _, a := range admitted {
		names = append(names, a.names()...)
	}
	known, err := d.whoIs(ctx, names)
	for _, a := range admitted {
		if len(a.spots) == 0 || a.err != nil {
			continue
		}
		if a.err = err; err == nil {
			a.err = a.rewrite(d.log.Catalog(), known)
		}
	}
}

func (d *Door) whoIs(ctx context.Context, names []vault.Name) (map[vault.Name]*vault.Person, error) {
	if len(names) == 0 {
		return nil, nil
	}
	if d.vault == nil {
		return nil, errNoVault
	}
	persons, err := d.vault.Persons(ctx, names)
	if err != nil {
		return nil, err
	}
	known := make(map[vault.Name]*vault.Person, len(names))
	for i, n := range names {
		known[n] = persons[i]
	}
	return known, nil
}

// names are those to look up for a fact: its members, whose key its texts are sealed with,
// and whose key sealed what is sealed already.
func (a *admitted) names() []vault.Name {
	var names []vault.Name
	texts := false
	for _, s := range a.spots {
		switch s.mark {
		case memberMark:
			names = append(names, vault.Member(s.value))
		case textMark:
			texts = true
			if holder, ok := vault.HolderOf(s.value); ok {
				names = append(names, holder)
			}
		}
	}
	if owner := firstMember(a.spots); texts && owner == nil {
		names = append(names, vault.Subject(a.stream))
	}
	return names
}

// rewrite puts pseudonyms, digests and sealed text in place of what was published, and reads
// the event again from these bytes, so that what is judged is what is stored.
func (a *admitted) rewrite(catalog *event.Catalog, known map[vault.Name]*vault.Person) error {
	published := a.fact.Published
	out := make([]byte, 0, len(published)+64*len(a.spots))
	end := 0
	for _, s := range a.spots {
		value, err := a.concealed(s, known)
		if err != nil {
			return err
		}
		if value == s.value {
			continue
		}
		out = append(append(out, published[end:s.from]...), '"')
		out = append(append(out, value...), '"') // letters, digits, - and _ only
		end = s.to
	}
	if end == 0 {
		out = published
	} else {
		out = append(out, published[end:]...)
	}
	e, err := catalog.Decode(a.form.name, a.form.version, out)
	if err != nil {
		return fmt.Errorf("%s cannot be read after it was rewritten", event.WireType(a.form.name, a.form.version))
	}
	a.fact.Event, a.fact.Published, a.fact.Rewritten = e, out, true
	return a.validateAgain(e)
}

// validateAgain finds what only pseudonyms show: that two ids, one of them a pseudonym, are
// one person's. The rules of texts do not hold for sealed ones.
func (a *admitted) validateAgain(e event.Event) error {
	var broken rule.Broken
	if err := e.Validate(); err == nil || !errors.As(rule.All(redact(err, a.marks)), &broken) {
		return err
	}
	var certain []error
	for _, v := range broken {
		if m := a.marks.at(v.Path); m == nil || m.mark != textMark {
			certain = append(certain, v)
		}
	}
	return rule.In("data", rule.All(certain...))
}

// concealed is what stands in the log in place of a value.
func (a *admitted) concealed(s spot, known map[vault.Name]*vault.Person) (string, error) {
	switch s.mark {
	case memberMark:
		return known[vault.Member(s.value)].Pseudonym(), nil
	case tokenMark:
		if a.asRecorded && vault.IsDigest(s.value) {
			return s.value, nil
		}
		return vault.Digest(s.value), nil
	}
	at := vault.Place{Stream: a.stream, Source: a.fact.Source, ID: a.fact.ID, Path: s.path}
	switch {
	case isSealed(s.value, at, known), a.asRecorded && sealedElsewhere(s.value, known):
		return s.value, nil
	case a.doubt != nil:
		return "", a.doubt
	}
	owner := known[vault.Subject(a.stream)]
	if m := firstMember(a.spots); m != nil {
		owner = known[vault.Member(m.value)]
	}
	if owner.Erased() {
		return "", refuseErased(s)
	}
	return owner.Seal(at, s.value), nil
}

// sealedElsewhere reports whether a value is what another vault sealed: it has the form, and
// nobody here holds its key.
func sealedElsewhere(value string, known map[vault.Name]*vault.Person) bool {
	holder, ok := vault.HolderOf(value)
	return ok && known[holder] == nil && vault.IsSealed(value)
}

// isSealed reports whether a value is what our vault sealed at this place. What was sealed
// with a key that is destroyed is believed by its form.
func isSealed(value string, at vault.Place, known map[vault.Name]*vault.Person) bool {
	holder, ok := vault.HolderOf(value)
	if !ok || known[holder] == nil {
		return false
	}
	_, err := known[holder].Open(at, value)
	return err == nil || errors.Is(err, vault.ErrWithheld)
}
