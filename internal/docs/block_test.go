package docs

import (
	"testing"
)

func TestBlocksThatAreWrong(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ source, want string }{
		"unknown note":    {"<!-- exits: 2 -->\n```console\n$ a\n```\n", `p.md:2: there is no note "exits"`},
		"misplaced note":  {"<!-- exit: 2 -->\n```hcl\na = 1\n```\n", `p.md:2: the note "exit" is for blocks of console`},
		"no language":     {"```\n$ zsv\n```\n", "p.md:1: the block has no language: write text, hcl, json, console or another after the fence"},
		"a shell's":       {"```sh\nzsv plan\n```\n", "p.md:1: write commands in a block of console, each after \"$ \", so that they are run; where they cannot be, say why in a note <!-- not run: REASON -->"},
		"hcl":             {"\n```hcl\na = \n```\n", "p.md:3,5-4,1: Invalid expression; Expected the start of an expression, but found an invalid expression token."},
		"json":            {"```json\n{,}\n```\n", "p.md:1: this is no JSON"},
		"nothing wrong":   {"<!-- not parsed: half of it -->\n```hcl\na = \n```\n", ""},
		"notes that end":  {"<!-- exits: 2 -->\n\n```console\n$ a\n```\n", ""},
		"no comment's":    {"<!-- A comment: for readers. -->\n```console\n$ a\n```\n", ""},
		"a note for none": {"<!-- exit: 2 -->\n", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			blocks, err := blocksOf("p.md", test.source)
			if err != nil {
				t.Fatal(err)
			}
			var problems string
			for _, b := range blocks {
				for _, problem := range checkBlock(b) {
					problems += problem
				}
				if err := checkParses(b); err != nil {
					problems += err.Error()
				}
			}
			if problems != test.want {
				t.Errorf("the problems are %q, not %q", problems, test.want)
			}
		})
	}
}

func TestPagesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"\n```console\n$ a\n":             "p.md:2: the block is not closed",
		"- a\n  ```console\n  $ a\n  ```": "p.md:2: start the block at the margin: an indented one is not run",
		"> ```console\n> $ a\n> ```":      "p.md:1: start the block at the margin: an indented one is not run",
		"```console\na\n```\n":            "p.md:1: a block of console starts with a command: \"$ COMMAND\"",
		"```console\n```\n":               "p.md:1: the block of console has no command",
	} {
		blocks, err := blocksOf("p.md", source)
		if err == nil {
			_, err = commandsOf(blocks[0])
		}
		if err == nil || err.Error() != want {
			t.Errorf("%q gives the error %v, not %q", source, err, want)
		}
	}
}
