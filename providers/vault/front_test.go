package vault_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// A front is a proxy before the real server that misbehaves in one way.
type front struct {
	address string
	asked   *atomic.Int64
}

// A fault answers a request instead of the server, or returns false to let it through.
type fault func(http.ResponseWriter, *http.Request) bool

func newFront(t *testing.T, server *vaulttest.Server, faults ...fault) front {
	t.Helper()
	target, err := url.Parse(server.Address)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	f := front{asked: &atomic.Int64{}}
	own := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.asked.Add(1)
		for _, fault := range faults {
			if fault(w, r) {
				return
			}
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(own.Close)
	f.address = own.URL
	return f
}

func (f front) environ(token string, more ...string) []string {
	return append([]string{"VAULT_ADDR=" + f.address, "VAULT_TOKEN=" + token}, more...)
}

// refusing answers 403 below a path.
func refusing(path string) fault {
	return below(path, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusForbidden, "application/json", `{"errors":["permission denied"]}`)
	})
}

func below(path string, then http.HandlerFunc) fault {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, path) {
			return false
		}
		then(w, r)
		return true
	}
}

// onlyMethod lets a fault happen to requests by one method.
func onlyMethod(method string, f fault) fault {
	return func(w http.ResponseWriter, r *http.Request) bool { return r.Method == method && f(w, r) }
}

// onlyWrites lets a fault happen to what changes secrets.
func onlyWrites(f fault) fault {
	return func(w http.ResponseWriter, r *http.Request) bool {
		return r.Method != http.MethodGet && !strings.HasPrefix(r.URL.Path, "/v1/sys/") && f(w, r)
	}
}

// times lets a fault happen the first few times.
func times(n int64, f fault) fault {
	var happened atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) bool { return happened.Add(1) <= n && f(w, r) }
}

func always(then http.HandlerFunc) fault { return below("/", then) }

func answer(w http.ResponseWriter, status int, kind, body string) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

func answering(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { answer(w, status, kind, body) }
}

func redirecting(to string) fault {
	return always(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, to+r.URL.Path, http.StatusTemporaryRedirect)
	})
}

// adding lets requests through with one more header.
func adding(name, value string) fault {
	return func(_ http.ResponseWriter, r *http.Request) bool {
		r.Header.Set(name, value)
		return false
	}
}
