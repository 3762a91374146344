package resolve_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// withEnv has a stack whose env has each form of a value.
const withEnv = `
provider "file" "main" { path = "secrets.yaml" }
variable "pass" {
  sensitive = true
  default   = "canary-variable"
}
stack "prod" {
  env = {
    WHOLE     = "{{db.password}}"
    NATIVE    = secret.db.password
    INSIDE    = "postgres://{{db.user}}:{{db.password}}@db/{{db.user}}"
    NUMBER    = 3
    FLAG      = true
    PLAIN     = "text"
    OPTIONAL  = "x-{{db.optional}}"
    SENSITIVE = "${var.pass}-{{db.user}}"
    NEAR_MISS = "{{ db . user }}"
  }
}
secret "db" {
  key "user" {}
  key "password" {}
  key "optional" { optional = true }
}
`

func environmentIn(t *testing.T, plan *resolve.Plan, stack string) *resolve.Environment {
	t.Helper()
	env, err := plan.Environment(t.Context(), stack)
	if err != nil {
		t.Fatal(err)
	}
	return env
}

func TestEnvironment(t *testing.T) {
	t.Parallel()
	plan, _ := filePlan(t, withEnv, "db:\n  user: ml\n  password: \"canary {{x.y}} $\"\n")
	env := environmentIn(t, plan, "prod")
	if len(env.Problems) > 0 {
		t.Fatalf("%+v", env.Problems)
	}
	got := map[string]string{}
	for _, v := range env.Variables {
		if v.Value.IsSet() {
			got[v.Name] = v.Value.Reveal()
		} else {
			got[v.Name] = "(unset)"
		}
	}
	want := map[string]string{
		"WHOLE": "canary {{x.y}} $", "NATIVE": "canary {{x.y}} $", "INSIDE": "postgres://ml:canary {{x.y}} $@db/ml",
		"NUMBER": "3", "FLAG": "true", "PLAIN": "text", "OPTIONAL": "(unset)", "SENSITIVE": "canary-variable-ml",
		"NEAR_MISS": "{{ db . user }}",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the environment (-want +got):\n%s", diff)
	}
	secrets := map[string]bool{}
	for _, value := range env.Secrets {
		secrets[value.Reveal()] = true
	}
	for _, secret := range []string{"ml", "canary {{x.y}} $", "canary-variable-ml"} {
		if !secrets[secret] {
			t.Errorf("%q is not among the values that must not be shown", secret)
		}
	}
	if shown := fmt.Sprintf("%v %+v", env, env.Variables); strings.Contains(shown, "canary") {
		t.Errorf("printed, it shows a value: %s", shown)
	}
}

// Whatever has no value is named, with its place; the level leaves nothing out.
func TestEnvironmentProblems(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text   string
		status resolve.Status
		reason providers.Reason
	}{
		"a missing secret": {"other: {}", resolve.StatusMissingSecret, ""},
		"a missing key":    {"db: {user: ml}", resolve.StatusMissingKey, ""},
		"a list":           {"db: {user: ml, password: [canary]}", resolve.StatusUnverified, providers.Invalid},
		"a broken file":    {"db: [canary", resolve.StatusUnverified, providers.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := filePlan(t, strings.Replace(withEnv, "stack", "zsv {\n validation_level = \"NONE\"\n}\nstack", 1), test.text)
			env := environmentIn(t, plan, "prod")
			i := 0
			for i < len(env.Problems) && env.Problems[i].Variable != "WHOLE" {
				i++
			}
			if i == len(env.Problems) {
				t.Fatalf("no problem with WHOLE: %+v", env.Problems)
			}
			p := env.Problems[i]
			if p.Status != test.status || p.Reference != (resolve.Reference{Name: "db", Key: "password"}) || p.Use.Line != 12 ||
				p.Use.Column != 18 || p.Reason != test.reason {
				t.Errorf("%+v", p)
			}
			if strings.Contains(fmt.Sprint(env.Problems), "canary") {
				t.Errorf("%+v", p)
			}
		})
	}
}

// counting is a store that notes what it is asked to fetch.
type counting struct {
	answerer
	lock    sync.Mutex
	queries []providers.Query
	fetch   func(ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error
}

func (c *counting) Fetch(ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
	c.lock.Lock()
	c.queries = append(c.queries, queries...)
	c.lock.Unlock()
	return c.fetch(ctx, queries, answer)
}

func environmentOf(t *testing.T, c *counting) *resolve.Environment {
	t.Helper()
	plan := planOf(t, `
		provider "test" "main" {}
		stack "s" { env = { A = "{{one.a}}{{one.b}}", B = "{{one.a}}", C = "{{two.c}}" } }`,
		resolve.Options{Registry: types(map[string]providers.Checker{"test": c})})
	return environmentIn(t, plan, "s")
}

// Each secret is fetched once, with the keys that are needed.
func TestEnvironmentFetchesOnce(t *testing.T) {
	t.Parallel()
	c := &counting{fetch: func(_ context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
		for i, query := range queries {
			f := providers.Fetched{Secret: providers.Present, Values: map[string]providers.Value{}}
			for _, key := range query.Keys {
				f.Values[key] = providers.NewValue(key)
			}
			answer(i, f)
		}
		return nil
	}}
	if env := environmentOf(t, c); len(env.Problems) > 0 || env.Variables[0].Value.Reveal() != "ab" {
		t.Errorf("%+v", env.Problems)
	}
	want := []providers.Query{{Location: "one", Keys: []string{"a", "b"}}, {Location: "two", Keys: []string{"c"}}}
	if diff := cmp.Diff(want, c.queries); diff != "" {
		t.Errorf("queries (-want +got):\n%s", diff)
	}
}

// A store that lies is believed in nothing.
func TestEnvironmentOfAStoreThatLies(t *testing.T) {
	t.Parallel()
	a := map[string]providers.Value{"a": providers.NewValue("canary"), "b": providers.NewValue("canary"), "c": providers.NewValue("canary")}
	for name, f := range map[string]func(queries []providers.Query, answer func(int, providers.Fetched)) error{
		"no answer": func([]providers.Query, func(int, providers.Fetched)) error { return nil },
		"twice": func(queries []providers.Query, answer func(int, providers.Fetched)) error {
			for i := range queries {
				answer(i, providers.Fetched{Secret: providers.Present, Values: a})
			}
			answer(0, providers.Fetched{Secret: providers.Present, Values: a})
			return nil
		},
		"values of what is missing": func(queries []providers.Query, answer func(int, providers.Fetched)) error {
			for i := range queries {
				answer(i, providers.Fetched{Secret: providers.Missing, Values: a})
			}
			return nil
		},
		"values of nothing said": func(queries []providers.Query, answer func(int, providers.Fetched)) error {
			for i := range queries {
				answer(i, providers.Fetched{Values: a})
			}
			return nil
		},
		"present without a value": func(queries []providers.Query, answer func(int, providers.Fetched)) error {
			for i := range queries {
				answer(i, providers.Fetched{Secret: providers.Present, Keys: presentKey})
			}
			return nil
		},
		"a crash after the answers": func(queries []providers.Query, answer func(int, providers.Fetched)) error {
			for i := range queries {
				answer(i, providers.Fetched{Secret: providers.Present, Values: a})
			}
			panic("canary")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := environmentOf(t, &counting{fetch: func(_ context.Context, queries []providers.Query,
				answer func(int, providers.Fetched)) error {
				return f(queries, answer)
			}})
			if len(env.Problems) != 4 {
				t.Errorf("%d problems, want one a reference: %+v", len(env.Problems), env.Problems)
			}
			for _, p := range env.Problems {
				if p.Status != resolve.StatusUnverified || strings.Contains(fmt.Sprint(p), "canary") {
					t.Errorf("%+v", p)
				}
			}
		})
	}
}

// A store that hands out no values is not read.
func TestEnvironmentWithoutAFetcher(t *testing.T) {
	t.Parallel()
	plan := planOf(t, "provider \"test\" \"main\" {}\nstack \"s\" { env = { A = \"{{one.a}}\" } }", resolve.Options{
		Registry: types(map[string]providers.Checker{"test": always(isThere)})})
	env := environmentIn(t, plan, "s")
	if len(env.Problems) != 1 || env.Problems[0].Reason != providers.Unsupported {
		t.Errorf("%+v", env.Problems)
	}
	if env, err := plan.Environment(t.Context(), "none"); err == nil {
		t.Errorf("the environment of a stack that is none is %+v", env)
	}
}
