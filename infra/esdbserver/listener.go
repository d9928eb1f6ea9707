package esdbserver

import (
	"net"
	"net/netip"
	"sync"

	"golang.org/x/net/netutil"
)

// limited takes no more than so many connections at the same time, others wait; and of one
// origin no more than some of them, others are closed, so that nobody takes all.
func limited(l net.Listener, most, ofOne int) net.Listener {
	return netutil.LimitListener(&fairListener{Listener: l, most: ofOne, open: map[string]int{}}, most)
}

// origin is where somebody comes from, as far as limits go: an address, or of IPv6 the network
// of 64 bits, because whoever has one address there has all of them.
func origin(a net.Addr) string {
	at, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return a.String()
	}
	ip := at.Addr().Unmap()
	if ip.Is4() {
		return ip.String()
	}
	return netip.PrefixFrom(ip, 64).Masked().String()
}

// fairListener closes connections of an origin that has enough of them.
type fairListener struct {
	net.Listener
	most int
	mu   sync.Mutex
	open map[string]int // by origin
}

func (l *fairListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		from := origin(conn.RemoteAddr())
		if l.enter(from) {
			return &fairConn{Conn: conn, leave: sync.OnceFunc(func() { l.leave(from) })}, nil
		}
		_ = conn.Close() // nothing was said on it
	}
}

func (l *fairListener) enter(from string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[from] == l.most {
		return false
	}
	l.open[from]++
	return true
}

func (l *fairListener) leave(from string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[from]--; l.open[from] == 0 {
		delete(l.open, from)
	}
}

type fairConn struct {
	net.Conn
	leave func()
}

func (c *fairConn) Close() error {
	err := c.Conn.Close()
	c.leave()
	return err
}
