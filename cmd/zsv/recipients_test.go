//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A colleague is someone with an identity for encrypted stores.
type colleague struct{ home, key string }

var publicKey = regexp.MustCompile(`age1[a-z0-9]{58}`)

// newColleague has someone make an identity, by writing a store of their own.
func newColleague(t *testing.T) colleague {
	t.Helper()
	c, dir := colleague{home: t.TempDir()}, t.TempDir()
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), `provider "file" "own" {}`)
	shown, code := c.zsv(dir, "secret", "create", "own", "--k=x")
	if c.key = publicKey.FindString(shown); code != 0 || c.key == "" {
		t.Fatalf("exit code %d:\n%s", code, shown)
	}
	return c
}

func (c colleague) environ() []string { return []string{"HOME=" + c.home} }

func (c colleague) zsv(dir string, args ...string) (shown string, code int) {
	cmd := exec.Command("zsv", args...)
	cmd.Dir, cmd.Env = dir, c.environ()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	code = exitCode(cmd.Run())
	return out.String(), code
}

// sharedStore returns a directory with a store of Ann's whose configuration names Bob too.
func sharedStore(t *testing.T, ann, bob colleague) (dir string) {
	t.Helper()
	dir = t.TempDir()
	path := filepath.Join(dir, "main.zsv.hcl")
	writeFile(t, path, `provider "file" "shared" {}`)
	if shown, code := ann.zsv(dir, "secret", "create", "mlflow", "--password=canary"); code != 0 {
		t.Fatal(shown)
	}
	if shown, code := bob.zsv(dir, "secret", "get", "mlflow"); code != 3 || !strings.Contains(shown, bob.key) {
		t.Fatalf("Bob, who cannot read it, is told, with exit code %d:\n%s", code, shown)
	}
	writeFile(t, path, fmt.Sprintf("provider \"file\" \"shared\" {\n  recipients = [%q]\n}\n", bob.key))
	return dir
}

// A new reader of an encrypted store is let in by who has access, in so many words.
func TestANewRecipient(t *testing.T) {
	t.Parallel()
	ann, bob := newColleague(t), newColleague(t)
	dir := sharedStore(t, ann, bob)
	shown, code := ann.zsv(dir, "secret", "update", "mlflow", "--user=ml")
	if code != 3 || !strings.Contains(shown, "--accept-recipient "+bob.key) {
		t.Errorf("a write that would let Bob in ends with exit code %d:\n%s", code, shown)
	}
	if _, code := bob.zsv(dir, "secret", "get", "mlflow"); code != 3 {
		t.Errorf("Bob, whom nobody accepted, gets the exit code %d", code)
	}
	if shown, code := ann.zsv(dir, "secret", "update", "mlflow", "--accept-recipient", bob.key); code != 0 {
		t.Errorf("exit code %d:\n%s", code, shown)
	}
	if shown, code := bob.zsv(dir, "secret", "get", "mlflow", "password", "--reveal"); code != 0 || shown != "canary" {
		t.Errorf("Bob reads %q, exit code %d", shown, code)
	}
}

// A flag that is no public key is refused before anything is done, and not repeated.
func TestAMistypedRecipient(t *testing.T) {
	t.Parallel()
	ann, dir := newColleague(t), t.TempDir()
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), `provider "file" "s" {}`)
	for _, args := range [][]string{
		{"secret", "update", "a", "--k=x", "--drop-recipient", "age1typo"},
		{"secret", "create", "a", "--k=x", "--accept-recipient", "AGE-SECRET-KEY-1X"},
		{"secret", "delete", "a", "--yes", "--accept-recipient", ann.key, "--drop-recipient", ann.key},
		{"apply", "--drop-recipient", ann.key[:61]},
	} {
		if shown, code := ann.zsv(dir, args...); code != 1 || strings.Contains(shown, "SECRET-KEY") {
			t.Errorf("%q: exit code %d:\n%s", args, code, shown)
		}
	}
}

func TestANewRecipientOnTerminal(t *testing.T) {
	t.Parallel()
	for answer, code := range map[string]int{"yes": 0, "no": 3} {
		ann, bob := newColleague(t), newColleague(t)
		dir := sharedStore(t, ann, bob)
		s := onTerminal(t, dir, ann.environ(), "secret", "update", "mlflow", "--user=ml")
		s.answer("Only 'yes' will be accepted", answer)
		if shown := s.ends(code); !strings.Contains(shown, bob.key) {
			t.Errorf("the terminal shows:\n%s", shown)
		}
		want := map[string]int{"yes": 0, "no": 3}[answer]
		if _, got := bob.zsv(dir, "secret", "get", "mlflow"); got != want {
			t.Errorf("%s: Bob gets the exit code %d, want %d", answer, got, want)
		}
	}
}

// apply asks who may read what is written before it asks for values, which would be typed in vain otherwise.
func TestApplyAsksAboutRecipientsFirst(t *testing.T) {
	t.Parallel()
	for answer, code := range map[string]int{"yes": 0, "no": 2} {
		ann, bob, dir := newColleague(t), newColleague(t), t.TempDir()
		writeFile(t, filepath.Join(dir, "main.zsv.hcl"), fmt.Sprintf(`provider "file" "shared" { recipients = [%q] }
component "experiment_tracker" "mlflow" { tracking_password = "{{mlflow.password}}" }
stack "dev" { components = [component.experiment_tracker.mlflow] }
`, bob.key))
		s := onTerminal(t, dir, ann.environ(), "apply")
		s.answer("Only 'yes' will be accepted", "yes")
		s.shows("may they read all secrets of the store?")
		s.answer("Only 'yes' will be accepted", answer)
		if answer == "yes" {
			s.answer("Value of mlflow.password", "canary")
		}
		s.ends(code)
		if shown, got := bob.zsv(dir, "secret", "get", "mlflow", "password", "--reveal"); got != code || code == 0 && shown != "canary" {
			t.Errorf("%s: Bob reads %q, exit code %d", answer, shown, got)
		}
		if code != 0 {
			continue
		}
		shown, got := ann.zsv(dir, "apply", "--accept-recipient", bob.key)
		if got != 0 || !strings.Contains(shown, "nothing is to be written, so nobody was let in") {
			t.Errorf("a second apply: exit code %d:\n%s", got, shown)
		}
	}
}

// At the question about a new reader an interrupt ends the run, as at every prompt, and nothing is written.
func TestANewRecipientInterrupted(t *testing.T) {
	t.Parallel()
	ann, bob := newColleague(t), newColleague(t)
	dir := sharedStore(t, ann, bob)
	s := onTerminal(t, dir, ann.environ(), "secret", "update", "mlflow", "--user=ml")
	s.awaits("Only 'yes' will be accepted")
	s.types("\x03")
	s.ends(130)
	if shown, code := ann.zsv(dir, "secret", "get", "mlflow", "user"); code != 2 {
		t.Errorf("exit code %d:\n%s", code, shown)
	}
}

// Who can read a store and is left out of the block stays, unless that is said in so many words.
func TestADroppedRecipient(t *testing.T) {
	t.Parallel()
	ann, bob := newColleague(t), newColleague(t)
	dir := sharedStore(t, ann, bob)
	if shown, code := ann.zsv(dir, "secret", "update", "mlflow", "--accept-recipient", bob.key); code != 0 {
		t.Fatal(shown)
	}
	shown, code := bob.zsv(dir, "secret", "update", "mlflow", "--user=bob") // the block names Bob alone
	if code != 0 || !strings.Contains(shown, "--drop-recipient "+ann.key) {
		t.Errorf("exit code %d:\n%s", code, shown)
	}
	if _, code := ann.zsv(dir, "secret", "get", "mlflow"); code != 0 {
		t.Errorf("Ann, whom nobody dropped, gets the exit code %d", code)
	}
	s := onTerminal(t, dir, bob.environ(), "secret", "update", "mlflow", "--user=bob")
	s.answer("Only 'yes' will be accepted", "no")
	s.ends(0)
	if _, code := ann.zsv(dir, "secret", "get", "mlflow"); code != 0 {
		t.Errorf("Ann, whom Bob left in, gets the exit code %d", code)
	}
	if shown, code := bob.zsv(dir, "secret", "update", "mlflow", "--drop-recipient", ann.key); code != 0 {
		t.Errorf("exit code %d:\n%s", code, shown)
	}
	if _, code := ann.zsv(dir, "secret", "get", "mlflow"); code != 3 {
		t.Errorf("Ann, whom Bob dropped, gets the exit code %d", code)
	}
}

// Another store in the place of Ann's, made for her and someone else, is not written to until she says who may read it.
func TestAStoreOfSomeoneElse(t *testing.T) {
	t.Parallel()
	ann, eve, dir, forged := newColleague(t), newColleague(t), t.TempDir(), t.TempDir()
	for _, place := range []string{dir, forged} {
		writeFile(t, filepath.Join(place, "main.zsv.hcl"), fmt.Sprintf("provider \"file\" \"s\" {\n  recipients = [%q]\n}\n", ann.key))
	}
	if shown, code := ann.zsv(dir, "secret", "create", "mlflow", "--password=canary"); code != 0 {
		t.Fatal(shown)
	}
	if shown, code := eve.zsv(forged, "secret", "create", "mlflow", "--password=x", "--accept-recipient", ann.key); code != 0 {
		t.Fatal(shown)
	}
	writeFile(t, filepath.Join(dir, ".zsv/secrets.age"), readFile(t, filepath.Join(forged, ".zsv/secrets.age")))
	shown, code := ann.zsv(dir, "secret", "update", "mlflow", "--password=canary")
	if code != 3 || !strings.Contains(shown, "--drop-recipient "+eve.key) {
		t.Errorf("exit code %d:\n%s", code, shown)
	}
	writeFile(t, filepath.Join(forged, ".zsv/secrets.age"), readFile(t, filepath.Join(dir, ".zsv/secrets.age")))
	if shown, code := eve.zsv(forged, "secret", "get", "mlflow", "password", "--reveal"); code != 0 || shown != "x" {
		t.Errorf("Eve reads %q, exit code %d", shown, code)
	}
	s := onTerminal(t, dir, ann.environ(), "secret", "update", "mlflow", "--password=canary")
	s.shows("may they read all secrets of the store?")
	s.answer("Only 'yes' will be accepted", "no")
	s.shows("be closed to them?")
	s.answer("Only 'yes' will be accepted", "yes")
	s.ends(0)
	if _, code := eve.zsv(dir, "secret", "get", "mlflow"); code != 3 {
		t.Errorf("Eve, whom Ann does not know, gets the exit code %d", code)
	}
}

// Someone new gets along with zsv alone, in a project or before there is one: an identity, whose public key is all that is
// printed.
func TestIdentity(t *testing.T) {
	t.Parallel()
	newcomer, dir := colleague{home: t.TempDir()}, t.TempDir()
	shown, code := newcomer.zsv(dir, "identity")
	if code != 1 || !strings.Contains(shown, "zsv identity --make") {
		t.Errorf("without an identity: exit code %d:\n%s", code, shown)
	}
	shown, code = newcomer.zsv(dir, "identity", "--make")
	key := publicKey.FindString(shown)
	if code != 0 || key == "" || strings.Contains(shown, "AGE-SECRET-KEY") {
		t.Fatalf("exit code %d:\n%s", code, shown)
	}
	for _, args := range [][]string{{"identity"}, {"identity", "--make"}, {"identity", "--format", "json"}} {
		if shown, code := newcomer.zsv(dir, args...); code != 0 || !strings.Contains(shown, key) {
			t.Errorf("%q afterwards: exit code %d:\n%s", args, code, shown)
		}
	}
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), `provider "env" "ci" {}`)
	if shown, code := newcomer.zsv(dir, "identity"); code != 0 || !strings.Contains(shown, key) {
		t.Errorf("in a project without an encrypted store: exit code %d:\n%s", code, shown)
	}
}
