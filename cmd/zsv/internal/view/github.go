package view

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// maxAnnotations is how many errors, and how many warnings, GitHub shows of one step. What goes beyond would be lost without
// a word.
const maxAnnotations = 10

// writeGitHub writes workflow commands, which GitHub Actions shows as annotations of the files: the summary first, then the
// findings that GitHub shows, and a word on the others.
func writeGitHub(w io.Writer, r *resolve.Report, o Options) error {
	r = onCodeHost(r, o)
	l := newLines(w, Options{})
	l.command(notice(summaryOf(r)))
	written := map[severity]int{}
	for _, f := range findings(r, o) {
		if written[f.severity]++; written[f.severity] <= maxAnnotations {
			l.command(annotation(f))
		}
	}
	if more := notAnnotated(written); more != "" {
		l.command(notice(more))
	}
	return l.close()
}

func notice(message string) string { return "::notice title=zsv::" + commandData(message) }

// notAnnotated says how many findings are left out, and where they are; "" where none is.
func notAnnotated(found map[severity]int) string {
	more := func(s severity, noun string) counted { return counted{max(found[s]-maxAnnotations, 0), noun} }
	errors, warnings := more(severityError, "more error"), more(severityWarning, "more warning")
	if errors.n+warnings.n == 0 {
		return ""
	}
	verb := "are"
	if errors.n+warnings.n == 1 {
		verb = "is"
	}
	return countAll(" and ", errors, warnings) + " " + verb + " not annotated: GitHub shows " + strconv.Itoa(maxAnnotations) +
		" of each kind for one step. To have them all, add --format text=zsv.txt, or --format sarif=zsv.sarif for code scanning."
}

// summaryOf says all that is not about one place.
func summaryOf(r *resolve.Report) string {
	all := append(headlines(r), loosenedNote(r.Loosened), emptyNote(r.Checks))
	return strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), " ")
}

func annotation(f finding) string {
	command := "::error "
	if f.severity != severityError {
		command = "::warning "
	}
	properties := append(placeProperties(f.place), "title="+commandProperty(f.title+" ["+f.rule+"]"))
	return command + strings.Join(properties, ",") + "::" + commandData(f.message+alsoUsedAt(f.related))
}

func placeProperties(p *place) []string {
	if p == nil {
		return nil
	}
	properties := []string{"file=" + commandProperty(scrub(p.file)), "line=" + strconv.Itoa(p.line)}
	// The runner throws columns away where a place has several lines, and complains in its debug log.
	if p.line == p.endLine {
		properties = append(properties, "col="+strconv.Itoa(p.column))
	}
	properties = append(properties, "endLine="+strconv.Itoa(p.endLine))
	if p.line == p.endLine {
		properties = append(properties, "endColumn="+strconv.Itoa(p.endColumn))
	}
	return properties
}

// alsoUsedAt lists the first of the related places, a line each. Its newlines are the only ones in a message.
func alsoUsedAt(related []place) string {
	var b strings.Builder
	for i, p := range related {
		if i == maxMentions {
			b.WriteString("\nAnd at " + count(len(related)-i, "more place"))
			break
		}
		b.WriteString("\nAlso used at " + p.String())
	}
	return b.String()
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// commandData escapes a message as the runner unescapes it.
func commandData(s string) string { return dataEscapes.Replace(s) }

// commandProperty escapes the value of a property as the runner unescapes it.
func commandProperty(s string) string { return propertyEscapes.Replace(s) }
