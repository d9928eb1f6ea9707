// The tests of the Go client, to be built apart from our own module: what they depend on is
// not ours.
module upstream

go 1.26

require github.com/EventStore/EventStore-Client-Go/v4 v4.2.0
