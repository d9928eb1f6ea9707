package esdbserver

import (
	"net"

	"golang.org/x/net/netutil"
)

// limited takes no more than so many connections at the same time; others wait.
func limited(l net.Listener, most int) net.Listener { return netutil.LimitListener(l, most) }
