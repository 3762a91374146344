package storetest

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
)

// A Fault answers a request instead of the server, or returns false to let it through.
type Fault func(http.ResponseWriter, *http.Request) bool

// Front starts a proxy before the server at an address that misbehaves, and returns its own address and how often it was asked.
func Front(t *testing.T, server string, faults ...Fault) (address string, asked *atomic.Int64) {
	t.Helper()
	target, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	asked = &atomic.Int64{}
	return Serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		for _, fault := range faults {
			if fault(w, r) {
				return
			}
		}
		proxy.ServeHTTP(w, r)
	}), asked
}

// Serve starts a server for the test and returns its address.
func Serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	own := httptest.NewServer(handler)
	t.Cleanup(own.Close)
	return own.URL
}

// Below has something happen to requests below a path.
func Below(path string, then http.HandlerFunc) Fault {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, path) {
			return false
		}
		then(w, r)
		return true
	}
}

// Always has something happen to all requests.
func Always(then http.HandlerFunc) Fault { return Below("/", then) }

// OnlyMethod lets a fault happen to requests by one method.
func OnlyMethod(method string, f Fault) Fault {
	return func(w http.ResponseWriter, r *http.Request) bool { return r.Method == method && f(w, r) }
}

// Times lets a fault happen the first few times.
func Times(n int64, f Fault) Fault {
	var happened atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) bool { return happened.Add(1) <= n && f(w, r) }
}

// Answer writes an answer.
func Answer(w http.ResponseWriter, status int, kind, body string) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// Answering gives the same answer to all.
func Answering(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { Answer(w, status, kind, body) }
}

// Redirecting leads to the same path elsewhere.
func Redirecting(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, to+r.URL.Path, http.StatusTemporaryRedirect)
	}
}
