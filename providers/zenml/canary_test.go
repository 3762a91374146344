package zenml_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/zenml"
	"github.com/zsv-dev/zsv/providers/zenml/zenmltest"
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

// A spill is a set of places where a value could show.
type spill struct {
	p    *zenml.Provider
	logs *journal
	said strings.Builder
}

// run does everything that a provider can do, and keeps what comes out.
func (s *spill) run(t *testing.T, names ...string) {
	t.Helper()
	for _, level := range bothLevels {
		answers, err := try(t, s.p, level, []string{"password"}, names...)
		s.keep(answers, err)
	}
	fetched := map[int]providers.Fetched{}
	err := s.p.Fetch(t.Context(), []providers.Query{{Location: names[0]}, {Location: names[1]}}, func(i int, f providers.Fetched) { fetched[i] = f })
	s.keep(fetched, err)
	listed, err := s.p.List(t.Context())
	s.keep(listed, err)
	for i, name := range names {
		keys, err := s.p.ListKeys(t.Context(), name)
		s.keep(keys, err)
		change := setting(name, "new", canary+" new", "password", canary+" other")
		change.Keep, change.Condition = i%2 == 0, providers.Condition(i%3)
		s.keep(s.p.Vet(change), nil)
		written, err := s.p.Write(t.Context(), change)
		s.keep(written, err)
		for _, text := range []string{canary + "\xff", strings.Repeat(canary, 7_000)} {
			_, err = s.p.Write(t.Context(), setting(name, "odd", text))
			s.keep(nil, err)
		}
		s.keep(nil, s.p.Rename(t.Context(), name, name+"2"))
		restore, err := s.p.Delete(t.Context(), name)
		s.keep(restore, err)
	}
	fmt.Fprintf(&s.said, "%+v %#v %s", s.p, s.p, s.p.Describe())
}

// keep keeps something in every way in which it can be printed.
func (s *spill) keep(something any, err error) {
	text, _ := json.Marshal(something)
	fmt.Fprintf(&s.said, "%s %+v %#v", text, something, something)
	for ; err != nil; err = errors.Unwrap(err) {
		fmt.Fprintf(&s.said, "%v %+v %#v", err, err, err)
	}
}

func (s *spill) search(t *testing.T, secrets ...string) {
	t.Helper()
	for _, secret := range append(secrets, canary) {
		for where, text := range map[string]string{"the answers": s.said.String(), "the log": s.logs.String()} {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("%s show a secret: …%s…", where, text[max(i-80, 0):min(i+len(secret)+20, len(text))])
			}
		}
	}
	if !strings.Contains(s.logs.String(), "level=DEBUG") {
		t.Errorf("the log is not at its most talkative:\n%s", s.logs)
	}
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
			around, logs := surroundings(t, server.Environ(key)...)
			s := &spill{p: newProviderIn(t, "", around), logs: logs}
			s.run(t, name, name+"x")
			s.search(t, key, server.Token(t, key))
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
					return strings.HasPrefix(r.URL.Path, path) && always(echo(status))(w, r)
				})
				around, logs := surroundings(t, "ZENML_STORE_URL="+f.address, "ZENML_STORE_API_KEY="+server.APIKey)
				s := &spill{p: newProviderIn(t, "", around), logs: logs}
				s.run(t, name, name+"x")
				s.search(t, server.APIKey)
			})
		}
	}
}
