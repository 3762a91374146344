package zenml_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/internal/zenmltest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/zenml"
)

func decode(t *testing.T, block string, around providers.Surroundings) (*zenml.Provider, hcl.Diagnostics) {
	t.Helper()
	return storetest.Decode[*zenml.Provider](t, zenml.New, block, around)
}

// newProvider makes a provider of a block that is right.
func newProvider(t *testing.T, block string, environ ...string) *zenml.Provider {
	t.Helper()
	around, _ := storetest.Surroundings(t, environ...)
	return newProviderIn(t, block, around)
}

func newProviderIn(t *testing.T, block string, around providers.Surroundings) *zenml.Provider {
	t.Helper()
	return storetest.New[*zenml.Provider](t, zenml.New, block, around)
}

// A front is a proxy before the real server that misbehaves in one way.
type front struct{ address string }

func newFront(t *testing.T, server *zenmltest.Server, faults ...storetest.Fault) front {
	t.Helper()
	address, _ := storetest.Front(t, server.URL, faults...)
	return front{address}
}

func (f front) environ(token string) []string {
	return []string{"ZENML_STORE_URL=" + f.address, "ZENML_STORE_API_TOKEN=" + token}
}

// to lets something happen to requests by a method, below a path.
func to(method, path string, then http.HandlerFunc) storetest.Fault {
	return storetest.OnlyMethod(method, storetest.Below(path, then))
}

// once lets something happen to the first request about secrets by a method.
func once(method string, then http.HandlerFunc) storetest.Fault {
	var happened atomic.Bool
	return func(w http.ResponseWriter, r *http.Request) bool {
		return r.Method == method && strings.HasPrefix(r.URL.Path, "/api/v1/secrets") && !happened.Swap(true) &&
			storetest.Always(then)(w, r)
	}
}

func answeringJSON(status int, body string) http.HandlerFunc {
	return storetest.Answering(status, "application/json", body)
}

// hangUp ends the connection without an answer.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

const page = "<!doctype html><title>A dashboard</title>"
