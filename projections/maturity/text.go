package maturity

import "soin/domain/instrument"

// Text is one wording in the two languages that answers are given in.
type Text = instrument.Text
