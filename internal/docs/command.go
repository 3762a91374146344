package docs

import (
	"fmt"
	"strings"
)

// A command is one command of a console block, with what it is said to print.
type command struct {
	line   int // in the page, from 1
	text   string
	prints []string
}

// commandsOf splits a console block: "$ " starts a command, "> " below it goes on with it, and what follows is what it
// prints.
func commandsOf(b block) ([]command, error) {
	var commands []command
	for i, line := range b.body {
		last := len(commands) - 1
		if text, ok := strings.CutPrefix(line, "$ "); ok {
			commands = append(commands, command{line: b.line + 1 + i, text: text})
			continue
		}
		if last < 0 {
			return nil, fmt.Errorf("%s: a block of console starts with a command: \"$ COMMAND\"", b.place())
		}
		if text, ok := strings.CutPrefix(line, "> "); ok && len(commands[last].prints) == 0 {
			commands[last].text += "\n" + text
			continue
		}
		commands[last].prints = append(commands[last].prints, line)
	}
	if len(commands) == 0 {
		return nil, fmt.Errorf("%s: the block of console has no command", b.place())
	}
	return commands, nil
}

// console returns the body of a console block that shows commands and what they print.
func console(commands []command) []string {
	var body []string
	for _, command := range commands {
		body = append(body, "$ "+strings.ReplaceAll(command.text, "\n", "\n> "))
		body = append(body, command.prints...)
	}
	return strings.Split(strings.Join(body, "\n"), "\n")
}
