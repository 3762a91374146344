// Package docs runs the documentation. Whatever the project's Markdown shows is held to the program: commands are run
// and what they print is compared, configurations are parsed, links are followed, and every rule has its example.
// CONTRIBUTING.md says how to write a page; this is how it is read.
//
// A block may be preceded by notes to this package, HTML comments of the form <!-- name: value -->, one a line:
//
//	in: DIRECTORY       the block's commands start there, not in the root of the repository
//	exit: CODE          the block's last command exits with this code; every other one must exit with 0, unless the
//	                    next command is "echo $?"
//	needs: vault        the block's commands get the address and the root token of a real, empty Vault
//	needs: zenml        the block's commands get the address and an API key of a real ZenML server without secrets
//	needs: python       the block's commands get python3, which finds the client of clients/python
//	file: NAME          the block is written to this file before the blocks below it are run
//	run: COMMAND        in the page of rules: what prints the block (see rulesPage)
//	not run: REASON     the commands cannot run here
//	not parsed: REASON  the configuration is wrong, or no complete one
//
// In what a command is said to print, … stands for any text within a line, and a line of its own for any lines.
package docs

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// notes are the names that a note may have, each with the languages of the blocks that it may stand above; none means
// that it stands above any.
var notes = map[string][]string{
	"in":         {"console"},
	"exit":       {"console"},
	"needs":      {"console"},
	"file":       {},
	"run":        {"text"},
	"not run":    {"console"},
	"not parsed": {"hcl", "json"},
}

// checkBlock says what is wrong with how a block is written: its notes, and its language.
func checkBlock(b block) []string {
	var problems []string
	problem := func(format string, arguments ...any) {
		problems = append(problems, b.place()+": "+fmt.Sprintf(format, arguments...))
	}
	for _, name := range slices.Sorted(maps.Keys(b.notes)) {
		languages, known := notes[name]
		switch {
		case !known:
			problem("there is no note %q", name)
		case len(languages) > 0 && !slices.Contains(languages, b.language):
			problem("the note %q is for blocks of %s", name, strings.Join(languages, " and "))
		}
	}
	switch b.language {
	case "":
		problem("the block has no language: write text, hcl, json, console or another after the fence")
	case "sh", "bash", "shell", "zsh":
		problem("write commands in a block of console, each after \"$ \", so that they are run; where they cannot be, " +
			"say why in a note <!-- not run: REASON -->")
	}
	return problems
}
