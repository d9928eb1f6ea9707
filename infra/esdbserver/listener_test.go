package esdbserver

import (
	"io"
	"net"
	"net/netip"
	"testing"
)

// callers is a listener whose connections come from addresses that it is given.
type callers chan net.Addr

func (c callers) Accept() (net.Conn, error) {
	from, ok := <-c
	if !ok {
		return nil, io.EOF
	}
	return callerConn{from: from}, nil
}
func (callers) Close() error   { return nil }
func (callers) Addr() net.Addr { return nil }

type callerConn struct {
	net.Conn
	from net.Addr
}

func (c callerConn) RemoteAddr() net.Addr { return c.from }
func (callerConn) Close() error           { return nil }

func at(address string) net.Addr { return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(address)) }

func TestOneOriginTakesNotEveryConnection(t *testing.T) {
	from := make(callers, 20)
	l := limited(from, 10, 3)
	var first net.Conn
	for _, address := range []string{"192.0.2.1:1", "192.0.2.1:2", "192.0.2.1:3", "192.0.2.2:1", "[2001:db8::1]:1", "[2001:db8::2]:1", "[2001:db8::3]:1", "[2001:db8:0:1::]:1"} {
		from <- at(address)
		conn, err := l.Accept()
		if err != nil || conn.RemoteAddr().String() != address {
			t.Fatalf("%s: %v, %v", address, conn, err)
		}
		if first == nil {
			first = conn
		}
	}
	from <- at("192.0.2.1:4")
	from <- at("[::ffff:192.0.2.1]:5")
	from <- at("[2001:db8::4]:1")
	from <- at("192.0.2.3:1")
	if conn, err := l.Accept(); err != nil || conn.RemoteAddr().String() != "192.0.2.3:1" {
		t.Fatalf("got %v, %v: those that have enough get more", conn, err)
	}
	for range 2 { // closing again makes no room again
		_ = first.Close()
	}
	from <- at("192.0.2.1:6")
	if conn, err := l.Accept(); err != nil || conn.RemoteAddr().String() != "192.0.2.1:6" {
		t.Fatalf("got %v, %v", conn, err)
	}
	from <- at("192.0.2.1:7")
	close(from)
	if conn, err := l.Accept(); err == nil {
		t.Errorf("got %s", conn.RemoteAddr())
	}
}

func TestAddressesAreTakenByTheirOrigin(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1:5": "192.0.2.1", "[::ffff:192.0.2.1]:5": "192.0.2.1", "[2001:db8::1:2:3:4]:5": "2001:db8::/64", "[fe80::1%eth0]:5": "fe80::/64",
	} {
		if got := origin(textAddr(address)); got != want {
			t.Errorf("%s comes from %s, want %s", address, got, want)
		}
	}
	if got := origin(textAddr("bufconn")); got != "bufconn" {
		t.Errorf("what is no address comes from %s", got)
	}
}

type textAddr string

func (textAddr) Network() string  { return "tcp" }
func (a textAddr) String() string { return string(a) }
