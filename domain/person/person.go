// Package person has the types of what a fact tells of one person. They mark, for the
// way in, what must not be recorded as it was published: the id by which a publisher
// knows somebody, the token somebody was given, and what somebody wrote.
//
// Outside, a value is what the publisher sent. In the log, a [Member] is a pseudonym
// "p_...", a [Token] its digest "t_...", and a [Text] is sealed "s_...". A rule therefore holds for
// published values only; nothing is validated on the way back.
package person

import (
	"soin/domain/rule"
)

// Member is one person of the organisation: the publisher's own id outside, a pseudonym
// in the log. Equal members are the same person.
type Member string

// Token is a single-use word that was handed out without a link to a person.
type Token string

// Text is free text that somebody wrote, at most 2,000 characters.
type Text string

// longestText is the limit of free text, in characters.
const longestText = 2000

// CheckMember is an id of 1..128 characters.
func CheckMember(path string, m Member) error { return rule.ID(path, string(m)) }

// CheckOptionalMember is empty or an id.
func CheckOptionalMember(path string, m Member) error { return rule.OptionalID(path, string(m)) }

// CheckToken is an id of 1..128 characters.
func CheckToken(path string, t Token) error { return rule.ID(path, string(t)) }

// CheckOptionalToken is empty or an id.
func CheckOptionalToken(path string, t Token) error { return rule.OptionalID(path, string(t)) }

// CheckText is empty or at most 2,000 characters; line breaks are allowed.
func CheckText(path string, t Text) error { return rule.Prose(path, string(t), longestText) }
