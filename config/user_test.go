package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
)

func TestLoadUser(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		source    string
		addresses []string
		paths     []string
		ageKey    string
		want      string
	}{
		"empty": {},
		"both": {
			source:    "trusted_addresses = [\"https://a:8200\"]\ntrusted_paths = toset",
			addresses: []string{"https://a:8200"}, want: "Invalid argument",
		},
		"lists": {
			source:    "trusted_addresses = [\"https://a:8200\", null, \"http://b\"] # comment\ntrusted_paths = [\"~/x\"]",
			addresses: []string{"https://a:8200", "http://b"}, paths: []string{"~/x"},
		},
		"one wrong": {
			source:    "trusted_addresses = [\"https://a\"]\ntrusted_paths = 1",
			addresses: []string{"https://a"}, want: "trusted_paths takes a list of strings",
		},
		"age key":      {source: `age_key_file = "~/key.txt"`, ageKey: "~/key.txt"},
		"age key list": {source: `age_key_file = ["a"]`, want: "age_key_file takes a string"},
		"null":         {source: "trusted_paths = null", want: "trusted_paths takes a list of strings"},
		"a variable":   {source: "trusted_paths = [var.canary]", want: "trusted_paths takes a list of strings"},
		"a typo":       {source: "trusted_path = []", want: `no argument "trusted_path". Did you mean "trusted_paths"?`},
		"a block":      {source: "provider \"vault\" \"x\" {}", want: `has no blocks of type "provider"`},
		"a block typo": {source: "plugins \"x\" {}", want: `Did you mean "plugin"?`},
		"syntax":       {source: "trusted_paths = [", want: ""},
		"too deep":     {source: "trusted_paths = " + strings.Repeat("[", 100_000), want: "Nested too deeply"},
		"invalid":      {source: "# \xff", want: "Invalid UTF-8"},
		"a large text": {source: "trusted_paths = [1e10000000]", want: "trusted_paths takes a list of strings"},
		"a loop": {
			source: "trusted_paths = [for a in [1, 2] : a]", paths: []string{"1", "2"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := writeFiles(t, map[string]string{"config.hcl": test.source})
			user, diags := config.LoadUser(dir, "config.hcl", true)
			if diff := cmp.Diff(test.addresses, user.TrustedAddresses); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.paths, user.TrustedPaths); diff != "" {
				t.Error(diff)
			}
			if user.AgeKeyFile != test.ageKey {
				t.Errorf("the age key file is %q", user.AgeKeyFile)
			}
			if name != "syntax" && test.want == "" != (len(diags) == 0) {
				t.Errorf("%v", diags)
			}
			for _, d := range diags {
				if !strings.Contains(describe(d), test.want) || strings.Contains(describe(d), "canary") {
					t.Errorf("%s", describe(d))
				}
				if d.Range == nil || d.Range.Filename != "config.hcl" || string(user.Sources["config.hcl"]) != test.source {
					t.Errorf("the place is %v", d.Range)
				}
			}
		})
	}
}

func TestLoadUserWithoutFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if user, diags := config.LoadUser(dir, "missing.hcl", false); len(diags) > 0 || len(user.TrustedAddresses) > 0 {
		t.Errorf("%v %v", user, diags)
	}
	if _, diags := config.LoadUser(dir, "missing.hcl", true); len(diags) != 1 || diags[0].Rule != config.RuleIO {
		t.Errorf("%v", diags)
	}
	if _, diags := config.LoadUser(dir, ".", false); len(diags) != 1 || diags[0].Rule != config.RuleIO {
		t.Errorf("%v", diags)
	}
}

func TestParseAssignment(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want config.Assignment
	}{
		{"a=b", config.Assignment{Name: "a", Value: "b"}},
		{"a=b=c", config.Assignment{Name: "a", Value: "b=c"}},
		{"a=", config.Assignment{Name: "a"}},
		{" a = b ", config.Assignment{Name: "a", Value: " b "}},
	} {
		text, want := test.text, test.want
		got, err := config.ParseAssignment(text)
		if err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "canary", "=canary", " =canary"} {
		if got, err := config.ParseAssignment(text); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

func TestNewRuleSetting(t *testing.T) {
	t.Parallel()
	for _, rule := range config.SettableRules() {
		if _, err := config.NewRuleSetting(rule, "off"); err != nil {
			t.Error(err)
		}
	}
	for rule, severity := range map[string]string{
		"syntax": "off", "missing-key": "warning", "nothing": "off", "embedded-reference": "OFF", "unused-secret": "",
	} {
		if _, err := config.NewRuleSetting(rule, severity); err == nil {
			t.Errorf("%s = %s is allowed", rule, severity)
		}
	}
}
