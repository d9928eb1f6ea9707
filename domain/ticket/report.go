package ticket

import (
	"soin/domain/care"
	"soin/domain/person"
	"soin/domain/rule"
)

// Report is what is told of an irritant or a complaint when it is reported.
type Report struct {
	TeamID     string        `json:"teamId"`               // the team that can do something about it
	Severity   int           `json:"severity"`             // 1..3
	Basic      bool          `json:"basic,omitempty"`      // one of the small things that should go without saying
	Axis       care.Axis     `json:"axis"`                 // whom or what it wears out
	Touchpoint string        `json:"touchpoint,omitempty"` // where it is met, at most 200 characters
	Title      person.Text   `json:"title,omitempty"`
	Token      person.Token  `json:"token,omitempty"`  // to confirm or contest a resolution with
	Member     person.Member `json:"member,omitempty"` // who reported it, where they said so
}

// Validate checks the ids, the vocabulary and the lengths.
func (r Report) Validate() error {
	return rule.All(
		rule.ID("teamId", r.TeamID),
		rule.Between("severity", r.Severity, 1, 3),
		rule.OneOf("axis", r.Axis, care.Axes[:]...),
		rule.Text("touchpoint", r.Touchpoint, 0, 200),
		person.CheckText("title", r.Title),
		person.CheckOptionalToken("token", r.Token),
		person.CheckOptionalMember("member", r.Member),
	)
}
