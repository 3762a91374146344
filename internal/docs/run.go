package docs

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// A finding is what running a block brought.
type finding struct {
	block block
	// outdated says which commands print something else, and renewed is the body that the block should have instead.
	outdated, renewed []string
	// problems are what only a writer can put right.
	problems []string
}

func (f *finding) isOutdated(line int, command string, said, printed []string) {
	f.outdated = append(f.outdated, fmt.Sprintf("%s:%d: %q printed\n%s\nnot\n%s",
		f.block.page, line, command, indented(printed), indented(said)))
}

func (f *finding) problem(line int, format string, arguments ...any) {
	f.problems = append(f.problems, fmt.Sprintf("%s:%d: ", f.block.page, line)+fmt.Sprintf(format, arguments...))
}

// sessionsOf divides the blocks of a page by what their commands need, in the order of the page. Each session is run by
// itself, so that without a Vault all others still are. The files that the page shows are in all of them.
func sessionsOf(blocks []block) (needs []string, sessions map[string][]block) {
	sessions = map[string][]block{}
	for _, b := range blocks {
		need := b.notes["needs"]
		if b.language == "console" && b.notes["not run"] == "" && sessions[need] == nil {
			needs = append(needs, need)
			sessions[need] = []block{}
		}
	}
	for _, need := range needs {
		for _, b := range blocks {
			runs := b.language == "console" && b.notes["not run"] == "" && b.notes["needs"] == need
			if runs || b.notes["file"] != "" {
				sessions[need] = append(sessions[need], b)
			}
		}
	}
	return needs, sessions
}

// runSession runs the console blocks of a session, and returns a finding for each.
func runSession(ctx context.Context, sh *shell, session []block) ([]finding, error) {
	var consoles []block
	for _, b := range session {
		if file := b.notes["file"]; file != "" {
			sh.write(file, b.text())
			continue
		}
		commands, err := commandsOf(b)
		if err != nil {
			return nil, err
		}
		consoles = append(consoles, b)
		sh.enter(b.notes["in"])
		for _, command := range commands {
			sh.add(command.text)
		}
	}
	results, err := sh.run(ctx)
	return judge(consoles, results), err
}

// judge compares each console block with the results of its commands, as far as they go.
func judge(consoles []block, results []result) []finding {
	var findings []finding
	for _, b := range consoles {
		commands, _ := commandsOf(b) // It was read before, without an error.
		if len(results) < len(commands) {
			break
		}
		findings = append(findings, judgeBlock(b, commands, results[:len(commands)]))
		results = results[len(commands):]
	}
	return findings
}

func judgeBlock(b block, commands []command, results []result) finding {
	found := finding{block: b}
	for i, command := range commands {
		said, printed := outputLines(strings.Join(command.prints, "\n")), results[i].printed
		if !matches(said, printed) {
			found.isOutdated(command.line, command.text, said, printed)
			commands[i].prints = renewed(said, printed)
		}
		if want := exitOf(b, commands, i); want != "" && want != strconv.Itoa(results[i].exit) {
			found.problem(command.line, "%q exited with %d, not %s", command.text, results[i].exit, want)
		}
	}
	found.renewed = console(commands)
	return found
}

// exitOf returns the code that a block's command must exit with; "" where the page asks for it itself.
func exitOf(b block, commands []command, i int) string {
	last := i == len(commands)-1
	switch {
	case last && b.notes["exit"] != "":
		return b.notes["exit"]
	case !last && commands[i+1].text == "echo $?":
		return ""
	default:
		return "0"
	}
}

func indented(lines []string) string {
	if len(lines) == 0 {
		return "    (nothing)"
	}
	return "    " + strings.Join(lines, "\n    ")
}
