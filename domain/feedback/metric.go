package feedback

import "soin/domain/rule"

// Metric is what was asked, and on which scale.
type Metric string

// The metrics.
const (
	CSAT      Metric = "csat"      // satisfaction, 1..5
	CES       Metric = "ces"       // ease, 1..7
	NPS       Metric = "nps"       // readiness to recommend, 0..10
	Mirror    Metric = "mirror"    // the customers' side of the items that employees answer, 1..5 each
	Supplier  Metric = "supplier"  // a supplier's rating, 1..5
	Community Metric = "community" // a neighbour's or an association's rating, 1..5
	Partner   Metric = "partner"   // a partner's rating, 1..5
)

var metrics = [...]Metric{CSAT, CES, NPS, Mirror, Supplier, Community, Partner}

// Words lists the metrics.
func (Metric) Words() []string { return rule.Words(metrics[:]) }

// mirrorItems are the items that customers answer.
var mirrorItems = [...]string{"C1", "C2", "C3", "C4"}

// Scale is the lowest and the highest answer.
func (m Metric) Scale() (low, high float64) {
	switch m {
	case CES:
		return 1, 7
	case NPS:
		return 0, 10
	}
	return 1, 5
}
