package env_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
)

func TestFetch(t *testing.T) {
	t.Parallel()
	const odd = "line 1\n\"line\" 2 = \xff\t"
	environ := []string{"ML_S_K=first", "ML_S_K=second", "ML_S_ODD=" + odd, "ML_S_EMPTY="}
	missing := func(detail string) providers.Key { return providers.Key{Status: providers.Missing, Detail: detail} }
	tests := map[string]struct {
		body string
		keys []string
		want providers.Fetched
	}{
		"byte for byte, and of two entries the first": {`prefix = "ML_"`, []string{"k", "odd"}, providers.Fetched{
			Secret: providers.Present, Keys: map[string]providers.Key{},
			Values: map[string]providers.Value{"k": providers.NewValue("first"), "odd": providers.NewValue(odd)}}},
		"set to nothing, and not set": {`prefix = "ML_"`, []string{"empty", "none"}, providers.Fetched{
			Secret: providers.Present, Values: map[string]providers.Value{},
			Keys: map[string]providers.Key{"none": missing("ML_S_NONE is not set"), "empty": {Status: providers.Missing,
				Reason: providers.Empty,
				Detail: "it is set to nothing; fill it in, or write allow_empty = true in the provider's block"}}}},
		"set to nothing, which is allowed": {"prefix = \"ML_\"\nallow_empty = true", []string{"empty"}, providers.Fetched{
			Secret: providers.Present, Keys: map[string]providers.Key{},
			Values: map[string]providers.Value{"empty": providers.NewValue("")}}},
		"missing": {`prefix = "X_"`, []string{"k"}, providers.Fetched{Secret: providers.Missing,
			Detail: "X_S_K is not set; ML_S_K is"}},
		"no keys": {`prefix = "ML_"`, nil, providers.Fetched{Reason: providers.Unsupported,
			Detail: "a secret in variables is known by its keys, and none is referred to or declared; declare its " +
				`keys: a block secret "NAME" with key "KEY" {} in it, on lines of their own`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checker := newChecker(t, test.body, environ)
			query := providers.Query{Location: checker.(providers.Locator).Locate("s", ""), Keys: test.keys}
			var got providers.Fetched
			err := checker.(providers.Fetcher).Fetch(context.Background(), []providers.Query{query},
				func(_ int, f providers.Fetched) { got = f })
			revealed := cmp.Comparer(func(a, b providers.Value) bool { return a.IsSet() == b.IsSet() && a.Reveal() == b.Reveal() })
			if diff := cmp.Diff(test.want, got, revealed); diff != "" || err != nil {
				t.Errorf("error %v; fetched (-want +got):\n%s", err, diff)
			}
		})
	}
}
