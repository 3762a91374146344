package config

import (
	"path"
	"runtime"
	"slices"
	"sync"

	"github.com/zsv-dev/zsv/internal/parallel"
)

// Options say what to load and with what.
type Options struct {
	// WorkingDir is the absolute directory to which all other paths are relative.
	WorkingDir string
	// Dir is the configuration's directory, as the user named it: reports show it so.
	Dir string
	// Environ is the environment, "NAME=value" strings; only ZSV_VAR_* count.
	Environ []string
	// VariableFiles and Variables are --var-file and --var, in order.
	VariableFiles []string
	Variables     []Assignment
	// SharedInputs says that they are for several configurations, so that one need not declare all of the variables.
	SharedInputs bool
	// Static says that a variable without a value is unknown, with a warning, instead of an error.
	Static bool
	// ProjectDir is the root of the project: the git top level; empty: the configuration's directory. Links among the
	// configuration's files are followed only to files below it or below one of TrustedPaths, which are absolute.
	ProjectDir   string
	TrustedPaths []string
	// Version is that of the running zsv, for required_version.
	Version string
	// Overlay has the bytes of files of the configuration as they are to be, by their names in Dir: they count instead of
	// those that are there, and beside them.
	Overlay map[string][]byte
}

// Load reads the configuration of one directory. The Config is never nil: it holds what could be read, whatever the
// diagnostics say. The same files and options give the same result.
func Load(options Options) (*Config, Diagnostics) {
	names, diags := options.fileNames()
	l := &loader{options: options, config: &Config{Dir: displayPath(options.Dir), sources: map[string][]byte{}}}
	if diags != nil {
		return l.config, diags
	}
	for _, name := range names {
		l.files = append(l.files, &file{name: path.Join(l.config.Dir, name)})
	}
	l.readFiles()
	l.readDeclarations()
	l.decodeFiles()
	diags = l.link()
	l.config.clamp(diags)
	diags.Sort()
	return l.config, diags
}

// clamp brings places back into their files: HCL's parsers report some that lie behind the end.
func (c *Config) clamp(diags Diagnostics) {
	for i := range diags {
		at := diags[i].Range
		if at == nil {
			continue
		}
		if src, ok := c.sources[at.Filename]; ok && at.End.Byte > len(src) {
			inside := rangeAt(src, at.Filename, min(at.Start.Byte, len(src)), len(src))
			diags[i].Range = &inside
		}
	}
}

// A loader carries one Load.
type loader struct {
	options Options
	config  *Config
	files   []*file
	scope   *scope
	// early and pending are those of variables and locals.
	early   Diagnostics
	pending []pendingName
}

// A file is one file of the configuration on its way. Each is worked on by one goroutine at a time.
type file struct {
	name    string
	source  []byte
	unread  bool        // it could not be read
	parsed  *parsedFile // nil until it is parsed, and again once it is decoded
	ignores map[int][]Ignore
	fragment
}

// A fragment is what one file holds of the configuration.
type fragment struct {
	settings   []settingsBlock
	providers  []Provider
	components []Component
	stacks     []Stack
	secrets    []Secret
	broken     []brokenBlock
	lost       bool // it is not known what else the file declares
	pending    []pendingName
	diags      Diagnostics
}

type settingsBlock struct {
	Settings
	block block
}

func (l *loader) each(files []*file, work func(*file)) {
	parallel.Each(len(files), runtime.GOMAXPROCS(0), func(i int) { work(files[i]) })
}

func (l *loader) readFiles() {
	var lock sync.Mutex
	l.each(l.files, func(f *file) {
		f.source, f.diags = l.options.readSource(f.name)
		f.unread = f.diags != nil
		lock.Lock()
		defer lock.Unlock()
		l.config.sources[f.name] = f.source
	})
}

// readDeclarations parses the files that others depend on, and evaluates their variables and locals.
func (l *loader) readDeclarations() {
	var files []*file
	for _, f := range l.files {
		if mayDeclare(f) {
			files = append(files, f)
		}
	}
	l.each(files, (*file).parse)
	d := newDeclarations(l)
	for _, f := range files {
		d.read(f)
	}
	d.evaluate()
	l.scope, l.early, l.pending = d.scope, d.diags, d.pending
	l.config.Variables, l.config.Sensitive = sortedNames(d.variables), d.sensitive
}

// parse parses the file unless that is done, or unless it could not be read.
func (f *file) parse() {
	switch {
	case f.parsed != nil:
	case f.unread:
		f.parsed = &parsedFile{lost: true}
	default:
		parsed := parseFile(f.source, f.name)
		f.parsed = &parsed
	}
}

var fileShape = shape{blocks: blockShapes}

// decodeFiles decodes all files. Where that takes more work than there is budget, it depends on the scheduler which files
// get some: it is done again then, one file after the other, so that the result is always the same.
func (l *loader) decodeFiles() {
	before := l.scope.budget.state()
	read := make([]fragment, len(l.files))
	for i, f := range l.files {
		read[i] = f.fragment
	}
	l.each(l.files, l.decodeFile)
	if before.empty || !l.scope.budget.usedUp() {
		return
	}
	l.scope.budget.restore(before)
	for i, f := range l.files {
		f.fragment = read[i]
		l.decodeFile(f)
	}
}

// decodeFile parses a file unless that is done, decodes it and drops its syntax tree.
func (l *loader) decodeFile(f *file) {
	f.parse()
	r := &reader{scope: l.scope, source: f.source}
	r.diags = slices.Concat(f.diags, f.parsed.diags)
	f.parsed.broken = append(f.parsed.broken, f.parsed.body.withWrongHeader(fileShape)...)
	f.decode(r, l.options.Version)
	f.ignores = r.readIgnores(f.name)
	f.broken, f.lost, f.pending = f.parsed.broken, f.parsed.lost, r.pending
	f.diags, f.parsed = r.diags, nil
}

func (f *file) decode(r *reader, version string) {
	r.report(f.parsed.body.check("A file", fileShape)...)
	for _, b := range f.parsed.body.blocks {
		r.address = ""
		switch b.kind {
		case "zsv":
			f.settings = append(f.settings, settingsBlock{r.settings(b, version), b})
		case "provider":
			f.providers = append(f.providers, r.provider(b))
		case "component":
			f.components = append(f.components, r.component(b))
		case "stack":
			f.stacks = append(f.stacks, r.stack(b))
		case "secret":
			f.secrets = append(f.secrets, r.secret(b))
		}
	}
}
