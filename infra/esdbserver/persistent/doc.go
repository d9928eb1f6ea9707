// Package persistent runs persistent subscriptions: groups of consumers that share the
// events of a stream, or of the whole log, and for whom the server remembers what is done.
//
// It promises:
//
//   - Every event of a group's source is acknowledged, skipped by a consumer or parked, at
//     least once. The place up to which that is so, the checkpoint, is durable, and a server
//     that starts again goes on there: what was under way is sent again.
//   - A parked event is durable before the checkpoint passes it. It stays parked, through
//     replays, until a consumer acknowledges or skips it.
//   - What is not answered within the message timeout is sent again, and parked after the
//     maximum of retries. A message counts a retry when it was handed to its consumer and the
//     consumer failed, fell silent or left.
//   - [DispatchToSingle] sends to one consumer, the one that has been there longest, in the
//     order of the source; the others stand by. [Pinned] keeps the order of each stream,
//     [PinnedByCorrelation] that of each correlation id: all of it goes to one consumer, and
//     moves to another one only while nothing of it is under way. What failed is sent
//     again as soon as possible, ahead of what came later, but behind what is under way.
//   - Each group reads at the pace of its own consumers and holds a bounded number of events
//     and bytes. A group nobody consumes reads nothing, and a slow one stalls no other.
//
// The books hold, for each group, its configuration and its checkpoint as one value that is
// overwritten (see cell), and one small event for each event that was parked, which stays
// when the event is done: they grow with the log at most. One server keeps the books at a
// time; one that finds that another one has written them drops its consumers, who come back,
// and reads the books again.
package persistent
