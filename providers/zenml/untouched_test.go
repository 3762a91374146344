package zenml_test

import (
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/internal/zenmltest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/zenml"
)

// changes are all that a provider can change.
var changes = map[string]func(*testing.T, *zenml.Provider) error{
	"write": func(t *testing.T, p *zenml.Provider) error {
		return second(p.Write(t.Context(), setting("a", "k", "v")))
	},
	"delete": func(t *testing.T, p *zenml.Provider) error { return second(p.Delete(t.Context(), "a")) },
	"rename": func(t *testing.T, p *zenml.Provider) error { return p.Rename(t.Context(), "a", "b") },
}

// What fails before anything was sent that would change something was not done, for certain.
func TestWhatWasNeverSent(t *testing.T) {
	t.Parallel()
	const wrongPage = `{"index":1,"max_size":1,"total_pages":9,"total":9,"items":[` +
		`{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","name":"x"}]}`
	for name, with := range map[string]struct {
		address string
		block   string
	}{
		"no address":          {},
		"nobody listens":      {address: "http://127.0.0.1:1"},
		"a list without end":  {address: storetest.Serve(t, answeringJSON(200, wrongPage))},
		"half a list":         {address: storetest.Serve(t, answeringJSON(206, strings.Replace(wrongPage, `"total":9`, `"total":1`, 1)))},
		"no answer in time":   {address: storetest.Serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), block: `timeout = "100ms"`},
		"a failure of a look": {address: storetest.Serve(t, answeringJSON(403, `{"detail":["IllegalOperationError","x"]}`))},
	} {
		for what, change := range changes {
			t.Run(name+", "+what, func(t *testing.T) {
				t.Parallel()
				p := newProvider(t, with.block, "ZENML_STORE_URL="+with.address, "ZENML_STORE_API_TOKEN=t")
				err := change(t, p)
				var known *providers.Error
				if !errors.As(err, &known) || !known.Untouched || strings.Contains(known.Detail, "not known whether it was made") {
					t.Errorf("the error is %+v, want that nothing was changed", err)
				}
			})
		}
	}
}

// Pages that do not fit are not read on: nothing that comes after them would make the list whole.
func TestPagesThatDoNotFit(t *testing.T) {
	t.Parallel()
	for name, second := range map[string]string{
		"the first page again": `{"index":1,"max_size":1,"total_pages":1000000,"total":1000000,"items":[{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","name":"x"}]}`,
		"an empty page":        `{"index":2,"max_size":1,"total_pages":1000000,"total":1000000,"items":[]}`,
	} {
		var asked atomic.Int64
		first := strings.Replace(strings.Replace(second, `"index":2`, `"index":1`, 1), `"items":[]`,
			`"items":[{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","name":"x"}]`, 1)
		address := storetest.Serve(t, func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			page := second
			if r.URL.Query().Get("page") == "1" {
				page = first
			}
			answeringJSON(200, page)(w, r)
		})
		p := newProvider(t, "", "ZENML_STORE_URL="+address, "ZENML_STORE_API_TOKEN=t")
		got := storetest.Ask(t, p, providers.SecretExists, nil, "x", "y")
		storetest.WantVerdicts(t, got, map[string]providers.Answer{"x": {Secret: providers.Present}, "y": {Reason: providers.ServerError}})
		if n := asked.Load(); n != 10 {
			t.Errorf("%s: %d requests were sent, want two for each of five readings", name, n)
		}
	}
}

// A server that wants to be left alone for longer than there is time is not waited for, and the error says so.
func TestAWaitThatIsTooLong(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	address := storetest.Serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.Header().Set("Retry-After", "3600")
		answeringJSON(429, `{"detail":"x"}`)(w, r)
	})
	p := newProvider(t, `timeout = "20s"`, "ZENML_STORE_URL="+address, "ZENML_STORE_API_TOKEN=t")
	got := storetest.Failure(t, p)
	if got.Reason != providers.Throttled || !strings.Contains(got.Detail, "it wants to be asked again in 1h0m0s") ||
		asked.Load() != 1 {
		t.Errorf("%d requests, and then %s: %s", asked.Load(), got.Reason, got.Detail)
	}
}

// A path that holds an escaped slash stays as it is.
func TestAnAddressWithAnEscapedSlash(t *testing.T) {
	t.Parallel()
	var path atomic.Value
	address := storetest.Serve(t, func(w http.ResponseWriter, r *http.Request) {
		path.Store(r.URL.EscapedPath())
		answeringJSON(200, `{"index":1,"max_size":20,"total_pages":0,"total":0,"items":[]}`)(w, r)
	})
	p := newProvider(t, "", "ZENML_STORE_URL="+address+"/a%2Fb", "ZENML_STORE_API_TOKEN=t")
	storetest.Ask(t, p, providers.SecretExists, nil, "x")
	if got := path.Load(); got != "/a%2Fb/api/v1/secrets" {
		t.Errorf("the path is %v", got)
	}
}

// Who deletes or changes one of two secrets of a name is told of the other one.
func TestASecretBehindAnother(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	name := zenmltest.Unique("shadow")
	for _, private := range []bool{false, true} {
		server.Create(t, server.APIKey, zenmltest.Secret{Name: name, Private: private, Values: map[string]string{"k": "v"}})
	}
	around, _ := storetest.Surroundings(t, server.TokenEnviron(t, server.APIKey)...)
	var told []string
	around.Tell = func(text string) { told = append(told, text) }
	p := newProviderIn(t, "", around)
	written, err := p.Write(t.Context(), setting(name, "k", "w"))
	const says = "private secret"
	if err != nil || len(written.Warnings) != 2 || !strings.Contains(written.Warnings[1], says) {
		t.Errorf("changing it: %v, with the warnings %q", err, written.Warnings)
	}
	if _, err := p.Delete(t.Context(), name); err != nil || len(told) != 1 || !strings.Contains(told[0], says) {
		t.Errorf("deleting it: %v, and it is said: %q", err, told)
	}
	if _, err := p.Delete(t.Context(), name); err != nil || len(told) != 1 {
		t.Errorf("deleting the other: %v, and it is said: %q", err, told)
	}
}
