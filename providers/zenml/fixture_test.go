package zenml_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/zenml"
	"github.com/zsv-dev/zsv/providers/zenml/zenmltest"
)

// A journal is a log that several goroutines write.
type journal struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (j *journal) Write(text []byte) (int, error) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return j.text.Write(text)
}

func (j *journal) String() string {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return j.text.String()
}

// surroundings have this environment and nothing else.
func surroundings(t *testing.T, environ ...string) (providers.Surroundings, *journal) {
	t.Helper()
	log := &journal{}
	return providers.Surroundings{
		Dir: t.TempDir(), Environ: environ, ConfigFile: filepath.FromSlash("/home/ml/.config/zsv/config.hcl"),
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug - 8})),
	}, log
}

func decode(t *testing.T, block string, around providers.Surroundings) (*zenml.Provider, hcl.Diagnostics) {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(block), "test.zsv.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("the block does not parse: %v", diags)
	}
	checker, diags := zenml.New(file.Body, nil, around)
	provider, _ := checker.(*zenml.Provider)
	return provider, diags
}

// newProvider makes a provider of a block that is right.
func newProvider(t *testing.T, block string, environ ...string) *zenml.Provider {
	t.Helper()
	around, _ := surroundings(t, environ...)
	return newProviderIn(t, block, around)
}

func newProviderIn(t *testing.T, block string, around providers.Surroundings) *zenml.Provider {
	t.Helper()
	provider, diags := decode(t, block, around)
	if diags.HasErrors() {
		t.Fatalf("the block is refused: %v", diags)
	}
	return provider
}

// try asks for secrets, of each the same keys, and returns the answers by name.
func try(t *testing.T, p *zenml.Provider, level providers.Level, keys []string, names ...string) (map[string]providers.Answer,
	error) {
	t.Helper()
	queries := make([]providers.Query, len(names))
	for i, name := range names {
		queries[i] = providers.Query{Location: p.Locate(name, ""), Keys: keys}
	}
	answers := map[string]providers.Answer{}
	err := p.Check(t.Context(), level, queries, func(i int, answer providers.Answer) { answers[names[i]] = answer })
	return answers, err
}

// ask is try where Check must not fail.
func ask(t *testing.T, p *zenml.Provider, level providers.Level, keys []string, names ...string) map[string]providers.Answer {
	t.Helper()
	answers, err := try(t, p, level, keys, names...)
	if err != nil {
		t.Fatalf("Check failed: %v", err)
	}
	for _, name := range names {
		if _, answered := answers[name]; !answered {
			t.Errorf("%s was not answered", name)
		}
	}
	return answers
}

// failure asks for one secret and returns the error that Check must end with.
func failure(t *testing.T, p *zenml.Provider) *providers.Error {
	t.Helper()
	answers, err := try(t, p, providers.SecretAndKeyExists, []string{"password"}, "mlflow")
	var known *providers.Error
	if !errors.As(err, &known) {
		t.Fatalf("Check returned %v and the answers %+v, want a *providers.Error", err, answers)
	}
	return known
}

// wantVerdicts compares what answers mean, without the words and the names for suggestions.
func wantVerdicts(t *testing.T, got, want map[string]providers.Answer) {
	t.Helper()
	bare := map[string]providers.Answer{}
	for name, answer := range got {
		keys := map[string]providers.Key{}
		for key, said := range answer.Keys {
			keys[key] = providers.Key{Status: said.Status, Reason: said.Reason}
		}
		answer.Detail, answer.Available, answer.Keys = "", nil, keys
		bare[name] = answer
	}
	if difference := cmp.Diff(want, bare, cmpopts.EquateEmpty()); difference != "" {
		t.Errorf("wrong answers (-want +got):\n%s", difference)
		for name, answer := range got {
			t.Logf("%s: %s %s %v", name, answer.Reason, answer.Detail, answer.Keys)
		}
	}
}

// keys makes what an answer says of keys: "password" is present, "-token" missing.
func keys(names ...string) map[string]providers.Key {
	all := map[string]providers.Key{}
	for _, name := range names {
		if key, isMissing := strings.CutPrefix(name, "-"); isMissing {
			all[key] = providers.Key{Status: providers.Missing}
		} else {
			all[name] = providers.Key{Status: providers.Present}
		}
	}
	return all
}

func wantRequests(t *testing.T, p *zenml.Provider, want int) {
	t.Helper()
	if got := p.Requests(); got != want {
		t.Errorf("Requests() is %d, want %d", got, want)
	}
}

// A front is a proxy before the real server that misbehaves in one way.
type front struct{ address string }

// A fault answers a request instead of the server, or returns false to let it through.
type fault func(http.ResponseWriter, *http.Request) bool

func newFront(t *testing.T, server *zenmltest.Server, faults ...fault) front {
	t.Helper()
	target, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	return front{startHandler(t, func(w http.ResponseWriter, r *http.Request) {
		for _, fault := range faults {
			if fault(w, r) {
				return
			}
		}
		proxy.ServeHTTP(w, r)
	})}
}

// startHandler starts a server for the test and returns its address.
func startHandler(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	own := httptest.NewServer(handler)
	t.Cleanup(own.Close)
	return own.URL
}

func (f front) environ(token string) []string {
	return []string{"ZENML_STORE_URL=" + f.address, "ZENML_STORE_API_TOKEN=" + token}
}

// to lets something happen to requests by a method, below a path.
func to(method, path string, then http.HandlerFunc) fault {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != method || !strings.HasPrefix(r.URL.Path, path) {
			return false
		}
		then(w, r)
		return true
	}
}

func always(then http.HandlerFunc) fault {
	return func(w http.ResponseWriter, r *http.Request) bool { then(w, r); return true }
}

// once lets something happen to the first request about secrets by a method.
func once(method string, then http.HandlerFunc) fault {
	var happened atomic.Bool
	return func(w http.ResponseWriter, r *http.Request) bool {
		return r.Method == method && strings.HasPrefix(r.URL.Path, "/api/v1/secrets") && !happened.Swap(true) && always(then)(w, r)
	}
}

func answering(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func answeringJSON(status int, body string) http.HandlerFunc {
	return answering(status, "application/json", body)
}

// hangUp ends the connection without an answer.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

const page = "<!doctype html><title>A dashboard</title>"
