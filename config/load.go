package config

import (
	"bytes"
	"path"
	"regexp"
	"runtime"
	"sync"

	"github.com/zclconf/go-cty/cty"

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
	// Version is that of the running zsv, for required_version.
	Version string
}

// Load reads the configuration of one directory. The Config is never nil: it holds what could be read, whatever the
// diagnostics say. The same files and options give the same result.
func Load(options Options) (*Config, Diagnostics) {
	names, diags := configFiles(options.WorkingDir, options.Dir)
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
	diags.Sort()
	return l.config, diags
}

// A loader carries one Load.
type loader struct {
	options Options
	config  *Config
	files   []*file
	scope   *scope
	// early collects the diagnostics of variables and locals.
	early Diagnostics
}

// A file is one file of the configuration on its way. Each is worked on by one goroutine at a time.
type file struct {
	name    string
	source  []byte
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
		f.source, f.diags = readFile(l.options.WorkingDir, f.name)
		lock.Lock()
		defer lock.Unlock()
		l.config.sources[f.name] = f.source
	})
}

// declares matches the source of a file that may hold variables, locals or secret blocks: what other files refer to by
// value. It may match too often, never too rarely.
var declares = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)(^|[{,\x{feff}])[ \t]*"?(variable|locals|secret)"?[ \t\r\n]*["{:a-zA-Z_/#\[]`)
})

// readDeclarations parses the files that others depend on, and evaluates their variables and locals.
func (l *loader) readDeclarations() {
	var files []*file
	for _, f := range l.files {
		if mayDeclare(f.source) {
			files = append(files, f)
		}
	}
	l.each(files, (*file).parse)
	l.scope = &scope{variables: map[string]cty.Value{}, locals: map[string]cty.Value{}, declared: map[string][]string{}}
	variables := map[string]*variable{}
	r := &reader{scope: l.scope}
	locals := &localGraph{reader: r, locals: map[string]*local{}}
	for _, f := range files {
		r.source = f.source
		for _, b := range f.parsed.body.blocks {
			switch {
			case b.checkHeader("A file", fileShape).HasErrors():
			case b.kind == "variable":
				l.declareVariable(r, variables, b)
			case b.kind == "locals":
				locals.declare(b, f.source)
			case b.kind == "secret":
				l.declareKeys(b)
			}
		}
		l.declareBroken(f.parsed.broken)
	}
	l.assign(r, variables)
	locals.evaluateAll()
	l.early = r.diags
	for _, f := range files {
		f.pending = append(f.pending, r.pending...)
		r.pending = nil
	}
}

func mayDeclare(source []byte) bool {
	return (bytes.Contains(source, []byte("variable")) || bytes.Contains(source, []byte("locals")) ||
		bytes.Contains(source, []byte("secret"))) && declares().Match(source)
}

func (f *file) parse() {
	if f.parsed == nil && f.source != nil {
		parsed := parseFile(f.source, f.name)
		f.parsed = &parsed
	}
	if f.parsed == nil {
		f.parsed = &parsedFile{}
	}
}

func (l *loader) declareVariable(r *reader, variables map[string]*variable, b block) {
	v := r.variable(b)
	if first, taken := variables[v.name]; taken {
		r.report(configError("Duplicate variable", "The variable is declared already, at "+placeText(first.at)+
			". Remove one of them.", v.at))
		return
	}
	variables[v.name] = &v
}

func (l *loader) declareKeys(b block) {
	for _, inner := range b.body.blocks {
		if inner.kind == "key" && len(inner.labels) == 1 {
			name := b.labels[0].text
			l.scope.declared[name] = append(l.scope.declared[name], inner.labels[0].text)
		}
	}
}

// declareBroken makes the names of blocks that could not be parsed known, with unknown values.
func (l *loader) declareBroken(blocks []brokenBlock) {
	for _, b := range blocks {
		if b.kind == "variable" && len(b.labels) > 0 {
			l.scope.variables[b.labels[0]] = cty.DynamicVal
		}
		if b.kind == "locals" {
			l.scope.brokenLocals = true
		}
	}
}

func (l *loader) assign(r *reader, variables map[string]*variable) {
	in := &inputs{reader: r, options: l.options, declared: variables, values: map[string]cty.Value{},
		sources: l.config.sources}
	r.address = ""
	in.collect()
	for _, name := range sortedNames(variables) {
		given, ok := in.values[name]
		if !ok {
			given = cty.NilVal
		}
		l.scope.variables[name] = r.finish(variables[name], given, l.options.Static)
	}
}

var fileShape = shape{blocks: blockShapes}

// decodeFiles parses what is not parsed yet, decodes each file and drops its syntax tree.
func (l *loader) decodeFiles() {
	l.each(l.files, func(f *file) {
		f.parse()
		r := &reader{scope: l.scope, source: f.source}
		r.diags = append(f.diags, f.parsed.diags...)
		f.decode(r, l.options.Version)
		f.ignores = r.readIgnores(f.name)
		f.broken = f.parsed.broken
		f.pending = append(f.pending, r.pending...)
		f.diags, f.parsed = r.diags, nil
	})
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
