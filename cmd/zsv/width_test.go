//go:build unix

package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// What people are told fits the terminal, and never has more than 100 columns; a command to copy is in one line. Where
// nobody sees it, a sentence is in one line, for grep.
func TestSentencesFitTheTerminal(t *testing.T) {
	t.Parallel()
	dir := secretProject(t, "mlflow: {password: canary}\n")
	for _, test := range []struct {
		args []string
		code int
		copy string // in one line
	}{
		{[]string{"secret", "get", "mlflow", "tracking_username"}, 2, "zsv secret update mlflow --tracking_username=@- to set it"},
		{[]string{"apply", "--auto-approve", "--set", "mlflow.password=@main.zsv.hcl"}, 0, "zsv secret update mlflow --set password=@-\n"},
		{[]string{"apply", "--auto-approve", "--set", "mlflow.pasword=@main.zsv.hcl"}, 1, ""},
		{[]string{"run", "--stack", "none-of-those-that-there-are", "--", "true"}, 1, ""},
	} {
		for columns, widest := range map[string]int{"60": 60, "250": 100} {
			shown := onTerminal(t, dir, []string{"COLUMNS=" + columns}, test.args...).ends(test.code)
			if !strings.Contains(shown, test.copy) {
				t.Errorf("%v: not in one line: %q:\n%s", test.args, test.copy, shown)
			}
			for line := range strings.Lines(shown) {
				if strings.Contains(line, "\x1b") { // of the report
					continue
				}
				if width := utf8.RuneCountInString(strings.TrimRight(line, "\n")); width > widest {
					t.Errorf("%v: %d columns, want at most %d: %s", test.args, width, widest, line)
				}
			}
		}
	}
	cmd := exec.Command("zsv", "secret", "get", "mlflow", "tracking_username")
	cmd.Dir, cmd.Env = dir, []string{"HOME=" + dir, "COLUMNS=60"}
	out, err := cmd.CombinedOutput()
	if exitCode(err) != 2 || strings.Count(string(out), "\n") != 1 {
		t.Errorf("%v, want one line:\n%s", err, out)
	}
}

// Help is as wide as the terminal, and as wide as most where there is none.
func TestHelpFitsTheTerminal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const start = "zsv is \"terraform plan\" for secrets: it finds the secret references"
	for columns, want := range map[string]string{
		"60": "zsv is \"terraform plan\" for secrets: it finds the secret\nreferences", "100": start + " {{SECRET.KEY}} in the\nconfiguration",
	} {
		if shown := onTerminal(t, dir, []string{"COLUMNS=" + columns}, "--help").ends(0); !strings.Contains(shown, want) {
			t.Errorf("at %s columns help does not begin with %q:\n%s", columns, want, shown)
		}
	}
	cmd := exec.Command("zsv", "help")
	cmd.Dir, cmd.Env = dir, []string{"HOME=" + dir, "COLUMNS=60"}
	if out, err := cmd.Output(); err != nil || !strings.HasPrefix(string(out), start+"\n{{SECRET.KEY}}") {
		t.Errorf("%v: help without a terminal:\n%s", err, out)
	}
}

// The question for approval is told in lines that fit, too.
func TestApprovalFitsTheTerminal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), withOptions)
	s := onTerminal(t, dir, []string{"COLUMNS=60"}, "apply")
	s.answer("Only 'yes' will be accepted", "no")
	want := "  Each other value is asked for unseen and written to the\n    place shown before it. Enter alone leaves one out.\n"
	if shown := s.ends(1); !strings.Contains(shown, want) {
		t.Errorf("the terminal does not show %q:\n%s", want, shown)
	}
}
