//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// quickstart returns a copy of the example whose file of secrets lacks two keys.
func quickstart(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "examples", "quickstart"))); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "secrets.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lacking := strings.NewReplacer("  password: not-a-real-password\n", "", "slack:\n  token: not-a-real-token\n", "").Replace(string(text))
	if strings.Contains(lacking, "slack") || strings.Contains(lacking, "password") {
		t.Fatal("the example has changed")
	}
	writeFile(t, path, lacking)
	return dir
}

// plans demands an exit code of zsv plan.
func plans(t *testing.T, dir string, environ []string, code int) {
	t.Helper()
	cmd := exec.Command("zsv", "plan")
	cmd.Dir, cmd.Env = dir, environ
	out, err := cmd.CombinedOutput()
	if got := exitCode(err); got != code {
		t.Errorf("zsv plan: exit code %d, want %d:\n%s", got, code, out)
	}
}

func TestApplyOnTerminal(t *testing.T) {
	t.Parallel()
	dir := quickstart(t)
	s := onTerminal(t, dir, nil, "apply")
	s.answer("Only 'yes' will be accepted", "yes")
	s.answer("Value of mlflow.password", "canary-one")
	s.answer("Value of slack.token", "canary \"two\": #3")
	shown := s.ends(0)
	for _, want := range []string{
		"Plan: 2 keys to register (1 new secret), 3 present.",
		"to be written to mlflow in file demo (secrets.yaml)",
		"Apply complete! 1 secret created, 1 updated, 2 keys registered.",
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("the terminal does not show %q:\n%s", want, shown)
		}
	}
	plans(t, dir, nil, 0)
	again := onTerminal(t, dir, nil, "apply").ends(0)
	if !strings.Contains(again, "No changes.") || strings.Contains(again, "yes") {
		t.Errorf("a second apply shows:\n%s", again)
	}
}

// A saved plan was looked at already: values are asked for, approval is not, and what was registered meanwhile is not either.
func TestApplySavedPlanOnTerminal(t *testing.T) {
	t.Parallel()
	dir := quickstart(t)
	saving := onTerminal(t, dir, nil, "plan", "--out", "plan.zsvplan")
	if shown := saving.ends(2); !strings.Contains(strings.ReplaceAll(shown, "\r", ""), "\n\nSaved the plan to") {
		t.Errorf("the terminal shows:\n%s", shown)
	}
	meanwhile := exec.Command("zsv", "secret", "update", "mlflow", "--password=canary-meanwhile")
	meanwhile.Dir = dir
	if out, err := meanwhile.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s := onTerminal(t, dir, nil, "apply", "plan.zsvplan")
	s.answer("Value of slack.token", "canary-two")
	shown := s.ends(0)
	if strings.Contains(shown, "yes") || strings.Contains(shown, "Value of mlflow") ||
		!strings.Contains(shown, "Apply complete! 1 secret created, 0 updated, 1 key registered.") {
		t.Errorf("the terminal shows:\n%s", shown)
	}
	plans(t, dir, nil, 0)
}

// What was typed for a secret before an interrupt stays; the secret at whose prompt it came is not written.
func TestApplyInterrupted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answers []string // to the prompts before the one that is interrupted
		keys    string
		stays   string
	}{
		"at the approval":           {nil, "\x03", ""},
		"at the first prompt":       {[]string{"yes"}, "\x03", ""},
		"in the middle of a value":  {[]string{"yes"}, "canary\x03", ""},
		"at the second prompt":      {[]string{"yes", "canary-one"}, "\x03", "password: canary-one"},
		"by the end of the input":   {[]string{"yes", "canary-one"}, "\x04", "password: canary-one"},
		"by Ctrl-\\":                {[]string{"yes", "canary-one"}, "\x1c", "password: canary-one"},
		"at the approval, by ctrlD": {nil, "\x04", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := quickstart(t)
			path := filepath.Join(dir, "secrets.yaml")
			before := readFile(t, path)
			s := onTerminal(t, dir, nil, "apply")
			prompts := []string{"Only 'yes' will be accepted", "Value of mlflow.password", "Value of slack.token"}
			for i, answer := range test.answers {
				s.answer(prompts[i], answer)
			}
			s.awaits(prompts[len(test.answers)])
			s.types(test.keys)
			shown := s.ends(130)
			says := "Interrupted. Nothing was written."
			if test.stays != "" {
				says = "Interrupted. What was saved before stays: 1 key."
			}
			if !strings.Contains(shown, says) {
				t.Errorf("the terminal does not show %q:\n%s", says, shown)
			}
			after := readFile(t, path)
			switch {
			case test.stays == "" && after != before:
				t.Errorf("the file has changed:\n%s", after)
			case !strings.Contains(after, test.stays) || strings.Contains(after, "slack"):
				t.Errorf("the file is:\n%s", after)
			}
		})
	}
}

// reticent is an external provider that takes what is to be written, and never says what became of it.
const reticent = `#!/bin/sh
while read -r request; do
  id=$(printf '%s\n' "$request" | sed 's/^{"protocol":1,"id":\([0-9]*\),.*/\1/')
  case $request in
  *'"method":"hello"'*) echo '{"protocol":1,"id":'$id',"hello":{"capabilities":["check","write"]}}' ;;
  *'"method":"check"'*) echo '{"protocol":1,"id":'$id',"answers":[{"id":0,"secret":"missing"}]}' ;;
  *) : >"$RETICENT_MARK"; exec sleep 1000 ;;
  esac
done
`

// Of a write that is interrupted nobody knows what became of it.
func TestApplyInterruptedInAWrite(t *testing.T) {
	t.Parallel()
	dir, bin := t.TempDir(), t.TempDir()
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), "provider \"reticent\" \"one\" {}\n"+references("mlflow.password"))
	program, mark := filepath.Join(bin, "zsv-provider-reticent"), filepath.Join(bin, "mark")
	writeFile(t, program, reticent)
	if err := os.Chmod(program, 0o700); err != nil {
		t.Fatal(err)
	}
	environ := []string{"PATH=" + bin + string(filepath.ListSeparator) + os.Getenv("PATH"), "RETICENT_MARK=" + mark}
	s := onTerminal(t, dir, environ, "apply", "--auto-approve")
	s.answer("Value of mlflow.password", "canary")
	for _, err := os.Stat(mark); err != nil && t.Context().Err() == nil; _, err = os.Stat(mark) {
		time.Sleep(10 * time.Millisecond)
	}
	s.types("\x03")
	s.shows("waiting for the write under way to end")
	s.types("\x03")
	shown := s.ends(130)
	if !strings.Contains(shown, "Interrupted. It is not known whether mlflow was written; zsv plan tells.") ||
		strings.Contains(shown, "Nothing was written") {
		t.Errorf("the terminal shows:\n%s", shown)
	}
}

func TestApplyDeclined(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"no", "y", "YES", ""} {
		dir := quickstart(t)
		path := filepath.Join(dir, "secrets.yaml")
		before := readFile(t, path)
		s := onTerminal(t, dir, nil, "apply")
		s.answer("Only 'yes' will be accepted", answer)
		if shown := s.ends(1); !strings.Contains(shown, "Nothing was written.") {
			t.Errorf("%q: the terminal shows:\n%s", answer, shown)
		}
		if after := readFile(t, path); after != before {
			t.Errorf("%q: the file has changed:\n%s", answer, after)
		}
	}
}

// withOptions has all that a prompt can be about.
const withOptions = `
provider "file" "main" { path = "secrets.json" }
component "a" "b" {
  one = "{{db.password}}"
  two = "{{db.certificate}}"
}
secret "db" {
  key "password" { description = "Ask the platform team" }
  key "certificate" { optional = true }
  key "salt" { generate = { length = 16 } }
}
`

func TestApplyPrompts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), withOptions)
	s := onTerminal(t, dir, nil, "apply", "--auto-approve")
	s.answer("Value of db.certificate (optional, empty to skip)", "")
	// A value of several lines, pasted; and more than a line of a terminal holds.
	s.awaits("Value of db.password")
	s.types("\x1b[200~-----CANARY-----\r" + strings.Repeat("x", 5000) + "\r\x1b[201~\r")
	shown := s.ends(0)
	if !strings.Contains(shown, "Ask the platform team\n") {
		t.Errorf("the terminal shows:\n%s", shown)
	}
	want := "-----CANARY-----\\n" + strings.Repeat("x", 5000) + "\\n"
	if text := readFile(t, filepath.Join(dir, "secrets.json")); !strings.Contains(text, want) || strings.Contains(text, "certificate") {
		t.Errorf("the file is:\n%s", text)
	}
	plans(t, dir, nil, 0)
}

// An empty answer for a key that must be there leaves it missing, and nothing else.
func TestApplyEmptyAnswer(t *testing.T) {
	t.Parallel()
	dir := quickstart(t)
	s := onTerminal(t, dir, nil, "apply")
	s.answer("Only 'yes' will be accepted", "yes")
	s.answer("Value of mlflow.password", "")
	s.answer("Value of slack.token", "canary")
	if shown := s.ends(2); !strings.Contains(shown, "1 secret created, 0 updated, 1 key registered.") {
		t.Errorf("the terminal shows:\n%s", shown)
	}
	plans(t, dir, nil, 2)
}

func TestRegisterSecretsOnTerminal(t *testing.T) {
	t.Parallel()
	dir := quickstart(t)
	s := onTerminal(t, dir, nil, "stack", "register-secrets", "--skip-existing")
	s.answer("Value for secret `mlflow.password`", "")
	s.answer("Value for secret `mlflow.password`", "canary-one")
	s.answer("Value for secret `slack.token`", "canary-two")
	s.ends(0)
	s = onTerminal(t, dir, nil, "stack", "register-secrets", "local")
	for _, key := range []string{"aws.access_key_id", "aws.secret_access_key"} {
		s.answer("Value for secret `"+key+"` (Leave empty to use existing value)", "")
	}
	s.answer("Value for secret `mlflow.password` (Leave empty to use existing value)", "canary-changed")
	s.answer("Value for secret `mlflow.username` (Leave empty to use existing value)", "")
	s.answer("Value for secret `slack.token` (Leave empty to use existing value)", "")
	if shown := s.ends(0); !strings.Contains(shown, "0 secrets created, 1 updated, 1 key registered.") {
		t.Errorf("the terminal shows:\n%s", shown)
	}
	text := readFile(t, filepath.Join(dir, "secrets.yaml"))
	if !strings.Contains(text, "password: canary-changed") || !strings.Contains(text, "token: canary-two") {
		t.Errorf("the file is:\n%s", text)
	}
}

// Who approves sees which values nobody is asked for, and who is not asked learns of each value that was made.
func TestApplyGenerates(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), withOptions+"component \"a\" \"c\" { one = \"{{db.salt}} {{s.k}}\" }\n")
	writeFile(t, filepath.Join(dir, "given"), "canary")
	s := onTerminal(t, dir, nil, "apply", "--set", "s.k=@given")
	s.answer("Only 'yes' will be accepted", "yes")
	s.answer("Value of db.certificate (optional, empty to skip)", "")
	s.answer("Value of db.password", "canary-one")
	shown := s.ends(0)
	for _, want := range []string{
		"Do you want to register these 3 keys?\n" +
			"  1 of them is generated: db.salt\n" +
			"  1 of them is given: s.k\n" +
			"  Each other value is asked for unseen and written to the place shown before it. Enter alone leaves one out.\n",
		"  Saved db.\n\ndb.salt: generated, 16 characters\n",
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("the terminal does not show %q:\n%s", want, shown)
		}
	}
}

// The same on a real Vault: a secret that lacks a key, one that was deleted, one that never was.
func TestApplyOnVault(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	p := newVaultProject(t, server, 2, references("there.k", "there.lacking", "gone.k", "new.a", "new.b"))
	p.kv.Put(t, "ml/there", map[string]any{"k": "canary"})
	p.kv.Put(t, "ml/gone", map[string]any{"k": "canary"})
	p.kv.Delete(t, "ml/gone")
	environ := server.Environ(server.RootToken)
	plans(t, p.dir, environ, 2)
	s := onTerminal(t, p.dir, environ, "apply")
	s.answer("Only 'yes' will be accepted", "yes")
	for _, key := range []string{"gone.k", "new.a", "new.b", "there.lacking"} {
		s.answer("Value of "+key, "canary-"+key)
	}
	if shown := s.ends(0); !strings.Contains(shown, "Apply complete! 2 secrets created, 1 updated, 4 keys registered.") ||
		!strings.Contains(shown, fmt.Sprintf("to be written to %s/ml/new in vault main", p.kv.Mount)) {
		t.Errorf("the terminal shows:\n%s", shown)
	}
	plans(t, p.dir, environ, 0)
}

// Of what is pasted at a prompt that shows what is typed, only the first line is shown, and nothing else is an answer to a
// later prompt: whether or not the terminal brackets pastes.
func TestPasteAtApproval(t *testing.T) {
	t.Parallel()
	for name, pasted := range map[string]string{
		"in brackets":      "\x1b[200~yes\rcanary-pasted\r\x1b[201~\r",
		"without brackets": "yes\rcanary-pasted\r",
		"without an end":   "yes\rcanary-pasted",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := quickstart(t)
			s := onTerminal(t, dir, nil, "apply")
			s.awaits("Only 'yes' will be accepted")
			s.types(pasted)
			s.answer("Value of mlflow.password", "canary-one")
			s.answer("Value of slack.token", "canary-two")
			if shown := s.ends(0); !strings.Contains(shown, "Only 'yes' will be accepted: yes\n") {
				t.Errorf("the terminal shows:\n%s", shown)
			}
			if text := readFile(t, filepath.Join(dir, "secrets.yaml")); strings.Contains(text, "pasted") {
				t.Errorf("the file is:\n%s", text)
			}
		})
	}
}

// The line that is shown can be corrected.
func TestApprovalCorrected(t *testing.T) {
	t.Parallel()
	s := onTerminal(t, quickstart(t), nil, "apply")
	s.answer("Only 'yes' will be accepted", "yex\x7fs or not\x15no\x7f\x7fyes")
	s.answer("Value of mlflow.password", "canary-one")
	s.answer("Value of slack.token", "canary-two")
	s.ends(0)
}
