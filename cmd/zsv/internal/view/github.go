package view

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// writeGitHub writes workflow commands, which GitHub Actions shows as annotations of the files: the summary first, for
// GitHub shows only the first few of each kind.
func writeGitHub(w io.Writer, r *resolve.Report, o Options) error {
	l := newLines(w, Options{})
	l.command("::notice title=zsv::" + commandData(summaryOf(r)))
	for _, f := range findings(r, o) {
		l.command(annotation(f, o))
	}
	return l.close()
}

// summaryOf says all that is not about one place.
func summaryOf(r *resolve.Report) string {
	all := append(headlines(r), loosenedNote(r.Loosened), emptyNote(r.Checks))
	return strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), " ")
}

func annotation(f finding, o Options) string {
	command := "::error "
	if f.severity != severityError {
		command = "::warning "
	}
	properties := append(placeProperties(f.place, o), "title="+commandProperty(f.title+" ["+f.rule+"]"))
	return command + strings.Join(properties, ",") + "::" + commandData(f.message+alsoUsedAt(f.related, o))
}

func placeProperties(p *place, o Options) []string {
	if p == nil {
		return nil
	}
	properties := []string{"file=" + commandProperty(scrub(o.annotationPath(p.file))), "line=" + strconv.Itoa(p.line)}
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

// alsoUsedAt lists the related places, a line each. Its newlines are the only ones in a message.
func alsoUsedAt(related []place, o Options) string {
	var b strings.Builder
	for _, p := range related {
		p.file = o.annotationPath(p.file)
		b.WriteString("\nAlso used at " + p.String())
	}
	return b.String()
}

func (o Options) annotationPath(path string) string {
	if o.AnnotationPath == nil {
		return path
	}
	return o.AnnotationPath(path)
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// commandData escapes a message as the runner unescapes it.
func commandData(s string) string { return dataEscapes.Replace(s) }

// commandProperty escapes the value of a property as the runner unescapes it.
func commandProperty(s string) string { return propertyEscapes.Replace(s) }
