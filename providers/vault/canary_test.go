package vault_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// The canary is in every value and every credential that the test makes.
const canary = "cAnArY7f3a"

// echo sends back all that it was sent, in every place that an answer has.
func echo(status int) fault {
	return always(func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		everything := r.Header.Get("X-Vault-Token") + string(sent) + canary
		w.Header().Set("Location", "https://"+everything+".example.com/"+everything)
		w.Header().Set("X-Echo", everything)
		body, _ := json.Marshal(map[string]any{
			"errors": []string{everything}, "data": map[string]any{"type": everything, "path": everything, "keys": everything},
		})
		answer(w, status, "application/json", string(body))
	})
}

// A spill is a provider, and the places where a value could show.
type spill struct {
	*storetest.Spill
	p *vault.Provider
}

// run asks at both levels and keeps everything that comes out.
func (s *spill) run(t *testing.T, names ...string) {
	t.Helper()
	for _, level := range bothLevels {
		answers, err := try(t, s.p, level, []string{"password"}, names...)
		s.Keep(answers, err)
	}
	s.use(t, names...)
	s.Keep(s.p, nil)
	s.Keep(s.p.Describe(), nil)
}

// use does everything else that a provider can do, and keeps what comes out.
func (s *spill) use(t *testing.T, names ...string) {
	t.Helper()
	for _, keys := range [][]string{nil, {"password", "nested"}} {
		fetched, err := tryFetch(t, s.p, keys, names...)
		s.Keep(fetched, err)
	}
	listed, err := s.p.List(t.Context())
	s.Keep(listed, err)
	for i, name := range names {
		keys, err := s.p.ListKeys(t.Context(), s.p.Locate(name, ""))
		s.Keep(keys, err)
		change := setting(s.p, name, "new", canary+" new", "password", canary+" other")
		change.Keep, change.Condition = i%2 == 0, providers.Condition(i%3)
		s.Keep(s.p.Vet(change), nil)
		written, err := s.p.Write(t.Context(), change)
		s.Keep(written, err)
		_, err = s.p.Write(t.Context(), setting(s.p, name, "bytes", canary+"\xff"))
		s.Keep(nil, err)
		s.Keep(nil, s.p.Rename(t.Context(), change.Location, change.Location+"2"))
		restore, err := s.p.Delete(t.Context(), change.Location)
		s.Keep(restore, err)
	}
}

func TestNoValueShows(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for _, version := range []int{1, 2} {
		names := []string{"mlflow", "mlflw", "deleted", "destroyed", "no/where", "../x"}
		for policy, rules := range map[string]string{
			"all": `path "MOUNT/*" { capabilities = ["read", "list"] }`, "least": subkeysOnly, "data": dataOnly,
			"list": `path "MOUNT/*" { capabilities = ["list"] }`, "nothing": elsewhere, "write": subkeysOnly + withoutPatch,
			"patch": subkeysOnly + toWrite, "everything": `path "MOUNT/*" { capabilities = ["create", "read", "update", "patch", "delete", "list"] }`,
		} {
			for _, reading := range []string{"fallback", "never"} {
				t.Run(fmt.Sprintf("KV v%d %s %s", version, policy, reading), func(t *testing.T) {
					t.Parallel()
					kv, block := canaries(t, server, version)
					token := server.Token(t, kv.Mount, rules)
					around, logs := surroundings(t, server.Environ(token)...)
					around.ReadValues = reading
					s := &spill{storetest.NewSpill(logs), newProviderIn(t, block, around)}
					s.run(t, names...)
					s.Search(t, canary, token)
				})
			}
		}
		for name, with := range faults {
			t.Run(fmt.Sprintf("KV v%d %s", version, name), func(t *testing.T) {
				t.Parallel()
				_, block := canaries(t, server, version)
				front := newFront(t, server, func(w http.ResponseWriter, r *http.Request) bool {
					return strings.HasSuffix(r.URL.Path, "mlflow") && with.fault(w, r)
				})
				around, logs := surroundings(t, front.environ(server.RootToken, "VAULT_MAX_RETRIES=0")...)
				s := &spill{storetest.NewSpill(logs), newProviderIn(t, block, around)}
				s.run(t, names...)
				s.Search(t, canary, server.RootToken)
			})
		}
	}
}

// canaries returns an engine whose values all hold the canary, and the block for it.
func canaries(t *testing.T, server *vaulttest.Server, version int) (kv *vaulttest.KV, block string) {
	t.Helper()
	kv = server.KV(t, version)
	secret := map[string]any{"password": canary, "token": canary, "nested": map[string]any{"a": canary}, "number": 12}
	for _, name := range []string{"mlflow", "deleted", "destroyed"} {
		kv.Put(t, "ml/"+name, secret)
	}
	kv.Delete(t, "ml/deleted")
	if version == 2 {
		kv.Destroy(t, "ml/destroyed")
	}
	return kv, fmt.Sprintf("mount = %q\nprefix = \"ml\"\n", kv.Mount)
}

func TestNoCredentialShows(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	file := writeFile(t, filepath.Join(t.TempDir(), "token"), canary)
	proxyWithPassword := "VAULT_PROXY_ADDR=http://user:" + canary + "@127.0.0.1:1"
	logins := map[string]struct {
		auth    string
		environ []string
	}{
		"token":                {"", []string{"VAULT_TOKEN=" + canary}},
		"token that cannot be": {"", []string{"VAULT_TOKEN=" + canary + "\n"}},
		"token file":           {"", []string{"VAULT_TOKEN_PATH=" + file}},
		"AppRole":              {`auth "approle" {}`, []string{"VAULT_ROLE_ID=" + canary, "VAULT_SECRET_ID=" + canary}},
		"JWT":                  {`auth "jwt" {}`, []string{"VAULT_JWT=" + canary}},
		"JWT file":             {`auth "kubernetes" { role = "r" }`, []string{"VAULT_JWT_FILE=" + file}},
		"headers":              {"", []string{`VAULT_HEADERS={"Authorization": "` + canary + `"}`, "VAULT_TOKEN=" + canary}},
		"a proxy's password":   {"", []string{proxyWithPassword, "VAULT_TOKEN=" + canary}},
	}
	for name, login := range logins {
		for _, status := range []int{0, 200, 307, 400, 401, 403, 404, 429, 500, 503} {
			t.Run(fmt.Sprintf("%s %d", name, status), func(t *testing.T) {
				t.Parallel()
				var front front
				if status == 0 {
					front = newFront(t, server)
				} else {
					front = newFront(t, server, echo(status))
				}
				address := strings.Replace(front.address, "http://", "http://user:"+canary+"@", 1)
				around, logs := surroundings(t, append(login.environ, "VAULT_ADDR="+address, "VAULT_MAX_RETRIES=0")...)
				around.Log.Debug("the log is on") // a credential that cannot be is refused before anything is sent
				s := &spill{storetest.NewSpill(logs), newProviderIn(t, login.auth, around)}
				s.run(t, "mlflow")
				s.Search(t, canary, server.RootToken)
			})
		}
	}
}
