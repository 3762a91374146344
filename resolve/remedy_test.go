package resolve_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// advises says what it was asked for as its remedy.
type advises struct{ answerer }

func (advises) Remedy(location string, keys []string, exists bool) string {
	return fmt.Sprint(location, " ", keys, " ", exists)
}

// Each place of a store gets its commands once, for all of its missing keys, however many stacks share it.
func TestRemedies(t *testing.T) {
	t.Parallel()
	answers := map[string]providers.Answer{
		"partly": {Secret: providers.Present, Keys: map[string]providers.Key{
			"there": {Status: providers.Present}, "a": {Status: providers.Missing}, "b": {Status: providers.Missing}}},
		"absent":   {Secret: providers.Missing},
		"named":    {Secret: providers.Missing},
		"there":    {Secret: providers.Present, Keys: map[string]providers.Key{"k": {Status: providers.Present}}},
		"denied":   {Reason: providers.Denied},
		"misspelt": {Secret: providers.Missing, Available: []string{"misspelled"}},
	}
	report := checkWith(t, advises{byLocation(answers)}, `
		component "artifact_store" "s3" {
		  flavor                = "s3"
		  authentication_secret = "named"
		  a = ["{{partly.b}}", "{{partly.there}}", "{{partly.a}}", "{{absent.z}}", "{{absent.y}}", "{{there.k}}",
		    "{{denied.k}}", "{{misspelt.k}}", "{{alias.x}}"]
		}
		secret "alias" { path = "absent" }
		secret "named" {
		  key "k1" {}
		  key "k2" {}
		}
		stack "x" { components = [component.artifact_store.s3] }
		stack "y" { components = [component.artifact_store.s3] }`, resolve.Options{})
	var got []string
	for _, check := range report.Checks {
		if check.Remedy != "" {
			got = append(got, check.Stack+": "+check.Remedy)
		}
	}
	slices.Sort(got)
	want := []string{"x: absent [x y z] false", "x: named [k1 k2] false", "x: partly [a b] true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("remedies (-want +got):\n%s", diff)
	}
}

// byLocation answers by the place of a secret.
func byLocation(answers map[string]providers.Answer) answerer {
	return func(_ context.Context, _ providers.Level, queries []providers.Query, answer func(int, providers.Answer)) error {
		for i, query := range queries {
			answer(i, answers[query.Location])
		}
		return nil
	}
}
