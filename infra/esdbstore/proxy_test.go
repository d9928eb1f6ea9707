package esdbstore_test

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// proxy stands between the client and the server and does to their connections what
// networks do. It begins in good order.
type proxy struct {
	listener net.Listener
	target   string

	mu      sync.Mutex
	changed *sync.Cond
	refuses bool // new connections
	mute    bool // nothing of the server's reaches the client
	deaf    bool // nothing of the client's reaches the server
	over    bool
	conns   map[net.Conn]struct{}
	all     sync.WaitGroup
}

// newProxy stands before the server of a connection string, and gives the string for
// clients that go through it.
func newProxy(t testing.TB, connection string) (*proxy, string) {
	t.Helper()
	rest, _ := strings.CutPrefix(connection, "esdb://")
	target, query, _ := strings.Cut(rest, "?")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: l, target: target, conns: map[net.Conn]struct{}{}}
	p.changed = sync.NewCond(&p.mu)
	p.all.Go(p.accept)
	t.Cleanup(func() {
		_ = l.Close()
		p.set(func() { p.over = true })
		p.cut()
		p.all.Wait()
	})
	return p, "esdb://" + l.Addr().String() + "?" + query
}

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		refuses := p.refuses
		p.mu.Unlock()
		server, err := net.Dial("tcp", p.target)
		if err != nil || refuses {
			_ = client.Close()
			if err == nil {
				_ = server.Close()
			}
			continue
		}
		p.set(func() { p.conns[client], p.conns[server] = struct{}{}, struct{}{} })
		p.all.Go(func() { p.copy(server, client, &p.deaf) })
		p.all.Go(func() { p.copy(client, server, &p.mute) })
	}
}

// copy hands bytes on while held is false.
func (p *proxy) copy(to io.WriteCloser, from io.ReadCloser, held *bool) {
	defer to.Close()
	defer from.Close()
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		p.mu.Lock()
		for *held && !p.over && p.alive(from) {
			p.changed.Wait()
		}
		lost := *held
		p.mu.Unlock()
		if n > 0 && !lost {
			if _, err := to.Write(b[:n]); err != nil {
				return
			}
		}
		if err != nil || lost {
			return
		}
	}
}

func (p *proxy) alive(c io.ReadCloser) bool {
	_, ok := p.conns[c.(net.Conn)]
	return ok
}

func (p *proxy) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	p.changed.Broadcast()
}

// cut ends all connections there are.
func (p *proxy) cut() {
	p.set(func() {
		for c := range p.conns {
			_ = c.Close()
		}
		clear(p.conns)
	})
}

func (p *proxy) refuse(yes bool)  { p.set(func() { p.refuses = yes }) }
func (p *proxy) silence(yes bool) { p.set(func() { p.mute = yes }) }
func (p *proxy) stall(yes bool)   { p.set(func() { p.mute, p.deaf = yes, yes }) }
