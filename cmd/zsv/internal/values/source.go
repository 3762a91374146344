package values

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/providers"
)

// Sources are where values written as @file come from.
type Sources struct {
	// Stdin is read whole for "@-", once.
	Stdin io.Reader
	// Path makes a path of the user's absolute.
	Path func(path string) string
	// Warn is told what looks like a mistake, in one sentence.
	Warn func(text string)

	usedStdin bool
}

// Value returns the value that an argument stands for: @FILE the bytes of a file, @- those of standard input, @@TEXT the
// text @TEXT, anything else itself. literal says that the value itself stood on the command line.
func (s *Sources) Value(argument string) (value providers.Value, literal bool, err error) {
	name, isSource := strings.CutPrefix(argument, "@")
	switch {
	case !isSource:
		return providers.NewValue(argument), true, nil
	case strings.HasPrefix(name, "@"):
		return providers.NewValue(name), true, nil
	case name == "":
		return providers.Value{}, false, fmt.Errorf("@ names no file: write @FILE, @- for standard input, or @@ for a value that " +
			"begins with @")
	}
	text, err := s.read(name)
	switch {
	case err != nil && name == "-":
		return providers.Value{}, false, err
	case err != nil: // without the name, which may be a value that begins with @
		return providers.Value{}, false, fmt.Errorf("cannot read the file named after @: %w; for a value that begins with @, "+
			"write @@", err)
	}
	s.warnOf(name, text)
	return providers.NewValue(string(text)), false, nil
}

// Keys returns the keys that an argument stands for: a map in YAML or JSON, @FILE or FILE, or @- for standard input. literal
// says that values themselves stood on the command line.
func (s *Sources) Keys(argument string) (keys Keys, literal bool, err error) {
	name, isSource := strings.CutPrefix(argument, "@")
	switch {
	case isSource && name == "" || argument == "":
		return nil, false, fmt.Errorf("it names no file: write FILE, - for standard input, or a map of keys in JSON or YAML")
	case !isSource && looksLikeMap(argument):
		keys, err = ParseKeys("", []byte(argument))
		return keys, true, err
	}
	text, err := s.Read(name)
	if err != nil {
		return nil, false, err
	}
	if name == "-" {
		name = ""
	}
	keys, err = ParseKeys(name, text)
	return keys, false, err
}

// looksLikeMap tells a map in YAML or JSON from the name of a file.
func looksLikeMap(argument string) bool {
	return strings.HasPrefix(strings.TrimSpace(argument), "{") || strings.Contains(argument, "\n") ||
		strings.Contains(argument, ": ") || strings.HasSuffix(argument, ":")
}

// Read returns the bytes of a file, or of standard input where the name is "-".
func (s *Sources) Read(name string) ([]byte, error) {
	text, err := s.read(name)
	switch {
	case err == nil:
		return text, nil
	case name == "-":
		return nil, err
	}
	if !looksLikePath(name) {
		return nil, fmt.Errorf("cannot read a file of that name: %w", err)
	}
	return nil, fmt.Errorf("cannot read %q: %w", name, err)
}

// looksLikePath says whether a name can be shown: what was meant to be a value, or a map of values, ends here too.
func looksLikePath(name string) bool {
	return pathLike().MatchString(name)
}

var pathLike = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\w./~ +-]+\.(ya?ml|json|env)$`) })

func (s *Sources) read(name string) ([]byte, error) {
	if name != "-" {
		text, err := os.ReadFile(s.Path(name))
		return text, fileerror.Reason(err)
	}
	if s.usedStdin {
		return nil, fmt.Errorf("standard input (@-) can be read for one value only")
	}
	s.usedStdin = true
	text, err := io.ReadAll(s.Stdin)
	if err != nil {
		return nil, fmt.Errorf("cannot read standard input: %w", err)
	}
	return text, nil
}

// UsedStdin says whether standard input was read.
func (s *Sources) UsedStdin() bool { return s.usedStdin }

// warnOf tells of a value that is empty, as after a command that failed, and of a newline at the end of one, which most
// often is the file's and not the value's.
func (s *Sources) warnOf(name string, text []byte) {
	from := fmt.Sprintf("the file %q", name)
	if name == "-" {
		from = "standard input"
	}
	switch {
	case len(text) == 0:
		s.Warn(from + " was empty, so the value is empty")
	case text[len(text)-1] == '\n':
		s.Warn(fmt.Sprintf("the value from %s ends in a newline, which is kept; if it does not belong to the value, write it "+
			"with printf instead of echo", from))
	}
}
