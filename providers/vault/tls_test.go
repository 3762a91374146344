package vault_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

func TestTLS(t *testing.T) {
	t.Parallel()
	server := vaulttest.StartOwn(t, "-dev-tls")
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(1))
	certificate, err := os.ReadFile(server.CACert)
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	if err := os.Mkdir(filepath.Join(directory, "below"), 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(directory, "below", "ca.pem"), string(certificate))
	writeFile(t, filepath.Join(directory, "readme"), "not a certificate")
	block := fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount)
	for name, variables := range map[string][]string{
		"VAULT_CACERT":       {"VAULT_CACERT=" + server.CACert},
		"BAO_CACERT":         {"BAO_CACERT=" + server.CACert},
		"VAULT_CACERT_BYTES": {"VAULT_CACERT_BYTES=" + string(certificate)},
		"VAULT_CAPATH":       {"VAULT_CAPATH=" + directory},
		"VAULT_SKIP_VERIFY":  {"VAULT_SKIP_VERIFY=true"},
		"a server name":      {"VAULT_CACERT=" + server.CACert, "VAULT_TLS_SERVER_NAME=localhost"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			around, journal := surroundings(t, append(variables, "VAULT_ADDR="+server.Address, "VAULT_TOKEN="+server.RootToken)...)
			p := newProviderIn(t, block, around)
			wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "s0"),
				map[string]providers.Answer{"s0": {Secret: present, Keys: keys("password")}})
			warned := strings.Contains(journal.String(), "not verified")
			if warned != (name == "VAULT_SKIP_VERIFY") {
				t.Errorf("warned of an unverified certificate: %t\n%s", warned, journal)
			}
		})
	}
	for name, with := range map[string]struct{ variable, says string }{
		"no authority":     {"", "VAULT_CACERT"},
		"another name":     {"VAULT_TLS_SERVER_NAME=vault.example.com", "VAULT_TLS_SERVER_NAME"},
		"not that careful": {"VAULT_SKIP_VERIFY=false", "VAULT_CACERT"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			environ := []string{"VAULT_ADDR=" + server.Address, "VAULT_TOKEN=" + server.RootToken, with.variable}
			if name == "another name" {
				environ = append(environ, "VAULT_CACERT="+server.CACert)
			}
			problem := failure(t, newProvider(t, block, environ...))
			if problem.Reason != providers.Unreachable || !strings.Contains(problem.Detail, with.says) {
				t.Errorf("%s: %s; want unreachable, naming %s", problem.Reason, problem.Detail, with.says)
			}
		})
	}
}

func TestAClientCertificate(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(1))
	target, err := url.Parse(server.Address)
	if err != nil {
		t.Fatal(err)
	}
	demanding := httptest.NewUnstartedServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) },
	})
	demanding.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	demanding.Config.ErrorLog = log.New(io.Discard, "", 0) // of a handshake that is meant to fail
	demanding.StartTLS()
	t.Cleanup(demanding.Close)

	certificate, key := clientCertificate(t)
	environ := []string{"VAULT_ADDR=" + demanding.URL, "VAULT_TOKEN=" + server.RootToken, "VAULT_SKIP_VERIFY=1"}
	block := fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount)
	p := newProvider(t, block, append(environ, "VAULT_CLIENT_CERT="+certificate, "VAULT_CLIENT_KEY="+key)...)
	wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "s0"),
		map[string]providers.Answer{"s0": {Secret: present, Keys: keys("password")}})

	problem := failure(t, newProvider(t, block, environ...))
	if problem.Reason != providers.Unreachable || !strings.Contains(problem.Detail, "VAULT_CLIENT_CERT") {
		t.Errorf("%s: %s; want unreachable, naming VAULT_CLIENT_CERT", problem.Reason, problem.Detail)
	}
}

// clientCertificate makes a certificate with its key and returns the files.
func clientCertificate(t *testing.T) (string, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "zsv"}, NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	return writeFile(t, filepath.Join(directory, "cert.pem"), pemText("CERTIFICATE", certificate)),
		writeFile(t, filepath.Join(directory, "key.pem"), pemText("PRIVATE KEY", private))
}

func pemText(kind string, content []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}))
}
