package providers_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
)

func TestLevelsAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	want := map[string]providers.Level{
		"NONE": providers.None, "SECRET_EXISTS": providers.SecretExists, "SECRET_AND_KEY_EXISTS": providers.SecretAndKeyExists,
	}
	got := map[string]providers.Level{}
	for _, name := range providers.LevelNames() {
		level, err := providers.ParseLevel(name)
		if err != nil || level.String() != name {
			t.Errorf("ParseLevel(%q) = %s, %v", name, level, err)
		}
		got[name] = level
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("levels (-want +got):\n%s", diff)
	}
	var zero, back providers.Level
	encoded, err := json.Marshal(providers.SecretExists)
	if err == nil {
		err = json.Unmarshal(encoded, &back)
	}
	if err != nil || back != providers.SecretExists || zero != providers.None {
		t.Errorf("%s reads as %s (%v); the zero value is %s", encoded, back, err, zero)
	}
}

func TestInvalidLevels(t *testing.T) {
	t.Parallel()
	const all = ": write NONE, SECRET_EXISTS or SECRET_AND_KEY_EXISTS."
	for given, want := range map[string]string{
		"":              `there is no validation level ""` + all,
		"secret_exists": `there is no validation level "secret_exists"` + all + ` Did you mean "SECRET_EXISTS"?`,
		"KEYS":          `there is no validation level "KEYS"` + all,
	} {
		if _, err := providers.ParseLevel(given); err == nil || err.Error() != want {
			t.Errorf("ParseLevel(%q): %v, want %s", given, err, want)
		}
	}
}

// Callers cannot change the names for others.
func TestLevelNamesAreACopy(t *testing.T) {
	t.Parallel()
	providers.LevelNames()[0] = "SOME"
	if got := providers.None.String(); got != "NONE" {
		t.Errorf("the level is now written %s", got)
	}
}
