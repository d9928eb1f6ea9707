package broker

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"soin/domain/rule"
)

// maxSecret bounds a file of credentials, in bytes.
const maxSecret = 64 << 10

// Password is the password that the settings name, read anew at each connection.
func (a Auth) Password() (string, error) { return secret(a.PasswordEnv, a.PasswordFile) }

// Token is the token that the settings name.
func (a Auth) Token() (string, error) { return secret(a.TokenEnv, a.TokenFile) }

func secret(env, file string) (string, error) {
	switch {
	case env != "":
		value := os.Getenv(env)
		if value == "" {
			return "", fmt.Errorf("the environment variable %s is not set", env)
		}
		return value, nil
	case file != "":
		f, err := os.Open(file)
		if err != nil {
			return "", err
		}
		defer f.Close()
		data, err := io.ReadAll(io.LimitReader(f, maxSecret))
		return strings.TrimRight(string(data), "\r\n"), err
	}
	return "", nil
}

// present reports what the environment should hold and does not.
func (c Config) present() error {
	return rule.All(
		rule.Each("targets", c.Targets, func(t Target) error { return t.Auth.present() }),
		rule.Each("sources", c.Sources, func(s Source) error { return s.Auth.present() }),
	)
}

func (a Auth) present() error {
	return rule.All(set("auth.password_env", a.PasswordEnv), set("auth.token_env", a.TokenEnv))
}

func set(path, variable string) error {
	return rule.Check(path, variable, variable == "" || os.Getenv(variable) != "", "must name an environment variable that is set")
}

// Client is the configuration of an encrypted connection, nil for one that is not.
func (c Connection) Client() (*tls.Config, error) {
	if !c.encrypted() {
		return nil, nil
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: c.TLS.ServerName}
	if c.TLS.CAFile != "" {
		pem, err := os.ReadFile(c.TLS.CAFile)
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s holds no certificate", c.TLS.CAFile)
		}
	}
	if c.TLS.CertFile != "" {
		pair, err := tls.LoadX509KeyPair(c.TLS.CertFile, c.TLS.KeyFile)
		if err != nil {
			return nil, errors.Join(errors.New("client certificate"), err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}
