// Package surveycsv imports survey results that another tool has aggregated: it plans the
// facts that one table states, and leaves it to whoever asked to send them through the
// Door.
//
// [Plan] is a pure function of the table's bytes, the instrument, the wave, a registry of
// organisations and what the log already knows. It reads the whole table or refuses it
// with every fault it found; nothing is planned from a table with faults, and nothing in
// it is passed over in silence: each cell that is not empty is a value, says something
// about its team, is left out for a reason, is missing, or belongs to a row or column that
// the [Summary] tells of. Nothing panics on data, and the memory taken is bounded by the
// limits of package table.
//
// Facts have ids of their own, so that importing a table twice doubles nothing. What is
// known already is not stated again.
//
// Organisations are as the registry says: formed in its first year, the same team under
// every later name, ended into their successors. Without one, a team is known by its code
// or its name, and an organisation that was renamed is another team.
package surveycsv
