package zenml_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/internal/zenmltest"
	"github.com/zsv-dev/zsv/providers"
)

// The table of docs/providers/zenml.md: what ZenML's own validation says and what zsv says, on one server.
func TestWhereZenMLIsWrong(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	key := server.ServiceAccount(t, "owner")
	p := zenmltest.Unique("wrong")
	private := func(name string, keys ...string) zenmltest.Secret {
		values := map[string]string{}
		for _, key := range keys {
			values[key] = "x"
		}
		return zenmltest.Secret{Name: p + name, Private: true, Values: values}
	}
	secrets := []zenmltest.Secret{
		private("mlflow_secret", "password"), private("slack_a", "token"), private("slack_b", "token"), private("wandb", "api_key"),
	}
	for i := range 25 {
		secrets = append(secrets, private(fmt.Sprintf("db_%d", i), "password"))
	}
	server.Create(t, key, append(secrets, private("db", "password"), private("byid", "password"))...)
	id := idSeenBy(t, server, key, p+"byid")[:8]
	cases := map[string]struct {
		name, key string
		valid     bool // by ZenML
		want      providers.Status
	}{
		"a name within another": {p + "mlflow", "password", true, providers.Missing},
		"one of many":           {p + "db", "password", false, providers.Present},
		"a name within two":     {p + "slack", "token", false, providers.Missing},
		"an id":                 {id, "password", true, providers.Missing},
		"a wrong key":           {p + "wandb", "token", false, providers.Missing},
		"right":                 {p + "wandb", "api_key", true, providers.Present},
		"nothing like it":       {p + "nothing", "password", false, providers.Missing},
	}
	stacks := map[string][]string{}
	for name, c := range cases {
		stacks[name] = []string{"{{" + c.name + "." + c.key + "}}"}
	}
	said := server.Validate(t, key, stacks)
	provider := newProvider(t, "", server.TokenEnviron(t, key)...)
	for name, c := range cases {
		if valid := said[name].Error == ""; valid != c.valid {
			t.Errorf("%s: ZenML says that it is valid: %t (%s), want %t", name, valid, said[name].Error, c.valid)
		}
		answer := storetest.Ask(t, provider, providers.SecretAndKeyExists, []string{c.key}, c.name)[c.name]
		got := answer.Keys[c.key].Status
		if answer.Secret == providers.Missing {
			got = providers.Missing
		}
		if got != c.want {
			t.Errorf("%s: zsv says %s, want %s", name, got, c.want)
		}
	}
}

// One secret that is denied ends ZenML's validation; zsv goes on.
func TestOneRefusal(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	key := server.ServiceAccount(t, "owner")
	p := zenmltest.Unique("refused")
	for _, name := range []string{"bad", "good"} {
		server.Create(t, key, zenmltest.Secret{Name: p + name, Private: true, Values: map[string]string{"k": "v"}})
	}
	bad := idSeenBy(t, server, key, p+"bad")
	f := newFront(t, server, to(http.MethodGet, "/api/v1/secrets/"+bad, answeringJSON(403, `{"detail":["IllegalOperationError","no"]}`)))
	references := []string{"{{" + p + "bad.k}}", "{{" + p + "gone.k}}", "{{" + p + "good.k}}"}
	said := server.Validate(t, key, map[string][]string{"all": references}, "ZENML_STORE_URL="+f.address)["all"].Error
	if !strings.HasPrefix(said, "IllegalOperationError") || strings.Contains(said, "gone") {
		t.Errorf("ZenML says %q", said)
	}
	got := storetest.Ask(t, newProvider(t, fmt.Sprintf("prefix = %q", p), f.environ(server.Token(t, key))...), providers.SecretAndKeyExists,
		[]string{"k"}, "bad", "gone", "good")
	storetest.WantVerdicts(t, got, map[string]providers.Answer{
		"bad":  {Secret: providers.Present, Keys: map[string]providers.Key{"k": {Reason: providers.Denied}}},
		"gone": {Secret: providers.Missing}, "good": {Secret: providers.Present, Keys: storetest.Keys("k"), ValuesRead: 1},
	})
}

// 200 secrets, right and wrong references, both validations on one server: the log tells requests and time.
func TestTwoHundredSecrets(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	key := server.ServiceAccount(t, "owner")
	p := zenmltest.Unique("many")
	var secrets []zenmltest.Secret
	var references, names []string
	want := map[string]providers.Answer{}
	add := func(name, held string, answer providers.Answer) {
		if held != "" {
			secrets = append(secrets, zenmltest.Secret{Name: p + held, Private: true, Values: map[string]string{"password": "x", "user": "y"}})
		}
		names = append(names, name)
		references = append(references, "{{"+p+name+".password}}")
		want[name] = answer
	}
	for i := range 200 {
		name := fmt.Sprintf("secret%03d", i)
		if i%20 == 7 {
			add(name, name+"_of_another_name", providers.Answer{Secret: providers.Missing})
		} else {
			add(name, name, providers.Answer{Secret: providers.Present, Keys: storetest.Keys("password", "-token"), ValuesRead: 2})
		}
	}
	for i := range 10 {
		add(fmt.Sprintf("gone%d", i), "", providers.Answer{Secret: providers.Missing})
	}
	server.Fill(t, key, secrets)
	var asked atomic.Int64
	f := newFront(t, server, func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/api/v1/secrets") {
			asked.Add(1)
		}
		return false
	})
	provider := newProvider(t, fmt.Sprintf("prefix = %q", p), f.environ(server.Token(t, key))...)
	start := time.Now()
	got := storetest.Ask(t, provider, providers.SecretAndKeyExists, []string{"password", "token"}, names...)
	took := time.Since(start)
	storetest.WantVerdicts(t, got, want)
	storetest.WantRequests(t, provider, 1+190)
	t.Logf("zsv: %s, %d requests", took.Round(time.Millisecond), asked.Swap(0))

	said := server.Validate(t, key, map[string][]string{"many": references}, "ZENML_STORE_URL="+f.address)["many"]
	t.Logf("ZenML: %s, %d requests", said.Took.Round(time.Millisecond), asked.Load())
	if !strings.Contains(said.Error, "gone0") || strings.Contains(said.Error, "secret007") {
		t.Errorf("ZenML says %q; want that gone0 is missing, and nothing of secret007, whose name another's contains", said.Error)
	}
}

// idSeenBy returns the id of a secret as the owner of an API key sees it.
func idSeenBy(t *testing.T, server *zenmltest.Server, key, name string) string {
	t.Helper()
	var found struct{ Items []struct{ ID string } }
	server.DoAs(t, key, http.MethodGet, "secrets?name=equals:"+name, nil, &found)
	if len(found.Items) != 1 {
		t.Fatalf("%d secrets are called %s", len(found.Items), name)
	}
	return found.Items[0].ID
}
