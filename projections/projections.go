// Package projections holds what may be asked: one file per read model, each folded
// from the log by a table of methods (package fold).
//
// A [Views] value is not safe for concurrent use while it folds; between folds any
// number of readers may share it. Making readers independent of the writer is the
// business of the runner.
//
// Dates: a read with an as-of date uses an event if it happened on or before that UTC
// date, whenever it arrived.
package projections
