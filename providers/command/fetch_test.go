package command_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
)

func TestFetch(t *testing.T) {
	t.Parallel()
	const perKey = "fetch {\nrun = [\"/bin/sh\", \"-c\", \"case $2 in a) printf 'A\\\\n';; b) exit 1;; c) exit 7;; esac\", \"sh\", " +
		"\"{location}\", \"{key}\"]\noutput = \"text\"\n"
	const json = `check { run = ["/bin/sh", "-c", "printf '%s' '{\"n\":1.50,\"t\":true,\"z\":null,\"o\":{},\"s\":\"x\\ny\"}'", ` +
		`"{location}"] }`
	const abc = `check { run = ["/bin/sh", "-c", "echo '{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}'", "{location}"] }`
	const one = "check {\nrun = [\"/bin/sh\", \"-c\", \"exit 0\", \"{location}\"]\noutput = \"exit_code\"\nonly_key = \"value\"\n}\n"
	const only = "fetch {\nrun = [\"/bin/sh\", \"-c\", \"printf '%s\\n' x\", \"{location}\"]\noutput = \"text\"\nonly_key = " +
		"\"value\"\n"
	for name, test := range map[string]struct {
		definition string
		keys       []string
		values     map[string]string
		others     map[string]providers.Status
	}{
		"scalars as they are written": {json + "\nfetch {}", []string{"n", "o", "s", "t", "y", "z"},
			map[string]string{"n": "1.50", "t": "true", "s": "x\ny"},
			map[string]providers.Status{"o": providers.Unverified, "y": providers.Missing, "z": providers.Missing}},
		"all": {json + "\nfetch {}", nil, map[string]string{"n": "1.50", "t": "true", "s": "x\ny"},
			map[string]providers.Status{"o": providers.Unverified, "z": providers.Missing}},
		"one by one": {abc + "\n" + perKey + "}\nmissing { exit_codes = [1] }", []string{"a", "b", "c", "d"},
			map[string]string{"a": "A\n"},
			map[string]providers.Status{"b": providers.Missing, "c": providers.Unverified, "d": providers.Missing}},
		"all, one by one": {abc + "\n" + perKey + "trim_newline = true\n}", nil, map[string]string{"a": "A"},
			map[string]providers.Status{"b": providers.Unverified, "c": providers.Unverified}},
		"a single value": {one + only + "}", []string{"other", "value"}, map[string]string{"value": "x\n"},
			map[string]providers.Status{"other": providers.Missing}},
		"a single value, trimmed": {one + only + "trim_newline = true\n}", nil, map[string]string{"value": "x"},
			map[string]providers.Status{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t, test.definition, "", nil)
			var got providers.Fetched
			err := p.Fetch(t.Context(), []providers.Query{{Location: "mlflow", Keys: test.keys}},
				func(_ int, f providers.Fetched) { got = f })
			if err != nil || got.Secret != providers.Present {
				t.Fatalf("%+v, %v", got, err)
			}
			values, others := map[string]string{}, map[string]providers.Status{}
			for key, value := range got.Values {
				values[key] = value.Reveal()
			}
			for key, other := range got.Keys {
				others[key] = other.Status
				if other.Status == providers.Unverified && other.Reason == "" {
					t.Errorf("%s is unverified without a reason", key)
				}
			}
			if diff := cmp.Diff(test.values, values); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.others, others); diff != "" {
				t.Errorf("others (-want +got):\n%s", diff)
			}
		})
	}
}

// Without a block fetch there are no values, and the error says so.
func TestNoFetch(t *testing.T) {
	t.Parallel()
	p := newProvider(t, `check { run = ["/bin/sh", "-c", "echo '{}'", "{location}"] }`, "", nil)
	reason, detail := providers.ReasonOf(p.Fetch(t.Context(), []providers.Query{{Location: "mlflow"}}, nil))
	if reason != providers.Unsupported || detail != `command "it" in "/home/me/.config/zsv/config.hcl" gives no values; give it `+
		`a block fetch` {
		t.Errorf("%s: %s", reason, detail)
	}
}
