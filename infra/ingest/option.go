package ingest

import "soin/infra/parking"

// Option changes what a [Door] does.
type Option func(*Door)

// WithVault lets facts in that tell of persons: what they tell is recorded under pseudonyms
// and sealed. Without it, they fail.
func WithVault(v Vault) Option { return func(d *Door) { d.vault = v } }

// WithParking keeps facts whose predecessor is not known yet until it comes. Without it,
// they are refused as a conflict.
func WithParking(p *parking.Parking) Option { return func(d *Door) { d.parking = p } }

// AsHistory is for those who write for Soin itself, and for what was a log once: the facts
// that Soin records itself are taken, too, and a token may come as its digest. It must not
// stand behind anything that strangers reach: whoever knows a digest could spend its token.
func AsHistory() Option { return func(d *Door) { d.history = true } }
