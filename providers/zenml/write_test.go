package zenml_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/internal/zenmltest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/zenml"
)

// setting makes a change of keys and values.
func setting(name string, pairs ...string) providers.Change {
	change := providers.Change{Location: name, Set: map[string]providers.Value{}}
	for i := 0; i < len(pairs); i += 2 {
		change.Set[pairs[i]] = providers.NewValue(pairs[i+1])
	}
	return change
}

// held returns what the server holds, as another program of the owner of the key sees it.
func held(t *testing.T, server *zenmltest.Server, key, name string) map[string]string {
	t.Helper()
	values := map[string]string{}
	p := newProvider(t, "", server.TokenEnviron(t, key)...)
	err := p.Fetch(t.Context(), []providers.Query{{Location: name}}, func(_ int, f providers.Fetched) {
		for key, value := range f.Values {
			values[key] = value.Reveal()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return values
}

// carriedOut lets the server have a request before something else happens to its answer.
func carriedOut(t *testing.T, server *zenmltest.Server, then http.HandlerFunc) http.HandlerFunc {
	t.Helper()
	return func(w http.ResponseWriter, r *http.Request) {
		sent, err := http.NewRequestWithContext(r.Context(), r.Method, server.URL+r.URL.RequestURI(), r.Body)
		if err != nil {
			t.Error(err)
			return
		}
		sent.Header = r.Header.Clone()
		response, err := http.DefaultTransport.RoundTrip(sent)
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		then(w, r)
	}
}

// A change whose answer is lost is repeated where that does no harm, and looked for where it might.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	failed := storetest.Answering(502, "text/html", page)
	for loss, then := range map[string]http.HandlerFunc{
		"cut off after it was done": carriedOut(t, server, hangUp),
		"failed after it was done":  carriedOut(t, server, failed),
		"garbled after it was done": carriedOut(t, server, storetest.Answering(200, "text/html", page)),
	} {
		t.Run(loss, func(t *testing.T) {
			t.Parallel()
			f := newFront(t, server, once(http.MethodPost, then), once(http.MethodPut, then),
				once(http.MethodDelete, then))
			p := newProvider(t, "private = true", f.environ(server.Token(t, server.APIKey))...)
			name := zenmltest.Unique("lost")
			written, err := p.Write(t.Context(), setting(name, "password", "first"))
			if err != nil || !written.Created {
				t.Fatalf("creating it: %+v, %v", written, err)
			}
			garbled := strings.HasPrefix(loss, "garbled") // what is no answer of ZenML's is not asked again
			if _, err := p.Write(t.Context(), setting(name, "password", "second")); garbled != isInDoubt(err) || !garbled && err != nil {
				t.Errorf("changing it: %v", err)
			}
			if diff := cmp.Diff(map[string]string{"password": "second"}, held(t, server, server.APIKey, name)); diff != "" {
				t.Errorf("it holds (-want +got):\n%s", diff)
			}
			if _, err := p.Delete(t.Context(), name); garbled != isInDoubt(err) || !garbled && err != nil {
				t.Errorf("deleting it: %v", err)
			}
		})
	}
}

// Where nothing was done, and nobody can tell, the error says that it is not known.
func TestLostRequests(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	for loss, then := range map[string]http.HandlerFunc{"cut off": hangUp, "failed": storetest.Answering(502, "text/html", page)} {
		t.Run(loss, func(t *testing.T) {
			t.Parallel()
			f := newFront(t, server, to(http.MethodPost, "/api/v1/secrets", then), to(http.MethodPut, "/api/v1/secrets", then))
			p := newProvider(t, "private = true", f.environ(server.Token(t, server.APIKey))...)
			name := zenmltest.Unique("lost")
			if _, err := p.Write(t.Context(), setting(name, "password", "first")); !isInDoubt(err) {
				t.Errorf("creating it: %v", err)
			}
			server.Create(t, server.APIKey, zenmltest.Secret{Name: name, Private: true, Values: map[string]string{"password": "x"}})
			if _, err := p.Write(t.Context(), setting(name, "password", "second")); !isInDoubt(err) {
				t.Errorf("changing it: %v", err)
			}
		})
	}
}

func isInDoubt(err error) bool {
	reason, detail := providers.ReasonOf(err)
	return err != nil && (reason == providers.Unreachable || reason == providers.Timeout) && strings.Contains(detail, "not known")
}

// A creation whose answer is lost, and that someone else was faster with, is not taken for our own.
func TestALostCreationOfSomeoneElse(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	name := zenmltest.Unique("taken")
	f := newFront(t, server, once(http.MethodPost, func(w http.ResponseWriter, r *http.Request) {
		server.Create(t, server.APIKey, zenmltest.Secret{Name: name, Values: map[string]string{"password": "theirs"}})
		hangUp(w, r)
	}))
	p := newProvider(t, "", f.environ(server.Token(t, server.APIKey))...)
	change := setting(name, "password", "ours")
	change.Condition = providers.IfMissing
	if _, err := p.Write(t.Context(), change); !errors.Is(err, providers.ErrSecretExists) {
		t.Errorf("got %v, want that it exists", err)
	}
	if got := held(t, server, server.APIKey, name)["password"]; got != "theirs" {
		t.Errorf("it holds %q", got)
	}
}

// What is meant for one is not written where all read it, and what is there stays what it is.
func TestPrivateWrites(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	owner := server.ServiceAccount(t, "owner")
	public, mine, fresh := zenmltest.Unique("public"), zenmltest.Unique("mine"), zenmltest.Unique("fresh")
	server.Create(t, owner, zenmltest.Secret{Name: public, Values: map[string]string{"k": "v"}},
		zenmltest.Secret{Name: mine, Private: true, Values: map[string]string{"k": "v"}})
	private := newProvider(t, "private = true", server.TokenEnviron(t, owner)...)
	plain := newProvider(t, "", server.TokenEnviron(t, owner)...)
	if _, err := private.Write(t.Context(), setting(public, "password", "x")); !isInvalid(err) {
		t.Errorf("writing what is private to a public secret: %v", err)
	}
	if _, err := private.Delete(t.Context(), public); !isInvalid(err) {
		t.Errorf("deleting a public secret: %v", err)
	}
	for p, name := range map[*zenml.Provider]string{private: fresh, plain: mine} {
		if _, err := p.Write(t.Context(), setting(name, "password", "x")); err != nil {
			t.Errorf("writing %s: %v", name, err)
		}
		if got := held(t, server, owner, name)["password"]; got != "x" {
			t.Errorf("%s holds %q for its owner", name, got)
		}
		if got := held(t, server, server.APIKey, name); len(got) != 0 {
			t.Errorf("%s is seen by others", name)
		}
	}
	if err := plain.Rename(t.Context(), mine, public); !errors.Is(err, providers.ErrSecretExists) {
		t.Errorf("hiding a secret behind a public one: %v", err)
	}
}

func isInvalid(err error) bool {
	reason, _ := providers.ReasonOf(err)
	return err != nil && reason == providers.Invalid
}

// What the server takes to be too large it refuses in words that quote the value; ours do not.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	name := zenmltest.Unique("large")
	p := newProvider(t, "private = true", server.TokenEnviron(t, server.APIKey)...)
	half := strings.Repeat("canary", 6_000)
	if _, err := p.Write(t.Context(), setting(name, "a", half)); err != nil {
		t.Fatal(err)
	}
	_, err := p.Write(t.Context(), setting(name, "b", half))
	if !isInvalid(err) || strings.Contains(err.Error(), "canary") || !strings.Contains(err.Error(), "64 KiB") {
		t.Errorf("got %v, want that it is too large", err)
	}
	if got := held(t, server, server.APIKey, name); len(got) != 1 {
		t.Errorf("it has %d keys", len(got))
	}
	if err := p.Vet(setting(name, "a", half, "b", half)); !isInvalid(err) {
		t.Errorf("Vet says %v", err)
	}
	if _, err := p.Delete(t.Context(), name); err != nil {
		t.Error(err)
	}
}

// A role that may write and not read values patches a secret, and is refused what it may not do.
func TestRoles(t *testing.T) {
	t.Parallel()
	server := zenmltest.StartWithRoles(t)
	name := zenmltest.Unique("roles")
	server.Create(t, server.APIKey, zenmltest.Secret{Name: name, Values: map[string]string{"password": "x"}})
	change := setting(name, "password", "kept", "token", "new")
	change.Keep = true
	reader := newProvider(t, "", server.TokenEnviron(t, server.ServiceAccount(t, "keyreader"))...)
	_, err := reader.Write(t.Context(), change)
	wantDenied(t, "a change", err)
	_, err = reader.Write(t.Context(), setting(name+"2", "k", "v"))
	wantDenied(t, "a creation", err)
	_, err = reader.Delete(t.Context(), name)
	wantDenied(t, "a deletion", err)
	wantDenied(t, "a new name", reader.Rename(t.Context(), name, name+"2"))

	writer := newProvider(t, "", server.TokenEnviron(t, server.ServiceAccount(t, "writer"))...)
	written, err := writer.Write(t.Context(), change)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"token"}, {"password"}}, [][]string{written.Set, written.Kept}); diff != "" {
		t.Errorf("set and kept (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"password": "x", "token": "new"}, held(t, server, server.APIKey, name)); diff != "" {
		t.Errorf("it holds (-want +got):\n%s", diff)
	}
}

func wantDenied(t *testing.T, what string, err error) {
	t.Helper()
	if reason, _ := providers.ReasonOf(err); err == nil || reason != providers.Denied {
		t.Errorf("%s ends with %v, want that it is denied", what, err)
	}
}

// A server before ZenML 0.80 says scope for private, and has its secrets in a workspace. Its answers here are those that ZenML
// 0.58.2 gave.
func TestAnOlderServer(t *testing.T) {
	t.Parallel()
	older := &olderServer{t: t}
	p := newProvider(t, "private = true", "ZENML_STORE_API_TOKEN=t", "ZENML_STORE_URL="+older.start())
	got := storetest.Ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "mlflow", "gone")
	storetest.WantVerdicts(t, got, map[string]providers.Answer{
		"mlflow": {Secret: providers.Present, Keys: storetest.Keys("password"), ValuesRead: 1}, "gone": {Secret: providers.Missing},
	})
	written, err := p.Write(t.Context(), setting("new", "password", "x"))
	if err != nil || !written.Created {
		t.Fatalf("creating a secret: %+v, %v", written, err)
	}
	want := map[string]any{"name": "new", "scope": "user", "user": older0, "workspace": older1, "values": map[string]any{"password": "x"}}
	if diff := cmp.Diff(want, older.created); diff != "" {
		t.Errorf("it was sent (-want +got):\n%s", diff)
	}
}

const (
	older0 = "91906b49-f394-4348-bc0f-91aa9b8e23d5"
	older1 = "cf777db7-0eb6-4fb4-bfe7-105f315270aa"
	// Of two secrets of one name it takes the one whose scope is the user's.
	olderPublic  = `{"body":{"created":"2026-01-01T00:00:00","user":null,"scope":"workspace","values":%s},"metadata":null,"resources":null,"id":"aaaaaaaa-a932-4243-be80-149c4da7b829","permission_denied":false,"name":"mlflow"}`
	olderPrivate = `{"body":{"created":"2026-01-02T00:00:00","user":null,"scope":"user","values":%s},"metadata":null,"resources":null,"id":"09065421-a932-4243-be80-149c4da7b829","permission_denied":false,"name":"mlflow"}`
)

type olderServer struct {
	t       *testing.T
	created map[string]any
}

func (o *olderServer) start() string {
	return storetest.Serve(o.t, func(w http.ResponseWriter, r *http.Request) {
		switch r.Method + " " + strings.TrimPrefix(r.URL.Path, "/api/v1/") {
		case "GET secrets":
			items := fmt.Sprintf(olderPublic, "{}") + "," + fmt.Sprintf(olderPrivate, "{}")
			if strings.HasSuffix(r.URL.Query().Get("name"), "new") {
				answeringJSON(200, `{"index":1,"max_size":10000,"total_pages":1,"total":0,"items":[]}`)(w, r)
				return
			}
			answeringJSON(200, `{"index":1,"max_size":10000,"total_pages":1,"total":2,"items":[`+items+`]}`)(w, r)
		case "GET secrets/09065421-a932-4243-be80-149c4da7b829":
			answeringJSON(200, fmt.Sprintf(olderPrivate, `{"password":"p"}`))(w, r)
		case "POST secrets":
			answeringJSON(405, `{"detail":"Method Not Allowed"}`)(w, r)
		case "GET current-user":
			answeringJSON(200, `{"body":{"active":true},"metadata":{},"resources":null,"id":"`+older0+`","permission_denied":false,"name":"default"}`)(w, r)
		case "GET workspaces/default":
			answeringJSON(200, `{"body":{},"metadata":{},"resources":null,"id":"`+older1+`","permission_denied":false,"name":"default"}`)(w, r)
		case "POST workspaces/default/secrets":
			_ = json.NewDecoder(r.Body).Decode(&o.created)
			answeringJSON(200, fmt.Sprintf(olderPrivate, `{"password":"x"}`))(w, r)
		default:
			answeringJSON(404, `{"detail":"Not Found"}`)(w, r)
		}
	})
}
