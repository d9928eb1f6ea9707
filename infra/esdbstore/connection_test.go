package esdbstore_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"soin/domain/event"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/esdbstore"
	"soin/infra/memstore"
)

func TestAConnectionStringIsRefusedWithAReasonAndWithoutItsPassword(t *testing.T) {
	for connection, reason := range map[string]string{
		"":                                   "must begin with",
		"localhost:2113":                     "must begin with",
		"http://localhost:2113":              "scheme",
		"esdb://":                            "host",
		"esdb://admin:hunter2@":              "host",
		"esdb://admin:hunter2@h:port":        "port",
		"esdb://admin:hunter2@h:1/path":      "path",
		"esdb://admin:hunter2@h?tlsCAfil=x":  `"tlsCAfil"`,
		"esdb://admin:hunter2@h?tls=perhaps": "tls",
		"esdb://admin:hunter2@h?nodePreference=nearest":                              "nearest",
		"esdb://admin:hunter2@h?tlsCaFile=/no/such/file":                             "/no/such/file",
		"esdb://admin:hunter2@h?userCertFile=/no/such/file":                          "userKeyFile",
		"esdb://admin:hunter2@h?userCertFile=/no/such/file&userKeyFile=/no/such/key": "user certificate",
		"esdb://admin:hunter2@h?defaultDeadline=soon":                                "defaultDeadline",
		"esdb://admin:hunter2@h?maxDiscoverAttempts=0":                               "maxDiscoverAttempts",
		"esdb://admin:hunter2@h?gossipTimeout=-1":                                    "gossipTimeout",
		"esdb://admin:hunter2@h?keepAliveInterval=often":                             "keepAliveInterval",
		"esdb://admin:hunter2@h?tls=%zz":                                             "connection string",
		"esdb://admin:hunter2%zz@h":                                                  "%25",
		"esdb://admin:hunter2/x@h":                                                   "%2F",
		"esdb://admin:hunter2?x=@h":                                                  "%2F",
		"esdb://admin:hunter2#x@h":                                                   "%2F",
		"esdb://admin:hunter2@x:y:z@h:1:2":                                           "host",
		"esdb://:hunter2@h":                                                          "empty name",
		"esdb://admin@h":                                                             "empty name or password",
		"esdb://admin:hunter2@a:1,b:two":                                             "port",
	} {
		c, err := esdbstore.Connect(connection, slog.New(slog.DiscardHandler))
		if err == nil {
			_ = c.Close()
			t.Errorf("%q is accepted", connection)
		} else if !strings.Contains(err.Error(), reason) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v, want a reason with %q", connection, err, reason)
		}
	}
}

func TestWhatAConnectionStringOffersIsAccepted(t *testing.T) {
	for _, connection := range []string{
		"esdb://h", "esdb://h:2113?tls=false", "ESDB://h", "kurrentdb://h", "kurrentdb+discover://h", "kurrent://h",
		"esdb+discover://admin:changeit@cluster.example:2113?nodePreference=follower&tlsVerifyCert=false",
		"esdb://admin:p%40ss%2Fw%3Ford@a:1,b:2,c:3?keepAliveInterval=10000&keepAliveTimeout=10000&discoveryInterval=500",
		"esdb://a,b,c?maxDiscoverAttempts=3&gossipTimeout=2&defaultDeadline=5000",
		"esdb://h?connectionName=soin&throwOnAppendFailure=true",
	} {
		c, err := esdbstore.Connect(connection, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Errorf("%q: %v", connection, err)
			continue
		}
		_ = c.Close()
	}
}

// The client gets its password in whatever way it is written, and no line of the log and
// no error holds it.
func TestCredentialsAreUsedAndNeverTold(t *testing.T) {
	const password = "p@ss/w?rd#%1"
	server := esdbservertest.New(t, memstore.New(), esdbservertest.WithTLS(), esdbservertest.WithUser("eva", "admin", password))
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	for credentials, right := range map[string]bool{"eva:p%40ss%2Fw%3Frd%23%251@": true, "eva:wrong-secret@": false, "": false} {
		c, err := esdbstore.Connect("esdb://"+credentials+server.Address()+"?tlsCaFile="+server.CAFile(), logger)
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Log().Append(within(t), "test-1", event.Any, facts("a", 1))
		if health := c.Health(within(t)); right != (err == nil) || right != (health == nil) {
			t.Errorf("with %q: %v, %v", credentials, err, health)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Error(err)
		}
		_ = c.Close()
	}
	if told := log.String(); told == "" || strings.Contains(told, "p@ss") || strings.Contains(told, "p%40ss") || strings.Contains(told, "secret") {
		t.Errorf("the log holds\n%s", told)
	}
}

func TestTheServersCertificateIsChecked(t *testing.T) {
	server := esdbservertest.New(t, memstore.New(), esdbservertest.WithTLS())
	other := esdbservertest.New(t, memstore.New(), esdbservertest.WithTLS())
	mustAppend(t, connect(t, server.ConnectionString()).Log(), "test-1", event.NoStream, facts("a", 3)...)
	c := connect(t, "esdb://"+server.Address()+"?tlsCaFile="+other.CAFile()+quick)
	if err := c.Health(within(t)); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a server that shows another certificate: %v", err)
	}
}

func TestAClusterIsDiscovered(t *testing.T) {
	kept := memstore.New()
	server := esdbservertest.New(t, kept)
	for _, connection := range []string{
		"esdb+discover://" + server.Address() + "?tls=false",
		"kurrentdb+discover://" + server.Address() + "?tls=false&nodePreference=leader",
		"esdb://127.0.0.1:1," + server.Address() + "?tls=false&nodePreference=random",
	} {
		s := connect(t, connection).Log()
		mustAppend(t, s, "test-"+connection, event.NoStream, facts(connection, 2)...)
	}
	if got := read(t, kept, 0); len(got) != 6 {
		t.Errorf("the server keeps %q", got)
	}
}

func FuzzConnectionStrings(f *testing.F) {
	f.Add("hunter2", "h:2113?tls=false")
	f.Add("hunter2/", "a,b")
	f.Fuzz(func(t *testing.T, password, rest string) {
		secret := "5ecre7" + password
		c, err := esdbstore.Connect("esdb://eva:"+secret+"@"+rest, slog.New(slog.DiscardHandler))
		if err == nil {
			_ = c.Close()
			return
		}
		if errors.Is(err, event.ErrClosed) || strings.Contains(err.Error(), "5ecre7") && !strings.Contains(rest, "5ecre7") {
			t.Errorf("%v", err)
		}
	})
}
