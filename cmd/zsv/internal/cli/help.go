package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
)

// helpColumns are what help is as wide as where there is no terminal.
const helpColumns = 80

// help writes how a command is used, in lines that fit the terminal.
func (r *invocation) help(cmd *cobra.Command) {
	columns := helpColumns
	if r.StdoutTerminal.Is && r.StdoutTerminal.Width > 0 {
		columns = min(r.StdoutTerminal.Width, widestSentence)
	}
	_, _ = io.WriteString(cmd.OutOrStdout(), helpOf(cmd, columns)) // who reads it no more needs no more
}

func helpOf(cmd *cobra.Command, columns int) string {
	var sections []string
	for _, paragraph := range Paragraphs(cmd.Long) {
		sections = append(sections, paragraph.filled(columns))
	}
	sections = append(sections, "Usage:"+usageLines(cmd))
	if len(cmd.Aliases) > 0 {
		sections = append(sections, "Aliases:\n  "+cmd.NameAndAliases())
	}
	if cmd.HasExample() {
		sections = append(sections, "Examples:\n"+strings.TrimRight(cmd.Example, "\n"))
	}
	sections = append(sections, commandLists(cmd, columns)...)
	if cmd.HasAvailableLocalFlags() {
		sections = append(sections, "Flags:\n"+strings.TrimRight(cmd.LocalFlags().FlagUsagesWrapped(columns), " \n"))
	}
	if cmd.HasAvailableInheritedFlags() {
		sections = append(sections, "Global Flags:\n"+strings.TrimRight(cmd.InheritedFlags().FlagUsagesWrapped(columns), " \n"))
	}
	if cmd.HasAvailableSubCommands() {
		sections = append(sections, view.Filled(fmt.Sprintf("Use \"%s [command] --help\" for more information about a command.",
			cmd.CommandPath()), columns))
	}
	return strings.Join(sections, "\n\n") + "\n"
}

func usageLines(cmd *cobra.Command) string {
	lines := ""
	if cmd.Runnable() {
		lines += "\n  " + cmd.UseLine()
	}
	if cmd.HasAvailableSubCommands() {
		lines += "\n  " + cmd.CommandPath() + " [command]"
	}
	return lines
}

// commandLists returns the lists of the commands below one: a list for each group, and one of those that are in none.
func commandLists(cmd *cobra.Command, columns int) []string {
	groups := append(slices.Clone(cmd.Groups()), &cobra.Group{Title: "Available Commands:"})
	var lists []string
	for _, group := range groups {
		list := ""
		for _, command := range cmd.Commands() {
			if command.GroupID == group.ID && (command.IsAvailableCommand() || command.Name() == "help") {
				list += "\n" + commandLine(command, columns)
			}
		}
		if list != "" {
			lists = append(lists, group.Title+list)
		}
	}
	return lists
}

// commandLine returns what there is to say about a command in a list of commands.
func commandLine(cmd *cobra.Command, columns int) string {
	head := fmt.Sprintf("  %-*s ", cmd.NamePadding(), cmd.Name())
	indent := "\n" + strings.Repeat(" ", len(head))
	return head + strings.ReplaceAll(view.Filled(cmd.Short, columns-len(head)), "\n", indent)
}

// A Paragraph of a command's help is text, or lines that are to stay as they are.
type Paragraph struct {
	Text string
	Kept bool
}

func (p Paragraph) filled(columns int) string {
	if p.Kept {
		return p.Text
	}
	return view.Filled(p.Text, columns)
}

// Paragraphs divides the help of a command. Where its lines are broken means nothing, so they are put together, but for those
// that are indented, and lists of commands.
func Paragraphs(text string) []Paragraph {
	var all []Paragraph
	for _, block := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if strings.HasPrefix(block, " ") || strings.HasPrefix(block, "\t") || isCommands(block) {
			all = append(all, Paragraph{block, true})
		} else if block != "" {
			all = append(all, Paragraph{strings.Join(strings.Fields(block), " "), false})
		}
	}
	return all
}

// isCommands says whether each line of a block ends in a command: "In this shell: source <(zsv completion bash)".
func isCommands(block string) bool {
	lines := strings.Split(block, "\n")
	return len(lines) > 1 && !slices.ContainsFunc(lines, func(line string) bool { return !strings.Contains(line, ": ") })
}
