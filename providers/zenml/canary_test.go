package zenml_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/internal/zenmltest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/zenml"
)

// The canary is in every value and every credential that the test makes.
const canary = "cAnArY7f3a"

// echo sends back all that it was sent, in every place that an answer has.
func echo(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		everything := r.Header.Get("Authorization") + string(sent) + canary
		w.Header().Set("Location", "https://"+canary+".example.com/"+canary)
		body, _ := json.Marshal(map[string]any{
			"detail": []string{everything, everything}, "id": everything, "name": everything, "access_token": canary + " " + everything,
			"items": everything, "body": map[string]any{"values": everything},
		})
		answeringJSON(status, string(body))(w, r)
	}
}

// A spill is a provider, and the places where a value could show.
type spill struct {
	*storetest.Spill
	p *zenml.Provider
}

// run does everything that a provider can do, and keeps what comes out.
func (s *spill) run(t *testing.T, names ...string) {
	t.Helper()
	for _, level := range bothLevels {
		answers, err := storetest.Try(t, s.p, level, []string{"password"}, names...)
		s.Keep(answers, err)
	}
	fetched := map[int]providers.Fetched{}
	err := s.p.Fetch(t.Context(), []providers.Query{{Location: names[0]}, {Location: names[1]}}, func(i int, f providers.Fetched) { fetched[i] = f })
	s.Keep(fetched, err)
	listed, err := s.p.List(t.Context())
	s.Keep(listed, err)
	for i, name := range names {
		keys, err := s.p.ListKeys(t.Context(), name)
		s.Keep(keys, err)
		change := setting(name, "new", canary+" new", "password", canary+" other")
		change.Keep, change.Condition = i%2 == 0, providers.Condition(i%3)
		s.Keep(s.p.Vet(change), nil)
		written, err := s.p.Write(t.Context(), change)
		s.Keep(written, err)
		for _, text := range []string{canary + "\xff", strings.Repeat(canary, 7_000)} {
			_, err = s.p.Write(t.Context(), setting(name, "odd", text))
			s.Keep(nil, err)
		}
		s.Keep(nil, s.p.Rename(t.Context(), name, name+"2"))
		restore, err := s.p.Delete(t.Context(), name)
		s.Keep(restore, err)
	}
	s.Keep(s.p, nil)
	s.Keep(s.p.Describe(), nil)
}

func TestNoValueShows(t *testing.T) {
	t.Parallel()
	server, withRoles := zenmltest.Start(t), zenmltest.StartWithRoles(t)
	for role, server := range map[string]*zenmltest.Server{"owner": server, "keyreader": withRoles, "writer": withRoles, "outsider": withRoles} {
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			name := zenmltest.Unique("canary")
			server.Create(t, server.APIKey, zenmltest.Secret{Name: name, Values: map[string]string{"password": canary, "new": canary}})
			key := server.ServiceAccount(t, role)
			around, logs := storetest.Surroundings(t, server.Environ(key)...)
			s := &spill{storetest.NewSpill(logs), newProviderIn(t, "", around)}
			s.run(t, name, name+"x")
			s.Search(t, canary, key, server.Token(t, key))
		})
	}
}

// What a server sends back of what it was sent, wherever it puts it, is not passed on.
func TestNothingIsEchoed(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	for _, status := range []int{200, 302, 400, 401, 403, 404, 409, 418, 422, 501} {
		for _, path := range []string{"/api/v1/login", "/api/v1/secrets", "/api/v1/secrets/"} {
			t.Run(fmt.Sprintf("%d %s", status, path), func(t *testing.T) {
				t.Parallel()
				name := zenmltest.Unique("canary")
				server.Create(t, server.APIKey, zenmltest.Secret{Name: name, Values: map[string]string{"password": canary}})
				f := newFront(t, server, func(w http.ResponseWriter, r *http.Request) bool {
					return strings.HasPrefix(r.URL.Path, path) && storetest.Always(echo(status))(w, r)
				})
				around, logs := storetest.Surroundings(t, "ZENML_STORE_URL="+f.address, "ZENML_STORE_API_KEY="+server.APIKey)
				s := &spill{storetest.NewSpill(logs), newProviderIn(t, "", around)}
				s.run(t, name, name+"x")
				s.Search(t, canary, server.APIKey)
			})
		}
	}
}
