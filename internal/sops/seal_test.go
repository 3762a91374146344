package sops_test

import (
	"errors"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/dotenv"
	"github.com/zsv-dev/zsv/internal/sops"
	"github.com/zsv-dev/zsv/internal/yamltext"
)

const (
	value = "ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]"
	notes = "mac: '" + value + "', lastmodified: '2026-01-01T00:00:00Z'"
)

// sealIn returns the seal of a text in YAML.
func sealIn(t *testing.T, text string) (*sops.Seal, error) {
	t.Helper()
	document, err := yamltext.Document([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return sops.SealIn([]*yaml.Node{document.Content[0]})
}

// Which values are to be encrypted is said by one rule, which counts for what stands below a name, too.
func TestRules(t *testing.T) {
	t.Parallel()
	for rule, wanted := range map[string]map[string]bool{
		"":                           {"a": true, "a_unencrypted": false},
		", unencrypted_suffix: _u":   {"a": true, "a_u": false, "a_unencrypted": true},
		", encrypted_suffix: _e":     {"a": false, "a_e": true},
		", encrypted_regex: '^a'":    {"a": true, "b": false},
		", unencrypted_regex: '^a'":  {"a": false, "b": true},
		", unencrypted_regex: s":     {"a": false},
		", encrypted_regex: '^s$'":   {"a": true},
		", mac_only_encrypted: true": {"a": true, "a_unencrypted": false},
	} {
		seal, err := sealIn(t, "sops: {"+notes+rule+"}")
		if err != nil {
			t.Fatal(err)
		}
		for key, isWanted := range wanted {
			inClear, closed := sops.Bare, sops.NoFault
			if !isWanted {
				inClear, closed = sops.NoFault, sops.Stray
			}
			if got := seal.FaultOf("x", "s", key); got != inClear {
				t.Errorf("%q: in clear, s.%s has the fault %d, want %d", rule, key, got, inClear)
			}
			if got := seal.FaultOf(value, "s", key); got != closed {
				t.Errorf("%q: encrypted, s.%s has the fault %d, want %d", rule, key, got, closed)
			}
			if got := seal.FaultOf("", "s", key); got != sops.NoFault {
				t.Errorf("%q: empty, s.%s has the fault %d", rule, key, got)
			}
		}
	}
}

// Some secrets are called sops, and some seals are broken.
func TestWhatIsASeal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a: b":                             "none",
		"sops: x":                          "none",
		"sops: {user: ml, mac: x}":         "none",
		"sops: {" + notes + "}":            "whole",
		"sops: {mac: x, lastmodified: x}":  "broken",
		"sops: {mac: '" + value + "'}":     "broken",
		"sops: {age: [{recipient: x}]}":    "broken",
		"sops: {" + notes + ", mac: x}":    "broken",
		"sops: {" + notes + "}\nsops: {}":  "broken",
		"sops: {" + notes + ", a: x, a: }": "broken",
	} {
		seal, err := sealIn(t, text)
		var malformed *yamltext.Malformed
		got := "none"
		switch {
		case errors.As(err, &malformed):
			got = "broken"
		case err != nil:
			t.Errorf("%s: %v", text, err)
		case seal != nil:
			got = "whole"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestWhatIsASealOfVariables(t *testing.T) {
	t.Parallel()
	const whole = "sops_mac=" + value + "\nsops_lastmodified=2026-01-01T00:00:00Z\n"
	for text, want := range map[string]string{
		"A=b\nSOPS_USER=x\nsops_mac=x\n": "none", whole: "whole", "sops_mac=" + value + "\n": "broken",
		"sops_mac=x\nsops_lastmodified=x\n": "broken", "sops_age__list_0__map_enc=x\n": "broken",
		whole + "sops_lastmodified=x\n": "broken", whole + "sops_encrypted_regex=a\nsops_encrypted_suffix=b\n": "broken",
	} {
		var settings []dotenv.Setting
		if err := dotenv.Parse(text, func(s dotenv.Setting) { settings = append(settings, s) }); err != nil {
			t.Fatal(err)
		}
		seal, err := sops.SealOfVariables(settings)
		got := "none"
		if err != nil {
			got = "broken"
		} else if seal != nil {
			got = "whole"
		}
		if got != want {
			t.Errorf("%q: %s (%v), want %s", text, got, err, want)
		}
	}
}
