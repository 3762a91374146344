package manual

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/cli"
)

// An ExitStatus says what the exit codes of a command mean: as a list, or, where they are no plain numbers, as text.
type ExitStatus struct {
	Codes []Entry
	Text  string
}

const exitCodes = "Exit codes: "

// withoutExitStatus takes the sentence on exit codes out of the help of a command, which the pages have a section for.
func withoutExitStatus(all []cli.Paragraph) (about []cli.Paragraph, sentence string) {
	for _, p := range all {
		before, after, found := strings.Cut(p.Text, exitCodes)
		if found && !p.Kept {
			sentence, p.Text = strings.TrimSuffix(after, "."), strings.TrimSpace(before)
		}
		if p.Text != "" {
			about = append(about, p)
		}
	}
	return about, sentence
}

// exitStatusOf returns what the help of a command says about its exit codes, or that of the command it is one of.
func exitStatusOf(cmd *cobra.Command, sentence string) ExitStatus {
	switch parent := cmd.Parent(); {
	case sentence != "":
		return parseExitStatus(sentence)
	case parent != nil && parent.HasParent():
		return ofHelp(parent)
	}
	return ExitStatus{Codes: []Entry{{"0", "Done."},
		{"1", "The configuration or the usage is wrong, or reading or writing failed."}}}
}

func ofHelp(cmd *cobra.Command) ExitStatus {
	_, sentence := withoutExitStatus(cli.Paragraphs(cmd.Long))
	return exitStatusOf(cmd, sentence)
}

// parseExitStatus reads "0 all is there; 1 an error".
func parseExitStatus(sentence string) ExitStatus {
	var codes []Entry
	for _, part := range strings.Split(sentence, "; ") {
		code, text, _ := strings.Cut(part, " ")
		if _, err := strconv.ParseUint(code, 10, 8); err != nil || text == "" {
			return ExitStatus{Text: capital(sentence) + "."}
		}
		codes = append(codes, Entry{code, capital(text) + "."})
	}
	return ExitStatus{Codes: codes}
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
