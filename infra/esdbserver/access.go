package esdbserver

import (
	"context"
	"encoding/base64"
	"strings"

	"google.golang.org/grpc/metadata"
)

// Role is what a user may do.
type Role string

// The roles.
const (
	Auditor   Role = "auditor"   // reads and follows everything, also by persistent subscriptions
	Publisher Role = "publisher" // appends, and reads nothing
	Admin     Role = "admin"     // both, and reads what the server keeps for itself
)

func (r Role) known() bool { return r == Auditor || r == Publisher || r == Admin }

// User is who calls.
type User struct {
	Name string // empty for anybody
	Role Role
}

// permission is what a call asks for.
type permission int

const (
	toRead permission = iota
	toPublish
	toAdminister
)

// may refuses what a user's role does not include.
func (u User) may(p permission) error {
	switch {
	case u.Role == Admin, u.Role == Auditor && p == toRead, u.Role == Publisher && p == toPublish:
		return nil
	case p == toPublish:
		return accessDenied("this takes a publisher: user " + u.Name + " only reads")
	case p == toRead:
		return accessDenied("this takes an auditor: user " + u.Name + " only publishes")
	}
	return accessDenied("this takes an administrator")
}

// caller finds out who calls, by the authorization header. Without users, anybody is an
// administrator.
func (s *Server) caller(ctx context.Context) (User, error) {
	if s.Users == nil {
		return User{Role: Admin}, nil
	}
	md, _ := metadata.FromIncomingContext(ctx)
	given := md.Get("authorization")
	if len(given) != 1 {
		return User{}, notAuthenticated("this takes a user name and a password")
	}
	name, password, ok := parseBasic(given[0])
	if !ok {
		return User{}, notAuthenticated("the authorization must be basic: a user name and a password")
	}
	return s.Users.authenticate(ctx, name, password, func() { s.guesses.wrong(ctx, name) })
}

// parseBasic reads an authorization header (RFC 7617).
func parseBasic(header string) (name, password string, ok bool) {
	const scheme = "basic "
	if len(header) < len(scheme) || !strings.EqualFold(header[:len(scheme)], scheme) {
		return "", "", false
	}
	plain, err := base64.StdEncoding.DecodeString(header[len(scheme):])
	if err != nil {
		return "", "", false
	}
	return strings.Cut(string(plain), ":")
}

// allow finds out who calls and refuses what they may not do.
func (s *Server) allow(ctx context.Context, p permission) (User, error) {
	user, err := s.caller(ctx)
	if err != nil {
		return user, err
	}
	return user, user.may(p)
}
