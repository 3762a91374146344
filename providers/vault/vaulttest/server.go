// Package vaulttest runs real Vault servers for tests. There is no imitation of Vault in it: what it starts is the server
// that `make vault` builds.
//
// One server in dev mode serves all tests of a process. Each test mounts engines and login methods of its own there, under
// names that no other test has, so that tests run in parallel. Servers end with the process that started them, however it
// ends.
package vaulttest

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"github.com/zsv-dev/zsv/internal/servertest"
)

// T is what the package needs of a test. *testing.T is one.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
	Cleanup(func())
	TempDir() string
}

// A Server is a running Vault.
type Server struct {
	// Address is its address, on the loopback.
	Address string
	// RootToken may do anything.
	RootToken string
	// CACert is the file with its certificate's authority, where it speaks TLS.
	CACert string

	process *servertest.Process
	http    *http.Client
}

var (
	sharing     sync.Once
	shared      *Server
	sharedError error
)

// Start returns the server that all tests of the process share, and starts it when it is the first to ask. Without a
// Vault binary the test is skipped, or fails where ZSV_REQUIRE_VAULT is 1.
func Start(t testing.TB) *Server {
	t.Helper()
	binary := Binary(t)
	sharing.Do(func() { shared, sharedError = launch(binary) })
	if sharedError != nil {
		t.Fatalf("the Vault server for tests does not start: %v", sharedError)
	}
	return shared
}

// StartOwn starts a server for one test, which may seal it. It ends with the test. The flags are those of `vault server`,
// such as -dev-tls.
func StartOwn(t testing.TB, flags ...string) *Server {
	t.Helper()
	own, err := launch(Binary(t), flags...)
	if err != nil {
		t.Fatalf("a Vault server of the test's own does not start: %v", err)
	}
	t.Cleanup(own.process.Stop)
	return own
}

// Environ returns the variables with which a program finds the server and is known to it by token, which may be "".
func (s *Server) Environ(token string) []string {
	environ := []string{"VAULT_ADDR=" + s.Address}
	if token != "" {
		environ = append(environ, "VAULT_TOKEN="+token)
	}
	if s.CACert != "" {
		environ = append(environ, "VAULT_CACERT="+s.CACert)
	}
	return environ
}

// Seal seals the server, which must be the test's own.
func (s *Server) Seal(t T) {
	t.Helper()
	s.Write(t, "sys/seal", nil)
}

// Write posts data to a path as root and returns the answer's data.
func (s *Server) Write(t T, path string, data any) map[string]any {
	t.Helper()
	answer, err := s.send(http.MethodPost, path, data)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return answer
}

// WriteText posts JSON as it stands.
func (s *Server) WriteText(t T, path, text string) {
	t.Helper()
	if _, err := s.send(http.MethodPost, path, json.RawMessage(text)); err != nil {
		t.Fatalf("%v", err)
	}
}

// Remove deletes a path as root.
func (s *Server) Remove(t T, path string) {
	t.Helper()
	if _, err := s.send(http.MethodDelete, path, nil); err != nil {
		t.Fatalf("%v", err)
	}
}

// send returns data, or auth where there is no data. Errors hold Vault's own text: this is a server for tests.
func (s *Server) send(method, path string, data any) (map[string]any, error) {
	var body io.Reader
	if data != nil {
		text, err := json.Marshal(data)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	address := s.Address + (&url.URL{Path: "/v1/" + path}).EscapedPath()
	request, err := http.NewRequestWithContext(context.Background(), method, address, body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("X-Vault-Token", s.RootToken)
	response, err := s.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode/100 != 2 {
		return nil, &Refusal{Status: response.StatusCode, text: fmt.Sprintf("%s %s: %s", method, path, text)}
	}
	return decodeAnswer(text)
}

// A Refusal is an answer that is not 2xx.
type Refusal struct {
	// Status is the HTTP status.
	Status int

	text string
}

// Error returns the status and Vault's own text.
func (r *Refusal) Error() string { return fmt.Sprintf("HTTP %d: %s", r.Status, r.text) }

func decodeAnswer(text []byte) (map[string]any, error) {
	var answer struct{ Data, Auth map[string]any }
	if len(text) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return nil, err
	}
	if answer.Auth != nil {
		return answer.Auth, nil
	}
	return answer.Data, nil
}

// unique returns a name that nothing else on the server has.
func unique(kind string) string {
	random := make([]byte, 6)
	_, _ = rand.Read(random)
	return kind + "-" + hex.EncodeToString(random)
}
