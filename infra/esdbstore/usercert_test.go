package esdbstore_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"soin/domain/event"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

// identity is a certificate of this machine that signs itself, and the files of it.
func identity(t testing.TB, name string) (tls.Certificate, string, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write := func(suffix, kind string, b []byte) string {
		file := filepath.Join(t.TempDir(), name+suffix)
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, write(".crt", "CERTIFICATE", der), write(".key", "PRIVATE KEY", secret)
}

func TestAUserCertificateIsShown(t *testing.T) {
	node, ca, _ := identity(t, "node")
	_, file, key := identity(t, "user")
	users := x509.NewCertPool()
	pem, err := os.ReadFile(file)
	if err != nil || !users.AppendCertsFromPEM(pem) {
		t.Fatal(err)
	}
	r := newRelay(t, esdbservertest.Start(t, memstore.New()))
	r.start(t, &tls.Config{Certificates: []tls.Certificate{node}, ClientCAs: users, ClientAuth: tls.RequireAndVerifyClientCert})
	connection := "esdb://" + r.address + "?tlsCaFile=" + ca + quick
	mustAppend(t, connect(t, connection+"&userCertFile="+file+"&userKeyFile="+key).Log(), "test-1", event.NoStream, fact("a"))
	if err := connect(t, connection).Health(within(t)); err == nil {
		t.Error("the server answers a client without a certificate")
	}
}
