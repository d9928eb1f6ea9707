package web

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"

	"soin/domain/rule"
)

// loopback resolves an address and refuses one that other machines reach.
func loopback(ctx context.Context, address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", rule.Break("listen", address, "must be written host:port, for example 127.0.0.1:8080")
	}
	if host == "" {
		return "", exposed(address)
	}
	ips, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return "", fmt.Errorf("listen on %q: %w", address, err)
	}
	for _, ip := range ips {
		if !ip.Unmap().IsLoopback() {
			return "", exposed(address)
		}
	}
	return net.JoinHostPort(ips[0].String(), port), nil
}

func exposed(address string) error {
	return rule.Break("listen", address, "must be 127.0.0.1 or [::1]: Soin has no access tokens yet, so whoever "+
		"reaches another address could read and publish everything")
}

// namesLoopback reports whether a Host header names a loopback address, whatever the port: a
// forwarded port is not the one we listen on.
func namesLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
