// Package broker hands facts to message brokers, and facts from brokers to the Door.
//
// It promises:
//
//   - Outgoing. A target is given the facts it selects in the order of the log, each one
//     when the broker has confirmed the last one; only then the target's cursor moves. At
//     least once: after a crash, or when a confirmation was lost, some are sent again, under
//     the same id. Facts are whole CloudEvents in binary mode, as each protocol's binding
//     has them, and what orders messages within a broker is the fact's stream.
//   - Incoming. CloudEvents in binary and structured mode go through the Door. What is
//     recorded or parked there is acknowledged then, and not before. What is refused is
//     poisoned, with the field and the rule; what fails on our side waits.
//   - What came in from a broker is not published back to it, unless a target says so.
//   - A broker that is not there keeps nobody from starting: it is tried again until it is,
//     and everything waits in its place.
//   - Credentials stand in no file of brokers, no log and no error.
//
// What knows a broker's client is a [Technology]; the folders below are one each.
package broker
