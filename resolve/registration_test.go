package resolve_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// withFile is a configuration over secrets.yaml with all that can be registered.
const withFile = `
provider "file" "main" { path = "secrets.yaml" }
component "a" "b" {
  one   = "{{db.password}}"
  two   = "{{alias.user}}"
  three = "{{api.token}}"
  four  = "{{api.optional}}"
}
secret "alias" { path = "db" }
secret "api" {
  description = "Of the service"
  key "token" {
    description = "Its token"
    generate    = { length = 12, alphabet = "ab" }
  }
  key "optional" { optional = true }
}
`

// filePlan plans a configuration whose directory holds secrets.yaml, which is not there where text is "".
func filePlan(t *testing.T, source, text string) (plan *resolve.Plan, path string) {
	t.Helper()
	plan = planOf(t, source, resolve.Options{Registry: builtin.Registry()})
	path = filepath.Join(plan.Directory(), "secrets.yaml")
	if text != "" {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return plan, path
}

func TestRegistrations(t *testing.T) {
	t.Parallel()
	plan, _ := filePlan(t, withFile, "db: {password: canary}")
	if report := plan.Check(t.Context()); report.Summary.Missing != 2 {
		t.Fatalf("%+v", report.Summary)
	}
	var got []string
	for _, r := range plan.Registrations() {
		for i := range r.Keys {
			k := &r.Keys[i]
			got = append(got, strings.Join([]string{r.Location, k.String(), string(k.Status), k.Description}, "|"))
			if (k.Key == "optional") != k.Optional || (k.Key == "token") != (k.Generate != nil) {
				t.Errorf("%s: optional %v, generate %v", k, k.Optional, k.Generate)
			}
		}
		if r.Exists != (r.Location == "db") || r.Provider != "provider.file.main" || r.Store() != "secrets.yaml" {
			t.Errorf("%+v", r)
		}
	}
	want := []string{
		"db|alias.user|missing_key|", "db|db.password|present|",
		"api|api.optional|missing_secret|Of the service", "api|api.token|missing_secret|Its token",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("registrations (-want +got):\n%s", diff)
	}
}

// What is registered is there for the next check of the same plan, whose report has nothing of the first one's warnings.
func TestRegister(t *testing.T) {
	t.Parallel()
	plan, path := filePlan(t, withFile, "")
	first := plan.Check(t.Context())
	if len(first.Diagnostics) != 1 || first.Diagnostics[0].Rule != string(config.RuleMissingStore) {
		t.Fatalf("%+v", first.Diagnostics)
	}
	for _, r := range plan.Registrations() {
		values := map[string]providers.Value{}
		for _, k := range r.Keys {
			values[k.Key] = providers.NewValue("canary-" + k.Key)
		}
		if err := r.Vet(values); err != nil {
			t.Fatal(err)
		}
		if written, err := r.Register(t.Context(), values, false); err != nil || !written.Created || len(written.Set) != 2 {
			t.Fatalf("%+v, %v", written, err)
		}
		again, err := r.Register(t.Context(), map[string]providers.Value{r.Keys[0].Key: providers.NewValue("other")}, false)
		if err != nil || len(again.Set) != 0 || len(again.Kept) != 1 {
			t.Errorf("%+v, %v: what is there was written again", again, err)
		}
	}
	second := plan.Check(t.Context())
	if second.Summary.Missing != 0 || second.Summary.Present != 4 || len(second.Diagnostics) != 0 {
		t.Errorf("%+v, %+v", second.Summary, second.Diagnostics)
	}
	if text, err := os.ReadFile(path); err != nil || strings.Contains(string(text), "other") {
		t.Errorf("%s, %v", text, err)
	}
}

func TestRegisterOverwriting(t *testing.T) {
	t.Parallel()
	plan, _ := filePlan(t, withFile, "db: {password: canary, user: ml}")
	plan.Check(t.Context())
	r := plan.Registrations()[0]
	written, err := r.Register(t.Context(), map[string]providers.Value{"user": providers.NewValue("changed")}, true)
	if err != nil || !cmp.Equal(written.Set, []string{"user"}) || written.Created {
		t.Errorf("%+v, %v", written, err)
	}
}

// What could not be verified, and what no store is known for, is never offered for registration.
func TestNothingToRegister(t *testing.T) {
	t.Parallel()
	plan, _ := filePlan(t, withFile, "db: [broken")
	if report := plan.Check(t.Context()); report.Summary.Unverified == 0 {
		t.Fatalf("%+v", report.Summary)
	}
	if all := plan.Registrations(); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

func TestRegisterWithoutAWriter(t *testing.T) {
	t.Parallel()
	plan := planOf(t, "provider \"env\" \"ci\" {}\n"+oneReference, resolve.Options{Registry: builtin.Registry()})
	plan.Check(t.Context())
	r := plan.Registrations()[0]
	value := map[string]providers.Value{"k": providers.NewValue("canary")}
	_, err := r.Register(t.Context(), value, false)
	for _, err := range []error{r.Vet(value), err} {
		if reason, detail := providers.ReasonOf(err); reason != providers.Unsupported || !strings.Contains(detail, `type "env"`) {
			t.Errorf("%v", err)
		}
	}
	if remedy := r.Remedy([]string{"k"}); !strings.Contains(remedy, "export S_K") {
		t.Errorf("the remedy is %q", remedy)
	}
}

// crashesWriting panics whatever it is asked to do beyond checking.
type crashesWriting struct{ answerer }

func (crashesWriting) Vet(providers.Change) error { panic("canary") }

func (crashesWriting) Write(context.Context, providers.Change) (providers.Written, error) {
	panic("canary")
}

func TestRegisterWithACrash(t *testing.T) {
	t.Parallel()
	options := resolve.Options{Registry: types(map[string]providers.Checker{"test": crashesWriting{always(providers.Answer{
		Secret: providers.Missing})}})}
	plan := planOf(t, "provider \"test\" \"main\" {}\n"+oneReference, options)
	plan.Check(t.Context())
	r := plan.Registrations()[0]
	_, err := r.Register(t.Context(), nil, false)
	for _, err := range []error{r.Vet(nil), err} {
		var known *providers.Error
		if !errors.As(err, &known) || known.Reason != providers.Internal || strings.Contains(err.Error(), "canary") {
			t.Errorf("%v", err)
		}
	}
}

func TestGenerated(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		generate config.Generate
		want     string
	}{
		{config.Generate{Length: 32}, `^[A-Za-z0-9]{32}$`},
		{config.Generate{Length: 200, Alphabet: "aé"}, `^[aé]{200}$`},
	} {
		seen := map[string]bool{}
		for range 100 {
			value, err := resolve.Generated(test.generate)
			if err != nil || !regexp.MustCompile(test.want).MatchString(value.Reveal()) {
				t.Fatalf("%q, %v", value.Reveal(), err)
			}
			seen[value.Reveal()] = true
		}
		if len(seen) != 100 {
			t.Errorf("%d different values of 100", len(seen))
		}
	}
}
