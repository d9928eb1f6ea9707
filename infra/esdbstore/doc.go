// Package esdbstore keeps events on an EventStoreDB or KurrentDB cluster: a [Cluster] is
// the connection, and each [Store] on it, the log or a space, an [event.Store].
//
// What it promises beyond the port:
//
//   - Idempotence is ours. The server compares ids in the neighbourhood of the expected
//     revision and never content; so an append is judged here on all that its stream holds,
//     and then made at exactly the end it was judged at, which makes the server refuse it
//     when somebody wrote in between. What stands there is compared with what was sent
//     before it is acknowledged. Any number of processes may write to one stream.
//   - An append whose answer was lost is made again, with the same ids at the same revision,
//     until its outcome is known or its context ends. Then it was stored once or not at
//     all, and asking again finds out.
//   - A server that is away is waited for. All calls and sequences outlive restarts, lost
//     connections, subscriptions that are dropped and leaders that change, without a gap and
//     without a double. How long to wait is the context's to say.
//   - Every call ends with its context, whatever the client does. No server's answer is a
//     reason to panic.
//   - Deleted streams are gone from every reading that begins later, in every process, also
//     while the server still has their events (see [Store.Delete]). A reading under way,
//     which Follow is for long, learns of the deletions of other processes when it has to
//     begin again, or when anything else of its store asks for them.
//
// And what it cannot promise:
//
//   - RecordedAt is the clock of the node that was the leader. It never runs backwards
//     along one sequence; where a leader with a slower clock took over, a sequence that
//     begins after that point may tell an earlier time than one that begins before it.
//     Positions are the order.
//   - Reading from a follower (nodePreference=follower) may give what was true a moment
//     ago. Appends are right all the same: they only have to try again.
//   - Receipt.Duplicate may be false for a fact that another process recorded at the same
//     moment. It is recorded once, and place and content are the right ones.
//   - The client ends the process when a server sends an event without the time of its
//     creation. Servers that keep to the protocol send it with every event.
//
// A sequence reads ahead, 1,024 events or 4 MiB, and then lets the server wait: a slow
// consumer loses nothing and stalls nobody else. A stream's writers within one process take
// turns. What is known of a million events' ids is kept in memory, some 40 MiB; a stream
// that was forgotten is read again.
//
// A space costs what the log is long: the server looks through all that stands after the
// position, for the few events of the space among it. A reader goes on from the last event
// of the space that it was given, so to read on again and again is to have all that came
// after it looked through again and again. Follow looks at each event once.
package esdbstore
