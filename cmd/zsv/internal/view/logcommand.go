package view

import (
	"strings"
	"unicode"
)

// disarm changes a line that a CI system would obey when it stands in a log: GitHub Actions obeys a line whose first
// visible characters are two colons. It is applied to whole lines, because parts that are harmless
// can make up a command.
func disarm(line string) string {
	if strings.Contains(line, "##") {
		line = inlineCommands.Replace(line)
	}
	rest := strings.TrimLeftFunc(line, unicode.IsSpace)
	if !strings.HasPrefix(rest, "::") {
		return line
	}
	return line[:len(line)-len(rest)] + `\u003a` + rest[1:]
}

// inlineCommands are obeyed anywhere in a line: the first by GitHub Actions, which still reads it, and by Azure
// Pipelines, the second by Azure Pipelines.
var inlineCommands = strings.NewReplacer("##[", `\u0023#[`, "##vso[", `\u0023#vso[`)

// startsInlineCommand says whether text begins with one of these.
func startsInlineCommand(text string) bool {
	return strings.HasPrefix(text, "##[") || strings.HasPrefix(text, "##vso[")
}
