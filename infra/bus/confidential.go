package bus

import "github.com/ThreeDotsLabs/watermill/message"

// confidential marks a message of which nothing may be kept that leads to who sent it.
const confidential = "soin_confidential"

// Confidential leaves of a message only what it is and where it came from: not what it says,
// not its id, not what it is about and not when. It is for voices that were sent where none
// are taken, before anything else sees them.
func Confidential(msg *message.Message) {
	kept := message.Metadata{confidential: "true"}
	for _, name := range [...]string{Type, Source} {
		kept.Set(name, msg.Metadata.Get(name))
	}
	msg.UUID, msg.Payload, msg.Metadata = "", nil, kept
}

// IsConfidential reports whether a message was made so.
func IsConfidential(msg *message.Message) bool { return msg.Metadata.Get(confidential) != "" }
