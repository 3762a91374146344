// Package manual makes the man pages and the reference of the commands out of the commands themselves. It is no part of
// zsv: the program generate writes the pages for a release, and a test holds docs/commands.md to the commands.
package manual

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/cli"
)

// A Page is what there is to say about one command.
type Page struct {
	Name     string // "zsv secret get"
	Summary  string // without a full stop
	Usage    string
	Aliases  []string
	About    []cli.Paragraph
	Commands []Entry // below this one
	Options  []Option
	Global   []Option // those that every command takes
	Exit     ExitStatus
	// Variables of the environment that the page's own options fall back on, or all of them on the page of zsv itself.
	Variables []Entry
	Files     []Entry
	Examples  []string
	Related   []string // commands
}

// An Entry is a term with what it means.
type Entry struct{ Term, Text string }

// An Option is a flag of a command.
type Option struct {
	Short, Long string // without dashes
	Value       string // what the usage calls it; "" where it takes none
	Text        string
	Default     string // "" where that goes without saying
}

// Pages returns the pages of a command and of all commands below it, in the order in which people look them up.
func Pages(cmd *cobra.Command) []Page {
	pages := []Page{pageOf(cmd)}
	for _, sub := range commandsOf(cmd) {
		pages = append(pages, Pages(sub)...)
	}
	return pages
}

func commandsOf(cmd *cobra.Command) []*cobra.Command {
	return slices.DeleteFunc(slices.Clone(cmd.Commands()), func(sub *cobra.Command) bool {
		return !sub.IsAvailableCommand()
	})
}

func pageOf(cmd *cobra.Command) Page {
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	about, exit := withoutExitStatus(cli.Paragraphs(cmd.Long))
	p := Page{Name: cmd.CommandPath(), Summary: cmd.Short, Usage: usageOf(cmd), Aliases: cmd.Aliases, About: about,
		Options: optionsOf(cmd.NonInheritedFlags()), Exit: exitStatusOf(cmd, exit),
		Examples: examplesOf(cmd.Example), Related: relatedTo(cmd)}
	for _, sub := range commandsOf(cmd) {
		p.Commands = append(p.Commands, Entry{sub.CommandPath(), sub.Short})
	}
	if cmd.HasParent() {
		p.Global, p.Variables = optionsOf(cmd.InheritedFlags()), variablesOf(cmd)
	} else {
		p.Variables, p.Files = allVariables(), files()
	}
	return p
}

// usageOf returns the synopsis. Of "[flags]" cobra's word is more than people read elsewhere.
func usageOf(cmd *cobra.Command) string {
	if len(commandsOf(cmd)) > 0 {
		return cmd.CommandPath() + " COMMAND [OPTIONS]"
	}
	usage := strings.Replace(cmd.UseLine(), "[flags]", "[OPTIONS]", 1)
	if !strings.Contains(usage, "[OPTIONS]") {
		usage += " [OPTIONS]"
	}
	return usage
}

func optionsOf(flags *pflag.FlagSet) []Option {
	var options []Option
	flags.VisitAll(func(flag *pflag.Flag) {
		if flag.Hidden {
			return
		}
		value, text := pflag.UnquoteUsage(flag)
		if flag.Name == "help" || flag.Name == "version" {
			text = "show the " + flag.Name // cobra repeats the command's name
		}
		options = append(options, Option{flag.Shorthand, flag.Name, value, text, defaultOf(flag)})
	})
	return options
}

// defaultOf returns the default of a flag that the usage does not tell already.
func defaultOf(flag *pflag.Flag) string {
	switch flag.DefValue {
	case "", "false", "[]", "0", "0s":
		return ""
	}
	return short(flag.DefValue)
}

// short returns a duration as people write it: "1m", not "1m0s".
func short(value string) string {
	for _, unit := range []string{"0s", "0m"} {
		if rest, found := strings.CutSuffix(value, unit); found && strings.HasSuffix(rest, "m") || strings.HasSuffix(rest, "h") {
			value = rest
		}
	}
	return value
}

// examplesOf returns the examples without the indentation that help has.
func examplesOf(text string) []string {
	if text == "" {
		return nil
	}
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, "  ")
	}
	return lines
}

// relatedTo returns the commands above and beside a command.
func relatedTo(cmd *cobra.Command) []string {
	var related []string
	for above := cmd.Parent(); above != nil; above = above.Parent() {
		related = append([]string{above.CommandPath()}, related...)
		if !above.HasParent() {
			break
		}
		for _, beside := range commandsOf(above) {
			if beside != cmd {
				related = append(related, beside.CommandPath())
			}
		}
	}
	return related
}
