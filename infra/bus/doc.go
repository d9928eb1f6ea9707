// Package bus is Watermill over the log: it hands recorded facts to whatever reacts to
// them, and keeps messages in a store of their own.
//
// A [Subscriber] gives the events of any [event.Store] as messages. It promises:
//
//   - Order. Messages come in the order of the store, one at a time: the next one when the
//     last one was acknowledged. One that is not acknowledged (Nack) is delivered again at
//     once, before any other.
//   - At least once. With a group, what was acknowledged is remembered by a cursor of
//     package cursor, saved in batches; after a crash the last quarter of a second may be
//     delivered again, and nothing is ever skipped. On Close and on the end of a context the
//     message under way is given a moment to be acknowledged, and is otherwise delivered
//     again.
//   - Without a group it keeps nothing: every subscription begins where it was told to.
//   - Several subscribers of one group stand by: one of them, in one process, is given
//     messages and the others take over when it goes. They do not compete, because of two
//     that work side by side neither would know what the other one has done yet, and the
//     facts of a subject would lose their order. Whoever wants more hands splits topics.
//   - It outlives what befalls the store: a sequence that fails is begun again behind the
//     last message, with a pause that grows. It ends when the store is closed.
//
// A stall is the fault of whoever does not acknowledge; subscriptions do not wait for each
// other.
//
// The [Router] runs handlers. What goes wrong is of three kinds, and which one is told by
// package problem:
//
//   - Not now: this process stops, a store is closed, a cluster or a broker cannot be
//     reached, the disk is damaged ([Later]). The message waits, in its place, and is tried
//     again with a pause that grows.
//   - Not this one: the message breaks a rule ([Never]). It is parked as poisoned, at once.
//   - Anything else, a panic included, is tried some more times and then parked.
//
// A parked message is durable with its error before the handler goes on to the next one.
package bus
