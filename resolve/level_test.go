package resolve_test

import (
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// The flag wins over the environment, that over the configuration; without any of them it is the strictest.
func TestWhoDecidesOnTheLevel(t *testing.T) {
	t.Parallel()
	const inConfig = "zsv { validation_level = \"SECRET_EXISTS\" }\n"
	tests := map[string]struct {
		flag, environment, source string
		want                      providers.Level
		from                      resolve.LevelSource
	}{
		"nobody":                        {"", "", "", providers.SecretAndKeyExists, resolve.LevelFromDefault},
		"the configuration":             {"", "", inConfig, providers.SecretExists, resolve.LevelFromConfig},
		"the environment":               {"", "NONE", "", providers.None, resolve.LevelFromEnvironment},
		"the environment, not the file": {"", "NONE", inConfig, providers.None, resolve.LevelFromEnvironment},
		"the flag": {"SECRET_AND_KEY_EXISTS", "NONE", inConfig, providers.SecretAndKeyExists,
			resolve.LevelFromFlag},
		"an invalid one in the file": {"", "", `zsv { validation_level = "none" }`, providers.SecretAndKeyExists,
			resolve.LevelFromDefault},
		"the flag, an invalid one in the file": {"NONE", "", `zsv { validation_level = "none" }`, providers.None,
			resolve.LevelFromFlag},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			choice, err := resolve.ChooseLevel(test.flag, test.environment)
			if err != nil {
				t.Fatal(err)
			}
			report := planOf(t, test.source, resolve.Options{Level: choice}).Static()
			if report.Level != test.want || report.LevelSource != test.from {
				t.Errorf("%s from %s, want %s from %s", report.Level, report.LevelSource, test.want, test.from)
			}
			if isInvalid := strings.Contains(test.source, "none"); (len(report.Diagnostics) == 1) != isInvalid {
				t.Errorf("diagnostics: %+v", report.Diagnostics)
			}
		})
	}
}

func TestInvalidLevels(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"none", "SECRET", " NONE", "SECRET_AND_KEY_EXISTS "} {
		for _, both := range [][2]string{{text, ""}, {"", text}, {text, "NONE"}} {
			_, err := resolve.ChooseLevel(both[0], both[1])
			if err == nil || !strings.Contains(err.Error(), "NONE, SECRET_EXISTS or SECRET_AND_KEY_EXISTS") {
				t.Errorf("%q: %v, want an error that names the levels", both, err)
			}
		}
	}
}
