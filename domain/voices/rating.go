package voices

import (
	"cmp"

	"soin/domain/rule"
)

// Rating is what one receiver said: of care, its fit and the autonomy it left; of the
// answer to an error or to a case, a score.
type Rating struct {
	Fit      int `json:"fit,omitempty"`      // 1..5, of care
	Autonomy int `json:"autonomy,omitempty"` // 1..5, of care
	Score    int `json:"score,omitempty"`    // 1..5, of an error or a case
}

// CompareRatings orders the ratings of a release: by fit, then autonomy, then score.
func CompareRatings(a, b Rating) int {
	return cmp.Or(cmp.Compare(a.Fit, b.Fit), cmp.Compare(a.Autonomy, b.Autonomy), cmp.Compare(a.Score, b.Score))
}

func (r Rating) validate(k Kind) error {
	if k == Care {
		return rule.All(
			rule.Between("fit", r.Fit, 1, 5),
			rule.Between("autonomy", r.Autonomy, 1, 5),
			rule.Check("score", r.Score, r.Score == 0, "does not go with care"),
		)
	}
	return rule.All(
		rule.Check("fit", r.Fit, r.Fit == 0, "goes with care only"),
		rule.Check("autonomy", r.Autonomy, r.Autonomy == 0, "goes with care only"),
		rule.Between("score", r.Score, 1, 5),
	)
}
