package config

import (
	"regexp"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// itemStart matches a line that begins a top-level block, as everyone writes them: in the first column. wholeHeader matches
// one wherever it begins, by its labels: no block inside of another looks like that. header takes the kind and the labels of
// such a line apart.
var (
	itemStart = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:(?:` + strings.Join(kinds(blockShapes), "|") + `)(?:[ \t"{]|$)|` +
			`[A-Za-z_][\w-]*(?:[ \t]+"[^"]*")*[ \t]*\{[ \t]*(?:#.*|//.*)?$)`)
	})
	wholeHeader = sync.OnceValue(func() *regexp.Regexp {
		const label = `[ \t]+"[^"]*"`
		return regexp.MustCompile(`^[ \t]*(?:(?:component|provider)` + label + label + `|(?:stack|secret|variable)` + label +
			`|locals|zsv)[ \t]*\{`)
	})
	header = sync.OnceValue(func() *regexp.Regexp {
		const label = `(?:[ \t]+(?:"([^"\n]*)"|([A-Za-z_][\w-]*)))?`
		return regexp.MustCompile(`^[ \t]*([A-Za-z_][\w-]*)` + label + label)
	})
)

// A recovery parses a file piece by piece, after the whole could not be parsed: one mistake does not hide the next, nor
// what is right.
type recovery struct {
	filename string
	parsed   parsedFile
	tokens   int // of the items so far
	failed   piece
	problem  hcl.Diagnostics // of the piece that failed last
}

// recoverItems recovers a file. whole is what the parser said of it; it counts where no piece is to blame.
func recoverItems(src []byte, filename string, whole hcl.Diagnostics) parsedFile {
	src, open := withoutBlockComments(src)
	r := recovery{filename: filename, failed: piece{src, hcl.InitialPos}, problem: whole}
	countable := tokensAtMost(src) <= maxTokens
	for _, item := range splitLines(r.failed, startsItem) {
		if !countable && r.tooLarge(item) || len(r.parsed.diags) > maxMistakes {
			r.parsed.lost = true
			break
		}
		r.item(item)
	}
	if open {
		r.parsed.diags, r.parsed.lost = append(r.parsed.diags, openCommentAt(rangeAt(src, filename, len(src), len(src)))), true
	}
	if len(r.parsed.diags) == 0 {
		r.parsed.diags = syntaxDiagnostics(whole)
	}
	r.parsed.diags = limited(r.parsed.diags)
	return r.parsed
}

// tooLarge reports an item with which the items have more tokens than a file may have. They are as many as those of the
// file, unless most of that is in a text or a comment across several items.
func (r *recovery) tooLarge(item piece) bool {
	if r.hasFailed(item) { // it is the whole file, which was counted
		return false
	}
	if r.tokens += countTokens(item.source, countedBytes); r.tokens <= maxTokens {
		return false
	}
	r.parsed.diags = append(r.parsed.diags, tooManyTokens(r.filename))
	return true
}

func startsItem(line string) bool {
	return itemStart().MatchString(line) || wholeHeader().MatchString(line)
}

// item takes one top-level item, and what follows it up to the next.
func (r *recovery) item(item piece) {
	if r.add(item) {
		return
	}
	blocks := item.blocks()
	if len(blocks) == 1 || !r.add(blocks[0]) {
		r.crowded(item)
		return
	}
	r.rest(blocks[1:])
}

// crowded takes an item in which something stands behind a block's closing brace, on the same line: what comes before it
// is right all the same.
func (r *recovery) crowded(item piece) {
	parts := item.closed(r.filename)
	if len(parts) == 1 || !r.add(parts[0]) {
		r.reportBroken(item)
		return
	}
	before := len(r.parsed.diags)
	if r.rest(parts[1:]); len(r.parsed.diags) == before { // all parts are right, but on one line
		r.parsed.diags = append(r.parsed.diags, r.problems(item)...)
	}
}

func (r *recovery) rest(pieces []piece) {
	for _, p := range pieces {
		if !r.add(p) && len(r.parsed.diags) <= maxMistakes {
			r.reportBroken(p)
		}
	}
}

func (r *recovery) reportBroken(item piece) {
	r.parsed.broken = append(r.parsed.broken, brokenHeader(item.source))
	r.parsed.diags = append(r.parsed.diags, r.problems(item)...)
}

// add keeps a piece that can be parsed.
func (r *recovery) add(p piece) bool {
	file, diags := r.parse(p)
	if diags.HasErrors() {
		return false
	}
	b := nativeBody(file.Body.(*hclsyntax.Body))
	r.parsed.body.attributes = append(r.parsed.body.attributes, b.attributes...)
	r.parsed.body.blocks = append(r.parsed.body.blocks, b.blocks...)
	return true
}

func (r *recovery) hasFailed(p piece) bool {
	return p.start == r.failed.start && len(p.source) == len(r.failed.source)
}

// parse parses a piece, but not again the one that failed last.
func (r *recovery) parse(p piece) (*hcl.File, hcl.Diagnostics) {
	if r.hasFailed(p) {
		return nil, r.problem
	}
	file, diags := p.parse(r.filename)
	if diags.HasErrors() {
		r.failed, r.problem = p, diags
	}
	return file, diags
}

// problems returns what is wrong with a broken item: of a block, what is wrong with each of its arguments, if that can be
// told apart.
func (r *recovery) problems(item piece) Diagnostics {
	if found := unclosedHeredoc(item, r.filename); found != nil {
		return found
	}
	var found Diagnostics
	for _, argument := range item.arguments() {
		if len(found) > maxMistakes {
			break
		}
		if _, diags := r.parse(argument); diags.HasErrors() {
			found = append(found, explain(argument, r.filename, diags)...)
		}
	}
	if len(found) > 0 {
		return found
	}
	_, diags := r.parse(item)
	return explain(item, r.filename, diags)
}

func brokenHeader(item []byte) brokenBlock {
	match := header().FindSubmatch(item)
	if match == nil {
		return brokenBlock{}
	}
	b := brokenBlock{kind: string(match[1])}
	for i := 2; i < len(match); i += 2 { // quoted or not
		if label := string(match[i]) + string(match[i+1]); label != "" {
			b.labels = append(b.labels, label)
		}
	}
	return b
}
