package esdbstore

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// schemes are those that are understood, and what the client calls them. KurrentDB is the
// name that EventStoreDB has since version 25.
var schemes = [...][2]string{
	{"esdb", "esdb"}, {"esdb+discover", "esdb+discover"},
	{"kurrentdb", "esdb"}, {"kurrentdb+discover", "esdb+discover"},
	{"kurrent", "esdb"}, {"kurrent+discover", "esdb+discover"},
	{"kdb", "esdb"}, {"kdb+discover", "esdb+discover"},
}

// settings are those of a connection string that the client knows, in lower case, and
// foreign ones those that clients of other languages know and that mean nothing here.
const (
	settings = "tls tlsverifycert tlscafile usercertfile userkeyfile nodepreference maxdiscoverattempts" +
		" discoveryinterval gossiptimeout keepaliveinterval keepalivetimeout defaultdeadline"
	foreign = "connectionname throwonappendfailure"
)

// address is a connection string taken apart, so that its secret is never parsed by code
// that repeats in its errors what it was given.
type address struct {
	scheme, user, rest string
}

func split(connection string) (address, error) {
	scheme, rest, ok := strings.Cut(connection, "://")
	if !ok {
		return address{}, errors.New(`the connection string must begin with "esdb://" or "esdb+discover://"`)
	}
	i := slices.IndexFunc(schemes[:], func(s [2]string) bool { return strings.EqualFold(s[0], scheme) })
	if i < 0 {
		return address{}, errors.New(`the connection string's scheme is none of esdb, esdb+discover, kurrentdb and kurrentdb+discover`)
	}
	a := address{scheme: schemes[i][1], rest: rest}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 {
		a.user, a.rest = rest[:at], rest[at+1:]
	}
	return a, nil
}

// credentials are the name and the password.
func (a address) credentials() (name, password string, err error) {
	escapedName, escaped, _ := strings.Cut(a.user, ":")
	name, err1 := url.PathUnescape(escapedName)
	password, err2 := url.PathUnescape(escaped)
	if err1 != nil || err2 != nil {
		return "", "", errors.New("the connection string's user or password has an escape that is none: % is written %25")
	}
	if a.user != "" && (name == "" || password == "") {
		return "", "", errors.New("the connection string has credentials with an empty name or password")
	}
	return name, password, nil
}

// parse lets the client parse a connection string, and refuses what it would pass over.
// No error repeats a secret.
func parse(connection string, logger *slog.Logger) (*esdb.Configuration, error) {
	a, err := split(connection)
	if err != nil {
		return nil, err
	}
	name, password, err := a.credentials()
	if err != nil {
		return nil, err
	}
	if a.rest, err = a.known(); err != nil {
		return nil, err
	}
	config, err := esdb.ParseConnectionString(a.scheme + "://" + a.rest)
	if err != nil {
		return nil, a.told(err)
	}
	config.Username, config.Password = name, password
	config.Logger = toLog(logger)
	return config, check(config)
}

// told is an error of parsing, without the text if that may hold a secret: a password with
// a slash or a question mark in it ends the address too soon.
func (a address) told(err error) error {
	if strings.Contains(a.rest, "@") {
		return errors.New("the connection string is no URL: in a password, / ? # @ and % are written %2F %3F %23 %40 and %25")
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	return fmt.Errorf("the connection string: %w", err)
}

// known refuses settings that nobody knows, which the client would only warn of, and
// leaves those out that are for other clients.
func (a address) known() (string, error) {
	before, query, ok := strings.Cut(a.rest, "?")
	if !ok {
		return a.rest, nil
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", a.told(err)
	}
	for key := range values {
		switch {
		case slices.Contains(strings.Fields(foreign), strings.ToLower(key)):
			values.Del(key)
		case slices.Contains(strings.Fields(settings), strings.ToLower(key)):
		case strings.Contains(a.rest, "@"):
			return "", a.told(err)
		default:
			return "", fmt.Errorf("the connection string has a setting %q, which is none of %s", key, settings)
		}
	}
	return before + "?" + values.Encode(), nil
}

// check finds out at once what the client would only find when it dials.
func check(config *esdb.Configuration) error {
	if err := config.Validate(); err != nil {
		return fmt.Errorf("the connection string: %w", err)
	}
	for name, value := range map[string]int{
		"maxDiscoverAttempts": config.MaxDiscoverAttempts, "gossipTimeout": config.GossipTimeout,
	} {
		if value < 1 {
			return fmt.Errorf("the connection string's %s must be at least 1 (got %d)", name, value)
		}
	}
	if config.DefaultDeadline != nil && *config.DefaultDeadline <= 0 {
		return errors.New("the connection string's defaultDeadline must be a number of milliseconds above zero")
	}
	if config.UserCertFile != "" {
		if _, err := tls.LoadX509KeyPair(config.UserCertFile, config.UserKeyFile); err != nil {
			return fmt.Errorf("the connection string's user certificate: %w", err)
		}
	}
	return nil
}
