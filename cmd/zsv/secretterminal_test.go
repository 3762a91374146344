//go:build unix

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// oneFile is a project whose secrets are in secrets.yaml.
const oneFile = `provider "file" "local" { path = "secrets.yaml" }
component "a" "b" { password = "{{mlflow.password}}" }
`

// secretProject returns a directory with such a project, and with these secrets.
func secretProject(t *testing.T, secrets string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), oneFile)
	if secrets != "" {
		writeFile(t, filepath.Join(dir, "secrets.yaml"), secrets)
	}
	return dir
}

// wantValues holds the values of a secret against what they should be.
func wantValues(t *testing.T, dir, name string, want map[string]string) {
	t.Helper()
	cmd := exec.Command("zsv", "secret", "get", name, "--reveal", "--format", "json")
	cmd.Dir, cmd.Env = dir, []string{"HOME=" + dir}
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("secret get: %v", err)
	}
	var secret struct {
		Keys map[string]struct{ Value string }
	}
	if err := json.Unmarshal(out, &secret); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for key, value := range secret.Keys {
		got[key] = value.Value
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

func TestSecretCreateOnTerminal(t *testing.T) {
	t.Parallel()
	dir := secretProject(t, "")
	s := onTerminal(t, dir, nil, "secret", "create", "mlflow", "-i")
	s.answer("Please enter a secret key", "")
	s.answer("Please enter a secret key", " username ")
	s.answer("Please enter the secret value for the key [username]", "canary user")
	s.answer("Do you want to add another key-value pair to this secret? [y/N]", "y")
	s.answer("Please enter a secret key", "username")
	s.answer("Please enter a secret key", "client-id")
	s.answer("Please enter the secret value for the key [client-id]", "")
	s.answer("Please enter the secret value for the key [client-id]", "\x1b[200~canary\r\ntwo\x1b[201~")
	s.answer("Do you want to add another key-value pair to this secret? [y/N]", "")
	shown := s.ends(0)
	for _, want := range []string{
		"Type the name of a key", `The key "username" has its value already.`, "That is empty", `Secret "mlflow" created in file local (secrets.yaml): 2 keys.`,
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("the terminal does not show %q:\n%s", want, shown)
		}
	}
	wantValues(t, dir, "mlflow", map[string]string{"username": "canary user", "client-id": "canary\ntwo"})
}

// A key whose name needs care is noted at once, and no command is proposed that would set another key.
func TestSecretKeysThatAreOdd(t *testing.T) {
	t.Parallel()
	dir := secretProject(t, "")
	s := onTerminal(t, dir, nil, "secret", "create", "mlflow", "-i")
	for i, key := range []string{"a=b c", "a b", "a}}b", "values", "fit"} {
		if i > 0 {
			s.answer("Do you want to add another key-value pair to this secret? [y/N]", "y")
		}
		s.answer("Please enter a secret key", key)
		s.answer("Please enter the secret value for the key ["+key+"]", "")
		s.answer("Please enter the secret value for the key ["+key+"]", "canary")
	}
	s.answer("Do you want to add another key-value pair to this secret? [y/N]", "")
	shown := s.ends(0)
	const empty = "That is empty; an empty value is given on the command line: "
	for want, times := range map[string]int{
		`Note: The key "a=b c" has a blank or a control character, so no reference can name it.`: 1,
		`Note: The key "a b" has a blank or a control character, so no reference can name it.`:   1,
		`Note: The key "a}}b" has a brace, so a reference inside other text cannot name it.`:     1,
		"Note": 3,
		"That is empty. Type the value; Ctrl-C ends, and nothing is written.": 1,
		empty + "'--a b='\n": 1, empty + "'--a}}b='\n": 1, empty + "--set values=\n": 1, empty + "--fit=\n": 1,
	} {
		if got := strings.Count(shown, want); got != times {
			t.Errorf("the terminal shows %q %d times, want %d:\n%s", want, got, times, shown)
		}
	}
	wantValues(t, dir, "mlflow", map[string]string{"a=b c": "canary", "a b": "canary", "a}}b": "canary", "values": "canary",
		"fit": "canary"})
}

// Who changes keys sees which ones there are, and ends with an empty name.
func TestSecretUpdateOnTerminal(t *testing.T) {
	t.Parallel()
	dir := secretProject(t, "mlflow: {username: canary, password: canary}\nbare: {}\n")
	s := onTerminal(t, dir, nil, "secret", "update", "mlflow", "-i", "--given=@main.zsv.hcl")
	s.answer("Please enter a secret key", "password")
	s.answer("Please enter the secret value for the key [password]", "new")
	s.answer("Do you want to add another key-value pair to this secret? [y/N]", "y")
	s.answer("Please enter a secret key", "")
	shown := s.ends(0)
	for _, want := range []string{`The secret "mlflow" has the keys password, username.`, "2 keys set."} {
		if !strings.Contains(shown, want) || strings.Contains(shown, "canary") {
			t.Errorf("the terminal does not show %q, or it shows a value:\n%s", want, shown)
		}
	}
	wantValues(t, dir, "mlflow", map[string]string{"username": "canary", "password": "new", "given": oneFile})
	s = onTerminal(t, dir, nil, "secret", "update", "bare", "-i", "-r", "gone")
	s.answer("Please enter a secret key", "")
	if shown := s.ends(2); !strings.Contains(shown, `The secret "bare" has no key.`) {
		t.Errorf("the terminal shows:\n%s", shown)
	}
}

// In a store of variables a secret may have keys that nothing knows of, so only the write can tell that there is none.
func TestSecretUpdateOfVariablesOnTerminal(t *testing.T) {
	t.Parallel()
	dir := secretProject(t, "")
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), "provider \"file\" \"local\" { path = \".env\" }\n"+
		"component \"a\" \"b\" { password = \"{{mlflow.password}}\" }\n")
	writeFile(t, filepath.Join(dir, ".env"), "MLFLOW_OTHER=canary\n")
	for name, code := range map[string]int{"mlflow": 0, "slack": 2} {
		s := onTerminal(t, dir, nil, "secret", "update", name, "-i")
		s.answer("Please enter a secret key", "token")
		s.answer("Please enter the secret value for the key [token]", "canary-typed")
		s.answer("Do you want to add another key-value pair to this secret? [y/N]", "")
		s.ends(code)
	}
	if text := readFile(t, filepath.Join(dir, ".env")); text != "MLFLOW_OTHER=canary\nMLFLOW_TOKEN=canary-typed\n" {
		t.Errorf("the file is:\n%s", text)
	}
}

// Nobody types what cannot be written.
func TestSecretPromptsThatAreInVain(t *testing.T) {
	t.Parallel()
	dir := secretProject(t, "mlflow: {password: canary}\n")
	shown := onTerminal(t, dir, nil, "secret", "create", "mlflow", "-i").ends(1)
	if !strings.Contains(shown, "exists already") || strings.Contains(shown, "Please") {
		t.Errorf("the terminal shows:\n%s", shown)
	}
	shown = onTerminal(t, dir, nil, "secret", "update", "mlflw", "-i").ends(2)
	if !strings.Contains(shown, `There is no secret "mlflw"`) || strings.Contains(shown, "Please") {
		t.Errorf("the terminal shows:\n%s", shown)
	}
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), "provider \"env\" \"ci\" {}\n")
	shown = onTerminal(t, dir, nil, "secret", "create", "mlflow", "-i").ends(1)
	if !strings.Contains(shown, "cannot be written") || strings.Contains(shown, "Please") {
		t.Errorf("the terminal shows:\n%s", shown)
	}
}

// An interrupt at any prompt ends with 130, and nothing was written.
func TestSecretPromptsInterrupted(t *testing.T) {
	t.Parallel()
	prompts := [][2]string{
		{"Please enter a secret key", "username"},
		{"Please enter the secret value for the key [username]", "canary"},
		{"Do you want to add another key-value pair to this secret? [y/N]", "y"},
	}
	for i := range prompts {
		for name, key := range map[string]string{"Ctrl-C": "\x03", "Ctrl-D": "\x04"} {
			t.Run(prompts[i][0]+" "+name, func(t *testing.T) {
				t.Parallel()
				dir := secretProject(t, "other: {k: canary}\n")
				s := onTerminal(t, dir, nil, "secret", "create", "mlflow", "-i")
				for _, prompt := range prompts[:i] {
					s.answer(prompt[0], prompt[1])
				}
				s.awaits(prompts[i][0])
				s.types(key)
				s.ends(130)
				if got := readFile(t, filepath.Join(dir, "secrets.yaml")); got != "other: {k: canary}\n" {
					t.Errorf("something was written: %q", got)
				}
			})
		}
	}
}

func TestSecretDeleteOnTerminal(t *testing.T) {
	t.Parallel()
	const prompt = "Only 'yes' will be accepted"
	for _, test := range []struct {
		typed   string
		code    int
		deleted bool
	}{{"yes\r", 0, true}, {"y\r", 1, false}, {"\r", 1, false}, {"\x03", 130, false}} {
		dir := secretProject(t, "mlflow: {password: canary, username: canary}\n")
		s := onTerminal(t, dir, nil, "secret", "delete", "mlflow")
		s.awaits(prompt)
		s.types(test.typed)
		shown := s.ends(test.code)
		want := "Do you want to delete the secret \"mlflow\" from file local (secrets.yaml), with its 2 keys password, username?\n" +
			"The configuration refers to it:\n  main.zsv.hcl:2:33  a.b.password\n"
		if !strings.HasPrefix(shown, want) {
			t.Errorf("%q: the terminal shows:\n%s", test.typed, shown)
		}
		got := readFile(t, filepath.Join(dir, "secrets.yaml"))
		if strings.Contains(got, "mlflow") == test.deleted {
			t.Errorf("%q: the store is %q", test.typed, got)
		}
	}
	dir := secretProject(t, "mlflow: {password: canary}\n")
	if shown := onTerminal(t, dir, nil, "secret", "delete", "mlflw").ends(2); strings.Contains(shown, prompt) {
		t.Errorf("it asks about a secret that is not there:\n%s", shown)
	}
}

// Values on a command line stay in the history of the shell: that is said once, and only to someone at a terminal.
func TestSecretHistoryWarning(t *testing.T) {
	t.Parallel()
	const warning = "Warning: a value on the command line stays in the shell's history"
	for _, test := range []struct {
		args []string
		want int
	}{
		{[]string{"--a=canary", "--b=canary"}, 1},
		{[]string{"--values", `{"a": "canary"}`}, 1},
		{[]string{"--set", "a=canary"}, 1},
		{[]string{"--a=@main.zsv.hcl", "--b="}, 0},
		{[]string{"--values", "values.yaml"}, 0},
	} {
		dir := secretProject(t, "")
		writeFile(t, filepath.Join(dir, "values.yaml"), "a: canary\n")
		shown := onTerminal(t, dir, nil, append([]string{"secret", "create", "s"}, test.args...)...).ends(0)
		if got := strings.Count(shown, warning); got != test.want {
			t.Errorf("%v: %d warnings, want %d:\n%s", test.args, got, test.want, shown)
		}
	}
	dir := secretProject(t, "")
	cmd := exec.Command("zsv", "secret", "create", "s", "--a=canary")
	cmd.Dir, cmd.Env = dir, []string{"HOME=" + dir}
	if out, err := cmd.CombinedOutput(); err != nil || strings.Contains(string(out), "history") {
		t.Errorf("without a terminal: %v\n%s", err, out)
	}
}

// A value is followed by a newline on a terminal only, and many of them are only shown there when asked for.
func TestSecretValuesOnTerminal(t *testing.T) {
	t.Parallel()
	dir := secretProject(t, "s: {k: plain, l: \"two\\nlines\\e[31m\"}\n")
	for _, test := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"get", "s", "k", "--reveal"}, 0, "plain\n"},
		{[]string{"get", "s", "--reveal"}, 0, "k   plain\nl   \"two\\nlines\\x1b[31m\"\n"},
		{[]string{"get", "s"}, 0, "k\nl\n"},
		{[]string{"export", "s"}, 1, "Error: The values would be shown on the terminal: write them to a file with -f FILE, or show them with --reveal.\n"},
		{[]string{"export", "s", "--reveal"}, 0, "k: \"plain\"\nl: \"two\\nlines\\u001b[31m\"\n"},
	} {
		shown := onTerminal(t, dir, nil, append([]string{"secret"}, test.args...)...).ends(test.code)
		if diff := cmp.Diff(test.want, shown); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.args, diff)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "-")); err == nil {
		t.Error("there is a file called -")
	}
}

// Who types a value for @- is told that it shows.
func TestSecretFromTheKeyboard(t *testing.T) {
	t.Parallel()
	dir := secretProject(t, "")
	s := onTerminal(t, dir, nil, "secret", "create", "s", "--k=@-")
	for !strings.Contains(s.unread, "use -i") {
		if !s.more() {
			t.Fatalf("zsv ended, or is stuck:\n%s", s.seen.String())
		}
	}
	s.types("typed\r\x04")
	s.ends(0)
	wantValues(t, dir, "s", map[string]string{"k": "typed\n"})
}
