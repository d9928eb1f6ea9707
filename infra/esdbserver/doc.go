// Package esdbserver serves the gRPC protocol of EventStoreDB (KurrentDB) over an
// [event.Store], so that any client of that database, in any language, reads, follows and
// writes what we keep. It is written from the protocol's definition, the .proto files that
// come with the Go client.
//
// There are two uses, which differ in the [Writer] alone. [Raw] keeps whatever a client
// appends, exactly: it is a small EventStoreDB of its own. [Gate] stands before the log of
// Soin: what is appended goes through the Door like everything else, and what the Door
// refuses is not recorded.
//
// The server promises:
//
//   - Reads give what the store holds, in its order, and nothing else. Commit and prepare
//     position of an event are both its position in the log.
//   - A subscription gives every event once, in order, from where it was asked to begin,
//     and goes on until the client or the server ends. It reads at the pace of its client:
//     a slow one stalls itself alone, and costs no memory.
//   - An append is acknowledged when it is durable. Told again with the same ids, it is
//     answered with the same place.
//   - Errors come with the status codes and trailers that clients of the database expect.
//     What is our own fault is told by an id, under which the operator's log has the rest.
//   - Everything a stranger sends is bounded: see the constants in limits.go. Passwords go
//     over TLS or stay on this machine, and never enter a log.
//
// What the server has to remember by itself, metadata of streams above all, goes to Books,
// a store of its own: the log that is served holds nothing but events of clients.
package esdbserver
