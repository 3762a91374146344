package vaulttest

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/zsv-dev/zsv/internal/servertest"
)

const (
	tries     = 3 // another process may take the port before the server does
	startTime = time.Minute
	pollTime  = 20 * time.Millisecond
)

// launch starts a server in dev mode and waits until it answers.
func launch(binary string, flags ...string) (server *Server, err error) {
	for range tries {
		if server, err = launchOnce(binary, flags); err == nil {
			return server, nil
		}
	}
	return nil, err
}

func launchOnce(binary string, flags []string) (*Server, error) {
	directory, err := servertest.MakeDirectory("vault")
	if err != nil {
		return nil, err
	}
	address, err := servertest.FreeAddress()
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(directory))
	}
	server := &Server{Address: "http://" + address, RootToken: unique("root")}
	arguments := append([]string{binary, "server", "-dev", "-dev-no-store-token", "-dev-root-token-id=" + server.RootToken,
		"-dev-listen-address=" + address}, flags...)
	if slices.Contains(flags, "-dev-tls") {
		server.Address = "https://" + address
		server.CACert = filepath.Join(directory, "vault-ca.pem")
		arguments = append(arguments, "-dev-tls-cert-dir="+directory)
	}
	if server.process, err = servertest.Start(directory, arguments, nil); err != nil {
		return nil, errors.Join(err, os.RemoveAll(directory))
	}
	if err := server.await(); err != nil {
		log := server.process.Log()
		server.process.Stop()
		return nil, fmt.Errorf("%w; its log:\n%s", err, log)
	}
	return server, nil
}

// await returns when the server answers and audits. That it knows the token shows that it is the one that was started.
func (s *Server) await() error {
	var err error
	for deadline := time.Now().Add(startTime); time.Now().Before(deadline) && s.process.Runs(); time.Sleep(pollTime) {
		if s.http, err = s.newHTTPClient(); err != nil {
			continue // its certificate is still to be written
		}
		if _, err = s.send(http.MethodGet, "auth/token/lookup-self", nil); err == nil {
			return s.enableAudit()
		}
	}
	return fmt.Errorf("it did not answer within %s, or ended before: %w", startTime, err)
}

func (s *Server) newHTTPClient() (*http.Client, error) {
	transport := &http.Transport{MaxIdleConnsPerHost: fillers}
	if s.CACert != "" {
		certificate, err := os.ReadFile(s.CACert)
		if err != nil {
			return nil, err
		}
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(certificate)
		transport.TLSClientConfig = &tls.Config{RootCAs: roots}
	}
	return &http.Client{Transport: transport}, nil
}
