package web

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener in memory, so that a test owns the time.
type pipes struct {
	dialled chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.dialled:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (p *pipes) dial() net.Conn {
	client, server := net.Pipe()
	p.dialled <- server
	return client
}

func inMemory(handler http.Handler) (*Server, *pipes) {
	listener := &pipes{dialled: make(chan net.Conn), closed: make(chan struct{})}
	return newServer(listener, handler, slog.New(slog.DiscardHandler)), listener
}

func TestAStopWaitsOnlySoLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := make(chan struct{})
		server, listener := inMemory(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			close(begun)
			<-r.Context().Done() // until its connection is cut off
		}))
		ctx, stop := context.WithCancel(t.Context())
		stopped := make(chan error, 1)
		go func() { stopped <- server.Run(ctx) }()

		client := listener.dial()
		go io.WriteString(client, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
		<-begun
		stop()
		asked := time.Now()
		err := <-stopped
		if err == nil || !strings.Contains(err.Error(), "cut off") {
			t.Errorf("the stop says %v", err)
		}
		if waited := time.Since(asked); waited != Drain {
			t.Errorf("the stop took %s", waited)
		}
		client.Close()
	})
}

func TestAStalledClientLosesItsConnection(t *testing.T) {
	for sent, within := range map[string]time.Duration{
		"GET / HTT": readHeaders,
		"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf": readRequest,
		"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n":                           idle,
	} {
		synctest.Test(t, func(t *testing.T) {
			server, listener := inMemory(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				io.Copy(io.Discard, r.Body)
			}))
			ctx, stop := context.WithCancel(t.Context())
			stopped := make(chan error, 1)
			go func() { stopped <- server.Run(ctx) }()

			client := listener.dial()
			began := time.Now()
			go io.WriteString(client, sent)
			io.Copy(io.Discard, client) // until the server hangs up
			if lasted := time.Since(began); lasted > within+time.Second {
				t.Errorf("%q holds a connection for %s", sent, lasted)
			}
			stop()
			if err := <-stopped; err != nil {
				t.Error(err)
			}
		})
	}
}
