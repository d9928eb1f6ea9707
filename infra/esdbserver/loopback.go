package esdbserver

import (
	"context"
	"fmt"
	"net"

	"soin/domain/rule"
)

// address resolves where to listen. What goes in plaintext, or asks nobody who they are,
// stays on this machine.
func (c Config) address(ctx context.Context, address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", rule.Break("esdb", address, "must be written host:port, for example 127.0.0.1:2113")
	}
	if c.TLS != nil && c.Users != nil {
		return address, nil
	}
	exposed := rule.Break("esdb", address, "must be 127.0.0.1 or [::1]: other machines are answered only over TLS, "+
		"with a certificate, and with users who have passwords")
	if host == "" {
		return "", exposed
	}
	ips, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return "", fmt.Errorf("listen on %q: %w", address, err)
	}
	for _, ip := range ips {
		if !ip.Unmap().IsLoopback() {
			return "", exposed
		}
	}
	return net.JoinHostPort(ips[0].String(), port), nil
}
