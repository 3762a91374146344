package vault_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// A front is a proxy before the real server that misbehaves in one way.
type front struct {
	address string
	asked   *atomic.Int64
}

type fault = storetest.Fault

// What faults are made of.
var (
	below      = storetest.Below
	always     = storetest.Always
	onlyMethod = storetest.OnlyMethod
	times      = storetest.Times
	answer     = storetest.Answer
	answering  = storetest.Answering
)

func newFront(t *testing.T, server *vaulttest.Server, faults ...fault) front {
	t.Helper()
	address, asked := storetest.Front(t, server.Address, faults...)
	return front{address, asked}
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

// onlyWrites lets a fault happen to what changes secrets.
func onlyWrites(f fault) fault {
	return func(w http.ResponseWriter, r *http.Request) bool {
		return r.Method != http.MethodGet && !strings.HasPrefix(r.URL.Path, "/v1/sys/") && f(w, r)
	}
}

func redirecting(to string) fault { return always(storetest.Redirecting(to)) }

// adding lets requests through with one more header.
func adding(name, value string) fault {
	return func(_ http.ResponseWriter, r *http.Request) bool {
		r.Header.Set(name, value)
		return false
	}
}
