package esdbserver_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"soin/infra/esdbserver"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
	"soin/infra/problem"
)

// secured is a server over TLS with a user for each role, all of them with the password
// "changeit".
func secured(t testing.TB) *esdbservertest.Server {
	return esdbservertest.New(t, memstore.New(), esdbservertest.WithTLS(),
		esdbservertest.WithUser("boss", esdbserver.Admin, "changeit"),
		esdbservertest.WithUser("eve", esdbserver.Auditor, "changeit"),
		esdbservertest.WithUser("paul", esdbserver.Publisher, "changeit"))
}

// as is a client of a secured server for somebody.
func as(t testing.TB, s *esdbservertest.Server, login string) *esdb.Client {
	t.Helper()
	return client(t, strings.Replace(s.ConnectionString(), "boss:changeit@", login, 1))
}

func TestEachRoleDoesWhatItMay(t *testing.T) {
	server := secured(t)
	boss, eve, paul := as(t, server, "boss:changeit@"), as(t, server, "eve:changeit@"), as(t, server, "paul:changeit@")
	write(t, paul, "s-1", esdb.Any{}, data(0, 1)...)
	wantNumbers(t, readStream(t, eve, "s-1", esdb.Forwards, esdb.Start{}, 9), "0")
	write(t, boss, "s-1", esdb.Any{}, data(1, 1)...)
	wantNumbers(t, readAll(t, boss, esdb.Forwards, esdb.Start{}, 9), "0 1")
	if users := readStream(t, boss, "$users", esdb.Forwards, esdb.Start{}, 9); len(users) != 3 || string(users[0].Event.Data) != `"boss"` {
		t.Errorf("the users are %s", numbers(users))
	}

	denied := esdb.ErrorCodeAccessDenied
	refused(t, denied, eve, "s-1", esdb.Any{}, data(2, 1)...)
	_, err := eve.DeleteStream(deadline(t), "s-1", esdb.DeleteStreamOptions{})
	wantCode(t, err, denied)
	_, err = eve.TombstoneStream(deadline(t), "s-1", esdb.TombstoneStreamOptions{})
	wantCode(t, err, denied)
	_, err = tryAll(paul.ReadStream(deadline(t), "s-1", esdb.ReadStreamOptions{}, 1))
	wantCode(t, err, denied)
	_, err = tryAll(paul.ReadAll(deadline(t), esdb.ReadAllOptions{}, 1))
	wantCode(t, err, denied)
	_, err = paul.SubscribeToAll(deadline(t), esdb.SubscribeToAllOptions{})
	wantCode(t, err, denied)
	_, err = tryAll(eve.ReadStream(deadline(t), "$users", esdb.ReadStreamOptions{}, 1))
	wantCode(t, err, denied)
}

func TestWhoIsNotKnownIsNotLetIn(t *testing.T) {
	server := secured(t)
	write(t, as(t, server, "boss:changeit@"), "s-1", esdb.Any{}, data(0, 1)...) // a right password is remembered
	for name, login := range map[string]string{
		"nobody": "", "another name": "mallory:changeit@", "another password": "boss:changeup@", "no password": "boss:@",
	} {
		t.Run(name, func(t *testing.T) {
			c := as(t, server, login)
			for range 2 { // a wrong password is not remembered as a right one
				_, err := tryAll(c.ReadAll(deadline(t), esdb.ReadAllOptions{}, 1))
				wantCode(t, err, esdb.ErrorCodeUnauthenticated)
			}
			refused(t, esdb.ErrorCodeUnauthenticated, c, "s-1", esdb.Any{}, data(0, 1)...)
		})
	}
}

// dial is a connection of our own, for what the client cannot be made to say.
func dial(t testing.TB, s *esdbservertest.Server) *grpc.ClientConn {
	t.Helper()
	transport := insecure.NewCredentials()
	if s.CAFile() != "" {
		var err error
		if transport, err = credentials.NewClientTLSFromFile(s.CAFile(), ""); err != nil {
			t.Fatal(err)
		}
	}
	conn, err := grpc.NewClient(s.Address(), grpc.WithTransportCredentials(transport))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestTheOperatorIsToldWhoseLoginFailedAndNoPassword(t *testing.T) {
	var said strings.Builder
	log := slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelWarn}))
	server := esdbservertest.New(t, memstore.New(), esdbservertest.WithTLS(), esdbservertest.WithLog(log),
		esdbservertest.WithUser("boss", esdbserver.Admin, "changeit"))
	for _, login := range []string{"boss:changeit@", "boss:changeup@", "mallory:changeup@"} {
		_, _ = tryAll(as(t, server, login).ReadAll(deadline(t), esdb.ReadAllOptions{}, 1))
	}
	server.Stop()
	if got := said.String(); strings.Count(got, "\n") != 2 || !strings.Contains(got, "boss") || !strings.Contains(got, "mallory") ||
		strings.Count(got, "127.0.0.1:") != 2 || strings.Contains(got, "change") {
		t.Errorf("it is told %s", got)
	}
}

func TestAnAuthorizationThatIsNotBasicIsRefused(t *testing.T) {
	server := secured(t)
	api := streams.NewStreamsClient(dial(t, server))
	basic := func(text string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(text)) }
	for _, header := range []string{"", "Bearer x", "Basic", "Basic %%%", basic("boss"), basic("boss:" + strings.Repeat("x", 100)), basic(":changeit")} {
		ctx := metadata.AppendToOutgoingContext(deadline(t), "authorization", header)
		_, err := api.Delete(ctx, &streams.DeleteReq{})
		if status.Code(err) != codes.Unauthenticated {
			t.Errorf("%q is answered with %v", header, err)
		}
	}
	ctx := metadata.AppendToOutgoingContext(deadline(t), "authorization", strings.ToUpper("basic ")+basic("boss:changeit")[6:])
	if _, err := api.Delete(ctx, &streams.DeleteReq{}); status.Code(err) != codes.InvalidArgument {
		t.Errorf("a right password is answered with %v", err)
	}
}

func TestOtherMachinesAreAnsweredOnlyOverTLSAndByUsers(t *testing.T) {
	users, err := esdbserver.ParseUsers(strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:2113", "nonsense"} {
		for _, config := range []esdbserver.Config{{}, {Users: users}} {
			config.Store, config.Books = memstore.New(), memstore.New()
			config.Writer = esdbserver.NewRaw(config.Store, config.Books)
			s, err := esdbserver.Listen(context.Background(), address, config)
			if err == nil {
				_ = s.Close()
				t.Errorf("%s is listened on", address)
			} else if got := problem.Of(err).Code; got != problem.Invalid {
				t.Errorf("%s: %v is %s", address, err, got)
			}
		}
	}
}

func TestTheBooksAreNotTheLog(t *testing.T) {
	store, books := memstore.New(), memstore.New()
	raw := esdbserver.NewRaw(store, books)
	for name, config := range map[string]esdbserver.Config{
		"no store":  {Books: books, Writer: raw},
		"no books":  {Store: store, Writer: raw},
		"no writer": {Store: store, Books: books},
		"the same":  {Store: store, Books: store, Writer: raw},
	} {
		if s, err := esdbserver.Listen(t.Context(), "127.0.0.1:0", config); err == nil || problem.Of(err).Code != problem.Invalid {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
}

func TestALineOfTheUsersFileIsReadBack(t *testing.T) {
	line, err := esdbserver.UserLine("anna", esdbserver.Auditor, "correct horse")
	if err != nil || !strings.HasPrefix(line, "anna:auditor:$2") || strings.Contains(line, "horse") {
		t.Fatal(line, err)
	}
	if _, err := esdbserver.ParseUsers(strings.NewReader("# people\n\n" + line + "\n")); err != nil {
		t.Error(err)
	}
	others := strings.ReplaceAll(line+"\n"+strings.Replace(line, "anna", "bert", 1), "$11$", "$10$")
	if _, err := esdbserver.ParseUsers(strings.NewReader(others)); err != nil {
		t.Errorf("two hashes of one cost: %v", err)
	}
	for name, broken := range map[string]string{
		"a role nobody knows":  strings.Replace(line, "auditor", "king", 1),
		"a hash that is none":  "anna:auditor:correct horse",
		"a field too many":     line + ":x",
		"a name twice":         line + "\n" + line,
		"no name":              strings.TrimPrefix(line, "anna"),
		"a slow hash":          strings.Replace(line, "$11$", "$15$", 1),
		"a hash of other cost": line + "\n" + strings.Replace(strings.Replace(line, "$11$", "$10$", 1), "anna", "bert", 1),
	} {
		_, err := esdbserver.ParseUsers(strings.NewReader(broken))
		if err == nil || !strings.Contains(err.Error(), "line ") || strings.Contains(err.Error(), line[20:]) || strings.Contains(err.Error(), "horse") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, password := range []string{"short", strings.Repeat("x", 73)} {
		if _, err := esdbserver.UserLine("anna", esdbserver.Admin, password); err == nil || strings.Contains(err.Error(), password) {
			t.Errorf("a password of %d bytes: %v", len(password), err)
		}
	}
}

func TestGossipNamesTheServerAsItsClientReachesIt(t *testing.T) {
	server := esdbservertest.New(t, memstore.New())
	_, port, _ := strings.Cut(server.Address(), ":")
	for _, host := range []string{"127.0.0.1", "localhost"} {
		conn, err := grpc.NewClient(host+":"+port, grpc.WithTransportCredentials(insecure.NewCredentials()))
		if err != nil {
			t.Fatal(err)
		}
		info, err := gossip.NewGossipClient(conn).Read(deadline(t), &shared.Empty{})
		if err != nil || len(info.Members) != 1 {
			t.Fatal(info, err)
		}
		m := info.Members[0]
		if got := fmt.Sprintf("%s:%d", m.HttpEndPoint.Address, m.HttpEndPoint.Port); got != host+":"+port || !m.IsAlive || m.State != gossip.MemberInfo_Leader {
			t.Errorf("reached at %s, it says %v", host, m)
		}
		_ = conn.Close()
	}
	c := client(t, "esdb://localhost:"+port+",127.0.0.1:"+port+"?tls=false&nodePreference=leader")
	write(t, c, "s-1", esdb.Any{}, data(0, 1)...)
	v, err := c.GetServerVersion()
	if err != nil || v.Major < 23 {
		t.Errorf("the version is %+v, %v", v, err)
	}
}

func TestANodeThatDoesNotLeadSaysWhoDoes(t *testing.T) {
	store := memstore.New()
	leader := esdbservertest.New(t, store)
	follower := esdbservertest.New(t, store)
	c := client(t, follower.ConnectionString())
	write(t, c, "s-1", esdb.Any{}, data(0, 1)...)
	follower.Server().Join(esdbserver.Cluster{Members: []esdbserver.Member{{Address: follower.Address()}, {Address: leader.Address(), Leader: true}}})
	_, err := c.AppendToStream(deadline(t), "s-1", esdb.AppendToStreamOptions{}, data(1, 1)...)
	wantCode(t, err, esdb.ErrorCodeNotLeader)
	write(t, c, "s-1", esdb.Any{}, data(1, 1)...) // the client has gone to the leader
	wantNumbers(t, readStream(t, client(t, follower.ConnectionString()), "s-1", esdb.Forwards, esdb.Start{}, 9), "0 1")
}
