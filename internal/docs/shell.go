package docs

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A shell runs the commands of a page as its reader would: in one shell, one after the other.
type shell struct {
	directory   string   // the root, in which every block starts
	environment []string // all that the commands see
	script      strings.Builder
	commands    int
}

// A result is what one command did.
type result struct {
	printed []string // on both streams
	exit    int
}

// enter makes the commands that follow start in a directory below the root.
func (s *shell) enter(below string) {
	fmt.Fprintf(&s.script, "cd -- %s || exit\n", quoted(filepath.Join(s.directory, filepath.FromSlash(below))))
}

// write makes a file below the root.
func (s *shell) write(name, text string) {
	file := filepath.Join(s.directory, filepath.FromSlash(name))
	fmt.Fprintf(&s.script, "mkdir -p -- %s && printf %%s %s > %s\n", quoted(filepath.Dir(file)), quoted(text), quoted(file))
}

// add appends a command. The mark after it divides what it prints from what the next one does, and $? is kept for that.
func (s *shell) add(text string) {
	s.commands++
	fmt.Fprintf(&s.script, "eval %s\nzsv_docs=$?; printf '\\036%%d\\036' \"$zsv_docs\"; (exit \"$zsv_docs\")\n", quoted(text))
}

var mark = regexp.MustCompile("\x1e([0-9]+)\x1e")

// run runs all that was added, and returns a result for each command. A command that ends the shell, by exit or by a
// syntax error, is the last that has one; what the shell said about it then is in the error.
func (s *shell) run(ctx context.Context) ([]result, error) {
	process := exec.CommandContext(ctx, "sh", "-c", s.script.String())
	process.Dir, process.Env, process.WaitDelay = s.directory, s.environment, 10*time.Second
	output, err := process.CombinedOutput()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && ctx.Err() == nil {
		err = nil // The last command's, which is in its result.
	}
	results, rest := resultsOf(string(output))
	if err == nil && len(results) < s.commands {
		err = fmt.Errorf("the shell ended early, after it had printed %q", rest)
	}
	return results, err
}

func resultsOf(output string) (results []result, rest string) {
	start := 0
	for _, place := range mark.FindAllStringSubmatchIndex(output, -1) {
		exit, _ := strconv.Atoi(output[place[2]:place[3]]) // The expression takes only digits.
		results = append(results, result{outputLines(output[start:place[0]]), exit})
		start = place[1]
	}
	return results, output[start:]
}

// quoted returns text as one word of a shell.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
