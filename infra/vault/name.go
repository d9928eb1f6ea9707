package vault

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
)

// Name is by what somebody is looked up: [Member], [Subject], [HolderOf].
type Name struct {
	kind kind
	id   string
}

type kind byte

const (
	ofMember  kind = 1 + iota // the publisher's id of a member, or a pseudonym
	ofSubject                 // a stream, for text in which no member is named
	ofHandle                  // a handle only: nobody is made up
)

// Member names a person as a publisher does; a pseudonym of this vault names itself.
func Member(id string) Name { return Name{ofMember, id} }

// Subject names what a fact is about by its stream, where it names no member.
func Subject(stream string) Name { return Name{ofSubject, stream} }

// HolderOf is whose key sealed a text. It is not ok for what is no sealed text.
func HolderOf(sealed string) (n Name, ok bool) {
	rest, ok := strings.CutPrefix(sealed, sealedPrefix)
	if !ok || len(rest) <= handleLength || !isHandle(rest[:handleLength]) {
		return Name{}, false
	}
	return Name{ofHandle, rest[:handleLength]}, true
}

const (
	memberPrefix = "p_"
	tokenPrefix  = "t_"
	sealedPrefix = "s_"
	// handleLength is the letters of a handle: 130 random bits.
	handleLength = 26
)

var encoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding) //nolint:gochecknoglobals // a table

// newHandle is by what a row is known outside: a pseudonym without its prefix.
func newHandle() string { return strings.ToLower(rand.Text())[:handleLength] }

func isHandle(s string) bool {
	return len(s) == handleLength && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz234567") == ""
}

// handle is the one in a name, if there is one.
func (n Name) handle() (string, bool) {
	switch n.kind {
	case ofHandle:
		return n.id, true
	case ofMember:
		rest, ok := strings.CutPrefix(n.id, memberPrefix)
		return rest, ok && isHandle(rest)
	}
	return "", false
}
