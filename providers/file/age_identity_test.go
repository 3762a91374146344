package file

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

// identifier returns the provider of an encrypted store, as commands see it.
func identifier(t *testing.T, around providers.Surroundings) providers.Identifier {
	t.Helper()
	checker, diags := New(body(t, ""), nil, around)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return checker.(providers.Identifier)
}

// An identity that is there is shown and stays, whether one is to be made or not.
func TestIdentity(t *testing.T) {
	t.Parallel()
	ann, bob, dir := newPerson(t), newPerson(t), t.TempDir()
	must(t, os.WriteFile(ann.keyFile(), []byte(ann.String()+"\n"+bob.String()+"\n"), 0o600))
	variable := ann.around(dir)
	variable.Environ = []string{"ZSV_AGE_KEY=" + bob.String()}
	for name, test := range map[string]struct {
		around providers.Surroundings
		want   []string
		where  string
	}{
		"a file":     {ann.around(dir), []string{ann.public(), bob.public()}, strconv.Quote(ann.keyFile())},
		"a variable": {variable, []string{bob.public()}, "ZSV_AGE_KEY"},
	} {
		for _, create := range []bool{false, true} {
			public, where, err := identifier(t, test.around).Identity(create)
			if err != nil || !slices.Equal(public, test.want) || where != test.where {
				t.Errorf("%s: %q, %s, %v, want %q, %s", name, public, where, err, test.want, test.where)
			}
		}
	}
}

// One is made where the user's own one belongs, once, and only on demand; nothing is made in the project.
func TestIdentityIsMade(t *testing.T) {
	t.Parallel()
	ann, dir := newPerson(t), t.TempDir()
	around := ann.around(dir)
	around.ConfigDir = filepath.Join(t.TempDir(), "zsv")
	_, _, err := identifier(t, around).Identity(false)
	wantRefused(t, err, providers.Locked, "put yours there, or make one: zsv identity --make")
	if _, err := os.Stat(around.ConfigDir); !os.IsNotExist(err) {
		t.Errorf("an identity was made that nobody wanted: %v", err)
	}
	made, where, err := identifier(t, around).Identity(true)
	must(t, err)
	if want := strconv.Quote(filepath.Join(around.ConfigDir, keyFileName)); len(made) != 1 || where != want {
		t.Errorf("made %q in %s, want one in %s", made, where, want)
	}
	for _, create := range []bool{false, true} {
		if again, _, err := identifier(t, around).Identity(create); err != nil || !slices.Equal(again, made) {
			t.Errorf("the next time: %q, %v, want %q", again, err, made)
		}
	}
	if files := filesBelow(t, dir); len(files) > 0 {
		t.Errorf("made %v", files)
	}
}

// A file that the user names is the user's to make, and a broken key is not replaced.
func TestIdentityIsNotMadeElsewhere(t *testing.T) {
	t.Parallel()
	ann, dir := newPerson(t), t.TempDir()
	named, broken := ann.around(dir), ann.around(dir)
	named.AgeKeyFile = filepath.Join(dir, "none")
	broken.Environ = []string{"ZSV_AGE_KEY=x"}
	for _, around := range []providers.Surroundings{named, broken} {
		_, _, err := identifier(t, around).Identity(true)
		wantRefused(t, err, providers.Locked, "give the private key in ZSV_AGE_KEY")
	}
	if _, err := os.Stat(named.AgeKeyFile); !os.IsNotExist(err) {
		t.Errorf("an identity was made in a file of the user's: %v", err)
	}
}

// Only encrypted stores have to do with identities.
func TestOtherStoresHaveNoIdentity(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"s.yaml", ".env", "d"} {
		if _, ok := newChecker(t, t.TempDir(), "path = "+strconv.Quote(path), nil).(providers.Identifier); ok {
			t.Errorf("%s has an identity", path)
		}
	}
}
