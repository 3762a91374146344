package zenml_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/internal/zenmltest"
	"github.com/zsv-dev/zsv/providers"
)

// Whatever else answers in place of the server's list, nothing is called present or missing.
func TestTroubleWithTheServer(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	elsewhere, accepted := storetest.Trap(t)
	const item = `{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","name":"mlflow","body":{"private":false}}`
	pageOf := func(items string) string {
		return `{"index":1,"max_size":20,"total_pages":1,"total":1,"items":[` + items + `]}`
	}
	for name, with := range map[string]struct {
		then   http.HandlerFunc
		reason providers.Reason
	}{
		"a dashboard":                   {storetest.Answering(200, "text/html", page), providers.ServerError},
		"an error page":                 {storetest.Answering(502, "text/html", page), providers.ServerError},
		"a proxy's 401":                 {storetest.Answering(401, "text/html", page), providers.ServerError},
		"no secrets store":              {answeringJSON(501, `{"detail":["NotImplementedError","x"]}`), providers.Unsupported},
		"too many requests":             {answeringJSON(429, `{"detail":"Minute request limit exceeded."}`), providers.Throttled},
		"denied":                        {answeringJSON(403, `{"detail":["IllegalOperationError","x"]}`), providers.Denied},
		"another API":                   {answeringJSON(404, `{"detail":"Not Found"}`), providers.Unsupported},
		"a refusal that is not ZenML's": {answeringJSON(404, `{"message":"no Route matched"}`), providers.ServerError},
		"a redirect elsewhere":          {storetest.Redirecting("http://" + elsewhere), providers.Untrusted},
		"a redirect to itself": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/login", http.StatusTemporaryRedirect)
		}, providers.ServerError},
		"an answer cut off":          {hangUp, providers.Unreachable},
		"half an answer":             {half, providers.ServerError},
		"no JSON":                    {answeringJSON(200, `{"items":`), providers.ServerError},
		"no page":                    {answeringJSON(200, `{"items":[]}`), providers.ServerError},
		"no items":                   {answeringJSON(200, `{"index":1,"max_size":20,"total_pages":1,"total":0,"items":null}`), providers.ServerError},
		"pages of nothing":           {answeringJSON(200, `{"index":1,"max_size":0,"total_pages":9,"total":9,"items":[]}`), providers.ServerError},
		"an item without a name":     {answeringJSON(200, pageOf(`{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301"}`)), providers.ServerError},
		"an id that leads elsewhere": {answeringJSON(200, pageOf(strings.Replace(item, "3f2504e0-", "../users/", 1))), providers.ServerError},
		"a name twice":               {answeringJSON(200, pageOf(strings.Replace(item, `"name"`, `"name":"x","name"`, 1))), providers.ServerError},
		"something after it":         {answeringJSON(200, pageOf(item)+"{}"), providers.ServerError},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFront(t, server, to(http.MethodGet, "/api/v1/secrets", with.then))
			got := storetest.Failure(t, newProvider(t, "", f.environ(server.Token(t, server.APIKey))...))
			if got.Reason != with.reason {
				t.Errorf("the reason is %s (%s), want %s", got.Reason, got.Detail, with.reason)
			}
		})
	}
	t.Cleanup(func() {
		if accepted.Load() != 0 {
			t.Error("a redirect was followed")
		}
	})
}

// half announces more than it sends.
func half(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write([]byte(`{"index":1,`))
}

// Trouble with one secret leaves the others alone.
func TestTroubleWithOneSecret(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	prefix := zenmltest.Unique("one")
	server.Create(t, server.APIKey,
		zenmltest.Secret{Name: prefix + "good", Values: map[string]string{"password": "x"}},
		zenmltest.Secret{Name: prefix + "bad", Values: map[string]string{"password": "x"}},
	)
	bad := idOf(t, server, prefix+"bad")
	strange := func(body string) http.HandlerFunc {
		return answeringJSON(200, `{"id":"`+bad+`","name":"`+prefix+`bad","body":`+body+`}`)
	}
	inDoubt := func(reason providers.Reason) providers.Answer {
		return providers.Answer{Reason: reason, Keys: storetest.UnverifiedKeys(reason, "password")}
	}
	denied := providers.Answer{Secret: providers.Present, Keys: storetest.UnverifiedKeys(providers.Denied, "password")}
	for name, with := range map[string]struct {
		then http.HandlerFunc
		want providers.Answer
	}{
		"a failure":                     {answeringJSON(500, `{"detail":["RuntimeError","x"]}`), inDoubt(providers.ServerError)},
		"denied":                        {answeringJSON(403, `{"detail":["IllegalOperationError","x"]}`), denied},
		"denied within":                 {answeringJSON(200, `{"id":"`+bad+`","name":"`+prefix+`bad","body":null,"permission_denied":true}`), denied},
		"listed, and not there":         {answeringJSON(404, `{"detail":["KeyError","x"]}`), inDoubt(providers.ServerError)},
		"no values":                     {strange(`{}`), inDoubt(providers.ServerError)},
		"a value that is none":          {strange(`{"values":{"password":{"deep":1}}}`), inDoubt(providers.ServerError)},
		"a key twice":                   {strange(`{"values":{"password":"x","password":null}}`), inDoubt(providers.ServerError)},
		"another's answer":              {answeringJSON(200, `{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","name":"`+prefix+`bad","body":{"values":{}}}`), inDoubt(providers.ServerError)},
		"an answer that is not ZenML's": {storetest.Answering(200, "text/html", page), inDoubt(providers.ServerError)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFront(t, server, to(http.MethodGet, "/api/v1/secrets/"+bad, with.then))
			p := newProvider(t, fmt.Sprintf("prefix = %q", prefix), f.environ(server.Token(t, server.APIKey))...)
			got := storetest.Ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "good", "bad")
			storetest.WantVerdicts(t, got, map[string]providers.Answer{
				"good": {Secret: providers.Present, Keys: storetest.Keys("password"), ValuesRead: 1}, "bad": with.want,
			})
		})
	}
}

func idOf(t *testing.T, server *zenmltest.Server, name string) string {
	t.Helper()
	return idSeenBy(t, server, server.APIKey, name)
}

// A secret that is deleted between the list and the question about it is missing; one that is made anew is asked for again.
func TestSecretsThatGoWhileTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	for name, again := range map[string]bool{"deleted": false, "made anew": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			name := zenmltest.Unique("passing")
			secret := zenmltest.Secret{Name: name, Values: map[string]string{"password": "x"}}
			server.Create(t, server.APIKey, secret)
			id := idOf(t, server, name)
			var happened atomic.Bool
			f := newFront(t, server, func(_ http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path == "/api/v1/secrets/"+id && !happened.Swap(true) {
					server.DoAs(t, server.APIKey, http.MethodDelete, "secrets/"+id, nil, nil)
					if again {
						server.Create(t, server.APIKey, secret)
					}
				}
				return false
			})
			p := newProvider(t, "", f.environ(server.Token(t, server.APIKey))...)
			want := providers.Answer{Secret: providers.Missing, Keys: storetest.Keys("-password")}
			if again {
				want = providers.Answer{Secret: providers.Present, Keys: storetest.Keys("password"), ValuesRead: 1}
			}
			storetest.WantVerdicts(t, storetest.Ask(t, p, providers.SecretAndKeyExists, []string{"password"}, name), map[string]providers.Answer{name: want})
		})
	}
}

// What a list names is there; what it does not name is missing only where its pages fit together.
func TestListsThatChangeWhileTheyAreRead(t *testing.T) {
	t.Parallel()
	first := func(total, pages int) string {
		return fmt.Sprintf(`{"index":1,"max_size":1,"total_pages":%d,"total":%d,"items":[%s]}`, pages, total, itemOf(1, "mlflow"))
	}
	second := func(index, total, id int) string {
		return fmt.Sprintf(`{"index":%d,"max_size":1,"total_pages":2,"total":%d,"items":[%s]}`, index, total, itemOf(id, "slack"))
	}
	for name, pages := range map[string][]string{
		"whole":                        {first(2, 2), second(2, 2, 2)},
		"more in total than there are": {first(3, 2), second(2, 3, 2)},
		"a total that grows":           {first(2, 2), second(2, 3, 2)},
		"one item twice":               {first(2, 2), second(2, 2, 1)},
		"a page twice":                 {first(2, 2), second(1, 2, 2)},
		"a page less":                  {first(2, 2), ""},
		"one page that lies":           {first(5, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t, "", "ZENML_STORE_API_TOKEN=t", "ZENML_STORE_URL="+serving(t, pages))
			got := storetest.Ask(t, p, providers.SecretExists, nil, "mlflow", "gone")
			want := map[string]providers.Answer{"mlflow": {Secret: providers.Present}, "gone": {Reason: providers.ServerError}}
			if name == "whole" {
				want["gone"] = providers.Answer{Secret: providers.Missing}
			}
			storetest.WantVerdicts(t, got, want)
			if _, err := p.List(t.Context()); (err == nil) != (name == "whole") {
				t.Errorf("List ended with %v", err)
			}
		})
	}
}

func itemOf(id int, name string) string {
	return fmt.Sprintf(`{"id":"3f2504e0-4f89-41d3-9a0c-%012d","name":%q,"body":{"private":false},"metadata":null}`, id, name)
}

// serving serves these pages of a list, and 400 in place of others, as ZenML does.
func serving(t *testing.T, pages []string) string {
	t.Helper()
	return storetest.Serve(t, func(w http.ResponseWriter, r *http.Request) {
		for i, page := range pages {
			if r.URL.Query().Get("page") == fmt.Sprint(i+1) && page != "" {
				answeringJSON(200, page)(w, r)
				return
			}
		}
		answeringJSON(400, `{"detail":["ValueError","Invalid page"]}`)(w, r)
	})
}

// A server whose operators allow small pages only is asked for those.
func TestAPageLimit(t *testing.T) {
	t.Parallel()
	server := zenmltest.StartOwn(t, zenmltest.Options{Environ: []string{"ZENML_PAGINATION_DEFAULT_LIMIT=7"}})
	var secrets []zenmltest.Secret
	for i := range 30 {
		secrets = append(secrets, zenmltest.Secret{Name: fmt.Sprintf("secret-%02d", i), Values: map[string]string{"k": "v"}})
	}
	server.Fill(t, server.APIKey, secrets)
	p := newProvider(t, "", server.TokenEnviron(t, server.APIKey)...)
	names, err := p.List(t.Context())
	if err != nil || len(names) != 30 || !slices.IsSorted(names) {
		t.Errorf("List names %q, %v; want all 30", names, err)
	}
	storetest.WantRequests(t, p, 6) // the one that is refused, and five pages
}

// An expired token is followed by one login, whoever asks at that moment; a wrong key by none other.
func TestExpiredTokens(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	prefix := zenmltest.Unique("expiring")
	var secrets []zenmltest.Secret
	want, names := map[string]providers.Answer{}, []string{}
	for i := range 12 {
		name := fmt.Sprint(i)
		secrets = append(secrets, zenmltest.Secret{Name: prefix + name, Values: map[string]string{"password": "x"}})
		want[name] = providers.Answer{Secret: providers.Present, Keys: storetest.Keys("password"), ValuesRead: 1}
		names = append(names, name)
	}
	server.Fill(t, server.APIKey, secrets)
	var logins atomic.Int64
	var old atomic.Value
	f := newFront(t, server, func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/api/v1/login" {
			logins.Add(1)
		}
		if strings.HasPrefix(r.URL.Path, "/api/v1/secrets/") { // the token of the list has expired by now
			old.CompareAndSwap(nil, r.Header.Get("Authorization"))
			if r.Header.Get("Authorization") == old.Load() && logins.Load() < 2 {
				answeringJSON(401, `{"detail":["CredentialsNotValid","expired"]}`)(w, r)
				return true
			}
		}
		return false
	})
	environ := []string{"ZENML_STORE_URL=" + f.address, "ZENML_STORE_API_KEY=" + server.APIKey}
	p := newProvider(t, fmt.Sprintf("prefix = %q", prefix), environ...)
	storetest.WantVerdicts(t, storetest.Ask(t, p, providers.SecretAndKeyExists, []string{"password"}, names...), want)
	if logins.Load() != 2 {
		t.Errorf("%d logins, want the first and one more", logins.Load())
	}
	storetest.WantRequests(t, p, 2+1+12)
}

func TestCredentialsThatAreNotTaken(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	for name, with := range map[string]struct {
		environ  []string
		reason   providers.Reason
		requests int
	}{
		"none":                    {nil, providers.Unauthenticated, 0},
		"a wrong key":             {[]string{"ZENML_STORE_API_KEY=ZENKEY_wrong"}, providers.Unauthenticated, 1},
		"a wrong token":           {[]string{"ZENML_STORE_API_TOKEN=wrong"}, providers.Unauthenticated, 1},
		"a wrong token and key":   {[]string{"ZENML_API_TOKEN=wrong", "ZENML_API_KEY=wrong"}, providers.Unauthenticated, 2},
		"a wrong password":        {[]string{"ZENML_STORE_USERNAME=default", "ZENML_STORE_PASSWORD=x"}, providers.Unauthenticated, 1},
		"a key with a line break": {[]string{"ZENML_STORE_API_KEY=ZENKEY\n"}, providers.Unauthenticated, 0},
		"a key of ZenML Pro":      {[]string{"ZENML_STORE_API_KEY=ZENPROKEY_x"}, providers.Unsupported, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t, "", append([]string{"ZENML_SERVER_URL=" + server.URL}, with.environ...)...)
			if got := storetest.Failure(t, p); got.Reason != with.reason {
				t.Errorf("the reason is %s (%s), want %s", got.Reason, got.Detail, with.reason)
			}
			storetest.WantRequests(t, p, with.requests)
		})
	}
	t.Run("a wrong token and a right key", func(t *testing.T) {
		t.Parallel()
		p := newProvider(t, "", "ZENML_STORE_URL="+server.URL, "ZENML_STORE_API_TOKEN=old", "ZENML_STORE_API_KEY="+server.APIKey)
		storetest.WantVerdicts(t, storetest.Ask(t, p, providers.SecretExists, nil, "nowhere"), map[string]providers.Answer{"nowhere": {Secret: providers.Missing}})
		storetest.WantRequests(t, p, 2)
	})
}

// 10,000 secrets are one page, and of several pages none is lost.
func TestTenThousandSecrets(t *testing.T) {
	t.Parallel()
	server := zenmltest.StartOwn(t, zenmltest.Options{})
	const many = 10_001
	server.Seed(t, many, "seed-")
	p := newProvider(t, "", server.TokenEnviron(t, server.APIKey)...)
	names := []string{"seed-0", "seed-1", "seed-10000", "seed-10001", "seed-"}
	got := storetest.Ask(t, p, providers.SecretAndKeyExists, []string{"k", "x"}, names...)
	there := providers.Answer{Secret: providers.Present, Keys: storetest.Keys("k", "-x"), ValuesRead: 1}
	storetest.WantVerdicts(t, got, map[string]providers.Answer{
		"seed-0": there, "seed-1": there, "seed-10000": there, "seed-10001": {Secret: providers.Missing}, "seed-": {Secret: providers.Missing},
	})
	storetest.WantRequests(t, p, 2+3)
	listed, err := p.List(t.Context())
	if err != nil || len(listed) != many {
		t.Errorf("List names %d, %v; want %d", len(listed), err, many)
	}
}

// A refusal quotes what was sent, as ZenML's do; none of it is passed on.
func TestTheServersTextIsNotPassedOn(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	quoting := func(w http.ResponseWriter, r *http.Request) {
		body, _ := json.Marshal(map[string]any{"detail": []string{"Value\u202eError", "\x1b[31m" + r.Header.Get("Authorization")}})
		answeringJSON(422, string(body))(w, r)
	}
	f := newFront(t, server, to(http.MethodGet, "/api/v1/secrets", quoting))
	token := server.Token(t, server.APIKey)
	around, log := storetest.Surroundings(t, f.environ(token)...)
	detail := storetest.Failure(t, newProviderIn(t, "", around)).Detail + log.String()
	if strings.Contains(detail, token) || strings.ContainsAny(detail, "\x1b\u202e") {
		t.Errorf("it is passed on: %q", detail)
	}
}
