package evidence

import "soin/projections/fold"

// table is the folds.
func table() []fold.Row[dossiers] { return nil }
