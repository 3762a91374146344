// Package zenmltest runs real ZenML servers for tests. There is no imitation of ZenML in it: what it starts is the server
// that `make zenml` installs, with an embedded database, on the loopback.
//
// One server serves all tests of a process. ZenML's public secrets are seen by all its users, private ones by their owner
// alone, so each test makes a service account of its own and private secrets, or public ones under names that no other test
// has. Servers end with the process that started them, however it ends.
package zenmltest

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/internal/servertest"
	"github.com/zsv-dev/zsv/tools/zenml"
)

// T is what the package needs of a test. *testing.T is one.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
	Cleanup(func())
	TempDir() string
}

// A Server is a running ZenML server.
type Server struct {
	// URL is its address, on the loopback.
	URL string
	// APIKey is that of a service account that may do everything.
	APIKey string

	python   string // in which it runs
	password string
	token    string   // of the administrator
	tokens   sync.Map // of others, by API key
	process  *servertest.Process
	http     *http.Client
}

// Options are what a test's own server has that the shared one has not.
type Options struct {
	// Roles says to ask the module of tools/zenml who may do what.
	Roles bool
	// Environ are more variables, such as ZENML_SERVER_JWT_TOKEN_EXPIRE_MINUTES=1.
	Environ []string
}

// A share is a server that the tests of a process share.
type share struct {
	start  sync.Once
	server *Server
	err    error
}

var plain, withRoles share

// Start returns the server that all tests of the process share, and starts it when it is the first to ask. Without ZenML
// the test is skipped, or fails where ZSV_REQUIRE_ZENML is 1.
func Start(t testing.TB) *Server {
	t.Helper()
	return plain.get(t, Options{})
}

// StartWithRoles returns another shared server, on which not everyone may do everything: see ServiceAccount.
func StartWithRoles(t testing.TB) *Server {
	t.Helper()
	return withRoles.get(t, Options{Roles: true})
}

func (s *share) get(t testing.TB, options Options) *Server {
	t.Helper()
	python := Program(t, "python")
	s.start.Do(func() { s.server, s.err = launch(python, options) })
	if s.err != nil {
		t.Fatalf("the ZenML server for tests does not start: %v", s.err)
	}
	return s.server
}

// StartOwn starts a server for one test. It ends with the test.
func StartOwn(t testing.TB, options Options) *Server {
	t.Helper()
	own, err := launch(Program(t, "python"), options)
	if err != nil {
		t.Fatalf("a ZenML server of the test's own does not start: %v", err)
	}
	t.Cleanup(own.process.Stop)
	return own
}

// Stop ends a server that is the test's own.
func (s *Server) Stop() { s.process.Stop() }

// Environ returns the variables with which a program finds the server and is known to it by an API key, which may be "".
func (s *Server) Environ(key string) []string {
	environ := []string{"ZENML_STORE_URL=" + s.URL}
	if key != "" {
		environ = append(environ, "ZENML_STORE_API_KEY="+key)
	}
	return environ
}

// TokenEnviron is Environ with a token in place of the API key, so that the program does not log in.
func (s *Server) TokenEnviron(t T, key string) []string {
	t.Helper()
	return append(s.Environ(""), "ZENML_STORE_API_TOKEN="+s.Token(t, key))
}

const (
	tries     = 3 // another process may take the port before the server does
	startTime = 2 * time.Minute
	pollTime  = 50 * time.Millisecond
	admin     = "default"
)

// launch starts a server and waits until it answers.
func launch(python string, options Options) (server *Server, err error) {
	for range tries {
		if server, err = launchOnce(python, options); err == nil {
			return server, nil
		}
	}
	return nil, err
}

func launchOnce(python string, options Options) (*Server, error) {
	directory, err := servertest.MakeDirectory("zenml")
	if err != nil {
		return nil, err
	}
	address, err := servertest.FreeAddress()
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(directory))
	}
	server := &Server{URL: "http://" + address, python: python, password: Unique("password"),
		http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: fillers}}}
	host := (&url.URL{Host: address})
	arguments := []string{python, "-m", "uvicorn", "zenml.zen_server.zen_server_api:app", "--host", host.Hostname(),
		"--port", host.Port(), "--log-level", "error"}
	environ, err := server.environ(directory, options)
	if err == nil {
		server.process, err = servertest.Start(directory, arguments, environ)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(directory))
	}
	if err := server.await(); err != nil {
		log := server.process.Log()
		server.process.Stop()
		return nil, fmt.Errorf("%w; its log:\n%s", err, log)
	}
	return server, nil
}

// environ keeps the server's files to its directory, and it from the internet.
func (s *Server) environ(directory string, options Options) ([]string, error) {
	environ := append(quiet(filepath.Join(directory, "zenml")),
		"ZENML_SERVER=true", "ZENML_SERVER_DEPLOYMENT_TYPE=other", "ZENML_SERVER_AUTO_ACTIVATE=1",
		"ZENML_DEFAULT_USER_NAME="+admin, "ZENML_DEFAULT_USER_PASSWORD="+s.password)
	if options.Roles {
		environ = append(environ, "PYTHONPATH="+directory, "ZENML_SERVER_RBAC_IMPLEMENTATION_SOURCE=zsv_roles.Roles")
		if err := os.WriteFile(filepath.Join(directory, "zsv_roles.py"), []byte(zenml.Roles), 0o600); err != nil {
			return nil, err
		}
	}
	return append(environ, options.Environ...), os.MkdirAll(filepath.Join(directory, "zenml"), 0o700)
}

// quiet are the variables under which ZenML keeps to itself, with its files below a directory.
func quiet(directory string) []string {
	return []string{"ZENML_CONFIG_PATH=" + directory, "ZENML_ANALYTICS_OPT_IN=false", "ZENML_LOGGING_VERBOSITY=ERROR",
		"ZENML_LOGGING_COLORS_DISABLED=true", "ZENML_ENABLE_REPO_INIT_WARNINGS=false", "ZENML_ENABLE_RICH_TRACEBACK=false",
		"AUTO_OPEN_DASHBOARD=false", "PYTHONDONTWRITEBYTECODE=1"}
}

// await returns when the server answers and has a service account. That it knows the password shows that it is the one
// that was started.
func (s *Server) await() error {
	var err error
	for deadline := time.Now().Add(startTime); time.Now().Before(deadline) && s.process.Runs(); time.Sleep(pollTime) {
		if s.token, err = s.logIn(url.Values{"username": {admin}, "password": {s.password}}); err == nil {
			_, s.APIKey, err = s.newServiceAccount("zsv")
			return err
		}
	}
	return fmt.Errorf("it did not answer within %s, or ended before: %w", startTime, err)
}

// Unique returns a name that begins with kind and that nothing else on the server has.
func Unique(kind string) string {
	random := make([]byte, 6)
	_, _ = rand.Read(random)
	return kind + "-" + hex.EncodeToString(random)
}
