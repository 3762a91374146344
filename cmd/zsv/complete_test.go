package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The shells themselves, with the scripts that `zsv completion` prints. Each session completes lines of standard input, with
// their words apart by "|", and prints each line behind "=", and then what the shell offers for it, one a line.
var shells = map[string]string{
	"bash": `
if [ -r /usr/share/bash-completion/bash_completion ]; then
	. /usr/share/bash-completion/bash_completion
else
	# Of bash-completion, which people have, the two functions that the script wants.
	_get_comp_words_by_ref() { words=("${COMP_WORDS[@]}") cword=$COMP_CWORD cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}; }
	_filedir() { COMPREPLY=($(compgen -d -- "$cur")); }
fi
. <(zsv completion bash)
complete -p zsv >/dev/null || exit 1
COMP_WORDBREAKS=${COMP_WORDBREAKS//[:=]/} # so that words stay whole, as readline's caller gets them
compopt() { :; }
while read -r line; do
	echo "=$line"
	IFS='|' read -r -a COMP_WORDS <<<"$line"
	[[ $line != *'|' ]] || COMP_WORDS+=('')
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE="${COMP_WORDS[*]}" COMP_POINT=${#COMP_LINE} COMP_TYPE=9
	__start_zsv
	for reply in "${COMPREPLY[@]}"; do echo "${reply%%  *}"; done
done
`,
	"zsh": `
autoload -U compinit && compinit -D -u
. <(zsv completion zsh)
(( ${+_comps[zsv]} )) || exit 1
# What the script calls of the completion system, which only works in the line editor.
_describe() { [[ " $* " = *" -P "* ]] && print prefix; [[ $argv[-1] = completions || -n ${argv[(r)completions]} ]] && print -rl -- "${(@)completions%%:*}"; return 0 }
_arguments() { [[ "$*" = *_files* || "$*" = *_path_files* ]] && print files; return 0 }
while read -r line; do
	print -r -- "=$line"
	words=("${(@s:|:)line}") CURRENT=${#words}
	_zsv
done
`,
	"fish": `
zsv completion fish | source
while read line
	echo "=$line"
	complete --do-complete (string join ' ' -- (string split '|' -- $line)) | string replace -r '\t.*' ''
end
true
`,
}

var shellCommands = map[string][]string{
	"bash": {"--noprofile", "--norc", "-c"},
	"zsh":  {"-f", "-c"},
	"fish": {"--no-config", "-c"},
}

// What a shell offers for a line. Where something is left out on purpose, nothing is offered in its place.
var completedLines = []struct {
	line string
	want []string
}{
	{"zsv|val", []string{"validate"}},
	{"zsv|plan|--level|", []string{"NONE", "SECRET_AND_KEY_EXISTS", "SECRET_EXISTS"}},
	{"zsv|plan|--lev", []string{"--level"}},
	{"zsv|plan|--stack|", []string{"dev", "prod"}},
	{"zsv|plan|--stack|p", []string{"prod"}},
	{"zsv|secret|get|", []string{"db", "mlflow"}},
	{"zsv|secret|get|mlflow|", []string{"password", "username"}},
	{"zsv|plan|--rule|unused-s", []string{"unused-secret="}},
	{"zsv|plan|--rule|unused-secret=", []string{"unused-secret=error", "unused-secret=off", "unused-secret=warning"}},
	{"zsv|plan|--format|json=rep", []string{"json=report.json"}},
	{"zsv|run|--|zsv-no-such-pro", []string{}},
	{"zsv|version|", []string{}},
}

func TestShellsComplete(t *testing.T) {
	t.Parallel()
	for name, script := range shells {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shell, err := exec.LookPath(name)
			if err != nil {
				t.Skipf("there is no %s here", name)
			}
			offered := completeIn(t, append([]string{shell}, append(shellCommands[name], script)...))
			for _, completed := range completedLines {
				if diff := cmp.Diff(completed.want, offered[completed.line]); diff != "" {
					t.Errorf("%s (-want +offered):\n%s", completed.line, diff)
				}
			}
		})
	}
}

// completeIn returns what a shell offers for each line, sorted. It must tell of no errors, and execute nothing that stands in
// the configuration.
func completeIn(t *testing.T, command []string) map[string][]string {
	t.Helper()
	dir, home := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{"main.zsv.hcl": shellConfiguration, "report.json": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	shell := exec.CommandContext(t.Context(), command[0], command[1:]...)
	shell.Dir = dir
	shell.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home,
		"TERM=dumb", "LC_ALL=C.UTF-8"}
	var lines, told strings.Builder
	for _, completed := range completedLines {
		lines.WriteString(completed.line + "\n")
	}
	shell.Stdin, shell.Stderr = strings.NewReader(lines.String()), &told
	output, err := shell.Output()
	if err != nil || told.Len() > 0 {
		t.Fatalf("%v\n%s%s", err, output, told.String())
	}
	if _, err := os.Stat(filepath.Join(dir, "pwned")); err == nil {
		t.Fatal("the shell executed what stands in the configuration")
	}
	return offeredLines(string(output))
}

// offeredLines reads the output of a session.
func offeredLines(output string) map[string][]string {
	offered := map[string][]string{}
	for _, part := range strings.Split("\n"+output, "\n=")[1:] {
		line, words, _ := strings.Cut(part, "\n")
		offered[line] = strings.Fields(words)
		slices.Sort(offered[line])
	}
	return offered
}

// shellConfiguration has, beside names to offer, some that a shell would execute.
const shellConfiguration = `
provider "env" "ci" {}
component "a" "b" {
  username = "{{mlflow.username}}"
  password = "{{mlflow.password}}"
  hostile  = "{{$(touch${IFS}pwned).key}}"
}
component "a" "c" { x = "{{db.password}}" }
stack "prod" { components = [component.a.b, component.a.c] }
stack "dev" { components = [component.a.c] }
stack "$(touch pwned)" { components = [] }
stack "` + "`touch pwned`" + `" { components = [] }
`
