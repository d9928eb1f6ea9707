package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"soin/domain/rule"
	"soin/infra/esdbserver"
	"soin/infra/problem"
	"soin/infra/sqlitestore"
)

// entranceForESDB is the EventStoreDB server over the log, with what it keeps for itself. It
// is nil where the settings want none.
type entranceForESDB struct {
	*esdbserver.Server
	caFile string // of the certificate, when nobody but itself vouches for it
	books  io.Closer
}

// listenESDB takes the address for EventStoreDB clients; nothing where config is nil.
func listenESDB(
	ctx context.Context, s settings, config *esdbserver.Config, e *entrance, problems problem.Reporter,
) (*entranceForESDB, error) {
	if config == nil {
		return nil, nil //nolint:nilnil // as documented
	}
	books, err := sqlitestore.Open(filepath.Join(s.Data, "subscriptions.db"), time.Now)
	if err != nil {
		return nil, err
	}
	config.Store, config.Writer = e.store, esdbserver.NewGate(e.door, e.log.Catalog())
	config.Books, config.Problems = books, problems
	server, err := esdbserver.Listen(ctx, s.ESDB, *config)
	if err != nil {
		return nil, errors.Join(err, books.Close())
	}
	return &entranceForESDB{server, s.caFile(config.TLS), books}, nil
}

// esdb is who may enter over --esdb, and how; nil without it.
func (s settings) esdb() (*esdbserver.Config, error) {
	if s.ESDB == "" {
		return nil, s.withoutESDB()
	}
	config, err := s.esdbConfig()
	if err != nil {
		return nil, &usageError{err}
	}
	return &config, nil
}

// withoutESDB refuses settings that mean nothing without --esdb: who gave them wants it.
func (s settings) withoutESDB() error {
	for _, setting := range []struct{ name, value string }{
		{"--esdb-users", s.ESDBUsers}, {"--esdb-cert", s.ESDBCert}, {"--esdb-key", s.ESDBKey},
	} {
		if setting.value != "" {
			return &usageError{fmt.Errorf("%s is given without --esdb, the address on which EventStoreDB clients are answered", setting.name)}
		}
	}
	return nil
}

// caFile is what clients need beside the connection string: the certificate itself, when it
// is signed by its own key.
func (s settings) caFile(t *tls.Config) string {
	if t == nil {
		return ""
	}
	own := t.Certificates[0].Leaf
	if own.CheckSignature(own.SignatureAlgorithm, own.RawTBSCertificate, own.Signature) != nil {
		return ""
	}
	path, err := filepath.Abs(s.ESDBCert)
	if err != nil {
		return s.ESDBCert
	}
	return path
}

func (s settings) esdbConfig() (c esdbserver.Config, err error) {
	switch {
	case s.Store != "":
		return c, errors.New("--esdb serves a data directory: clients of a cluster read the cluster itself, and publish by POST /events")
	case s.ESDBUsers == "":
		return c, errors.New("--esdb needs --esdb-users, a file with who may read and publish: see soin esdb-user --help")
	case (s.ESDBCert == "") != (s.ESDBKey == ""):
		return c, errors.New("--esdb-cert and --esdb-key are given together or not at all")
	}
	if c.Users, err = esdbserver.ReadUsers(s.ESDBUsers); err != nil {
		return c, fmt.Errorf("--esdb-users: %w", err)
	}
	if s.ESDBCert != "" {
		certificate, err := tls.LoadX509KeyPair(s.ESDBCert, s.ESDBKey)
		if err != nil {
			return c, fmt.Errorf("--esdb-cert, --esdb-key: %w", err)
		}
		c.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	}
	return c, nil
}

// ConnectionString is what clients are given, but for user and password.
func (s *entranceForESDB) ConnectionString() string {
	text := fmt.Sprintf("esdb://NAME:PASSWORD@%s?tls=%t", s.Address(), s.TLS != nil)
	if s.caFile != "" {
		// Slashes need no escape, and some clients read a + as itself.
		text += "&tlsCAFile=" + strings.NewReplacer("%2F", "/", "+", "%20").Replace(url.QueryEscape(s.caFile))
	}
	return text
}

// Close gives the address free, then closes the books.
func (s *entranceForESDB) Close() error { return errors.Join(s.Server.Close(), s.books.Close()) }

func newESDBUser() *cobra.Command {
	return &cobra.Command{
		Use:   "esdb-user NAME auditor|publisher|admin",
		Short: "Print a line of the users file of soin serve --esdb",
		Long: `Esdb-user reads a password from standard input and prints the line that lets its owner in:

  soin esdb-user ana auditor >> users

At a terminal it asks twice, because what is typed is not shown.

An auditor reads and follows the whole log, as it is stored: under pseudonyms, with sealed
text. A publisher publishes and reads nothing. An admin does both. The password itself is
written nowhere.`,
		Args: exactly("NAME", "ROLE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := readPassword(cmd.InOrStdin(), cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			line, err := esdbserver.UserLine(args[0], esdbserver.Role(args[1]), password)
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), line)
			return nil
		},
	}
}

// readPassword reads a line. Where a person types, it is not shown, and asked for twice.
func readPassword(in io.Reader, prompt io.Writer) (string, error) {
	if f, ok := in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return sameTwice(func(question string) (string, error) {
			fmt.Fprint(prompt, question)
			password, err := term.ReadPassword(int(f.Fd()))
			fmt.Fprintln(prompt)
			return string(password), err
		})
	}
	line, err := bufio.NewReader(io.LimitReader(in, 1<<10)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// sameTwice asks for a password and for the same again: a slip would lock its owner out.
func sameTwice(ask func(question string) (string, error)) (string, error) {
	password, err := ask("password: ")
	if err != nil {
		return "", err
	}
	again, err := ask("the same again: ")
	if err == nil && again != password {
		err = rule.Break("password", "another one", "must be the same both times")
	}
	return password, err
}
