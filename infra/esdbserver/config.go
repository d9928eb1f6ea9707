package esdbserver

import (
	"crypto/tls"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/problem"
)

// Config is what a server serves, to whom, and as what.
type Config struct {
	// Store is what is read and followed.
	Store event.Store
	// Books is where the server keeps what it has to remember itself: metadata of streams,
	// persistent subscriptions, their checkpoints and parked events. It must not be Store.
	Books event.Store
	// Writer takes what clients append: [Raw] or [Gate].
	Writer Writer
	// Users may do what their roles say. Nil lets anybody do anything, which is for tests
	// and for raw servers on this machine.
	Users *Users
	// MaxAppend is how many bytes of data, metadata and types one append may have. Zero is
	// 1 MiB, as the database has it.
	MaxAppend int
	// TLS holds the server's certificate. Nil is plaintext, which is for loopback addresses.
	TLS *tls.Config
	// Cluster says which nodes there are. The zero value is this server alone.
	Cluster Cluster
	// Problems tells clients and the operator what went wrong.
	Problems problem.Reporter
}

// defaultMaxAppend and greatestMaxAppend are limits of appends, in bytes: the one of those who
// do not say, and the largest one.
const (
	defaultMaxAppend  = 1 << 20
	greatestMaxAppend = 16 << 20
)

// validate refuses a server that could serve nothing.
func (c Config) validate() error {
	return rule.All(
		rule.Check("store", "", c.Store != nil, "must be given"),
		rule.Check("books", "", c.Books != nil && c.Books != c.Store, "must be given, and not be the store that is served"),
		rule.Between("max append", c.MaxAppend, 0, greatestMaxAppend),
		rule.Check("writer", "", c.Writer != nil, "must be given"),
	)
}
