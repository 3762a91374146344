package docs

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// rulesPage has a section for each rule, headed by its name, with an example: a block of hcl, which is written to
// main.zsv.hcl in an empty directory (the note file gives it another name, and other blocks theirs), and below it a
// block of text with what ruleCommand, or the command in the block's note run, prints there.
const (
	rulesPage   = "docs/rules.md"
	ruleFile    = "main.zsv.hcl"
	ruleCommand = "zsv validate --format compact"
)

// An example is one configuration of the page of rules, with what zsv says about it.
type example struct {
	files   []block
	output  block
	command string
}

// examplesOf returns the examples of the page of rules, in order.
func examplesOf(blocks []block) ([]example, error) {
	var examples []example
	var files []block
	for i, b := range blocks {
		if i > 0 && b.section != blocks[i-1].section {
			files = nil
		}
		switch {
		case b.notes["file"] != "" || b.language == "hcl":
			files = append(files, b)
		case b.language == "text" && len(files) == 0:
			return nil, fmt.Errorf("%s: there is no configuration above this output", b.place())
		case b.language == "text":
			examples = append(examples, example{files, b, ruleCommandOf(b)})
			files = nil
		}
	}
	return examples, nil
}

func ruleCommandOf(output block) string {
	if command := output.notes["run"]; command != "" {
		return command
	}
	return ruleCommand
}

// runExample runs an example in the shell's directory. Its output must be what the page says, and name the rule.
func runExample(ctx context.Context, sh *shell, e example) (finding, error) {
	for _, b := range e.files {
		name := b.notes["file"]
		if name == "" {
			name = ruleFile
		}
		sh.write(name, b.text())
	}
	sh.enter("")
	sh.add(e.command)
	results, err := sh.run(ctx)
	if err != nil {
		return finding{block: e.output, renewed: e.output.body}, err
	}
	return judgeExample(e, results[0].printed), nil
}

func judgeExample(e example, printed []string) finding {
	said := outputLines(strings.Join(e.output.body, "\n"))
	found := finding{block: e.output, renewed: renewed(said, printed)}
	if !matches(said, printed) {
		found.isOutdated(e.output.line, e.command, said, printed)
	}
	if !strings.Contains(strings.Join(printed, "\n"), "["+e.output.section+"]") {
		found.problem(e.output.line, "the example does not show the rule: %q printed no [%s]", e.command, e.output.section)
	}
	return found
}

// checkRules holds the sections of the page of rules to the rules that there are: one each, with an example or a block
// of commands that shows it.
func checkRules(source string, blocks []block, rules []string) []string {
	var problems []string
	sections := sectionsOf(source)
	for _, rule := range rules {
		if !slices.Contains(sections, rule) {
			problems = append(problems, fmt.Sprintf("%s: the rule %s has no section", rulesPage, rule))
		}
	}
	for _, section := range sections {
		switch {
		case !slices.Contains(rules, section):
			problems = append(problems, fmt.Sprintf("%s: there is no rule %q", rulesPage, section))
		case !slices.ContainsFunc(blocks, func(b block) bool { return b.section == section && shows(b, section) }):
			problems = append(problems, fmt.Sprintf("%s: the section %s has no example that shows the rule", rulesPage, section))
		}
	}
	return problems
}

// shows says whether a block is output, or commands with theirs, that names the rule.
func shows(b block, rule string) bool {
	return (b.language == "text" || b.language == "console") && strings.Contains(b.text(), rule)
}
