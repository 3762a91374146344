package config

import (
	"cmp"
	"maps"
	"path"
	"runtime"
	"slices"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/internal/parallel"
)

// Scanning finds the strings that may hold references in files that zsv did not define: HCL of Terraform and others, YAML
// and JSON. The data goes one way: paths become files (scanfiles.go), files of one directory become modules where they are
// HCL, because locals are shared (scanmodule.go), and each file becomes blocks of values that know their places. Nothing
// is run, nothing outside of what is named is read, and what only the other tool can know stays a hole in the text.

// ScanOptions say what to scan.
type ScanOptions struct {
	// WorkingDir is the absolute directory to which all other paths are relative.
	WorkingDir string
	// Paths are the files and directories, as the user named them.
	Paths []string
	// Exclude are patterns, as in .gitignore, of files and directories that are not scanned; relative to WorkingDir.
	Exclude []string
	// Variables and VariableFiles give values to the variables of the scanned modules, as --var and --var-file do.
	Variables     []Assignment
	VariableFiles []string
}

// A Scan is what was found in files that zsv did not define.
type Scan struct {
	// Config has the sources and the ignore comments of the files with blocks, so that places in them can be shown. Its
	// Secrets are those that the scanned files themselves create.
	Config *Config
	// Blocks are what holds values, in the order of their places.
	Blocks []ScannedBlock
	// Variables are the names of the variables that the files declare, sorted.
	Variables []string
	// Files counts the files that were looked at; Names are theirs, as reports show them.
	Files int
	Names []string
	// Empty are the directories, as the user named them, in which no file was found.
	Empty []string
	// Passed are files, and directories of them, that were not looked at because they are of another tool, as users would
	// name them, by that tool.
	Passed map[string][]string
}

// A ScannedBlock is a part of a file with the values in it.
type ScannedBlock struct {
	// Address says what it is: resource.TYPE.NAME, variable.NAME, or in YAML and JSON the first name of the path.
	Address string
	// Type and Flavor are those of a stack component, as far as they are known.
	Type, Flavor string
	// ZenML says that ZenML reads the values, so that what only looks like a reference is worth a word.
	ZenML bool
	// Text says that the file is no language that is known, and was named all the same: each reference in it counts.
	Text   bool
	Values []Value
	Keys   []MapKey
}

// A scanner carries one scan.
type scanner struct {
	options ScanOptions
	inputs  moduleInputs
	config  *Config
	files   []*scannedFile
	roots   map[string]bool // directories that the user named, or a file in them
	empty   []string
	passed  map[string][]string
	diags   Diagnostics
}

// A scannedFile is one file on its way. Each is worked on by one goroutine at a time.
type scannedFile struct {
	name   string // as reports show it
	kind   fileKind
	named  bool // by the user, not found in a directory
	source []byte
	signs  signs
	module *module // of HCL, and Terraform's JSON

	blocks    []ScannedBlock
	secrets   []Secret
	ignores   map[int][]Ignore
	variables []string
	other     string // the tool that the file, or a document in it, is for
	diags     Diagnostics
}

// ScanFiles scans files. The Scan is never nil: it holds what could be read, whatever the diagnostics say. The same files
// and options give the same result.
func ScanFiles(options ScanOptions) (*Scan, Diagnostics) {
	s := &scanner{options: options, roots: map[string]bool{}, passed: map[string][]string{}, config: &Config{Dir: ".",
		sources: map[string][]byte{},
		Ignores: Ignores{files: map[string]map[int][]Ignore{}}}}
	s.findFiles()
	s.readInputs()
	s.each(s.files, s.read)
	s.joinModules()
	s.each(s.files, s.scan)
	scan := s.gather()
	s.config.clamp(s.diags)
	s.diags.Sort()
	return scan, s.diags
}

func (s *scanner) each(files []*scannedFile, work func(*scannedFile)) {
	parallel.Each(len(files), runtime.GOMAXPROCS(0), func(i int) { work(files[i]) })
}

// read reads a file, and drops it again where it cannot hold a reference: most files of a large repository.
func (s *scanner) read(f *scannedFile) {
	f.source, f.diags = readScanned(s.options.WorkingDir, f.name, f.kind)
	if f.kind == strangeFile && f.source != nil && beginsJSON(f.source) {
		f.kind = jsonFileKind
	}
	f.signs = signsIn(f.source)
	if f.kind != hclFile && f.kind != terraformJSON && !f.signs.mayHold() {
		f.source = nil
	}
}

// joinModules puts the files of HCL that share locals together: those of one directory. A directory in which nothing may
// hold a reference is dropped.
func (s *scanner) joinModules() {
	modules := map[string]*module{}
	for _, f := range s.files {
		dir := path.Dir(f.name)
		if modules[dir] == nil {
			modules[dir] = newModule(&s.inputs)
		}
		modules[dir].overridden = modules[dir].overridden || isOverride(f.name)
		modules[dir].isRoot = s.roots[dir]
		modules[dir].isBroken = modules[dir].isBroken || f.source == nil && len(f.diags) > 0 && f.isTerraform()
		modules[dir].add(f)
	}
	s.eachModule(modules, (*module).parseFiles)
	for dir, m := range modules {
		for _, source := range m.called {
			if called := modules[path.Join(dir, source)]; called != nil && called != m {
				called.isCalled = true
			}
		}
	}
	s.eachModule(modules, (*module).declare)
}

func (s *scanner) eachModule(modules map[string]*module, work func(*module)) {
	all := slices.Collect(maps.Values(modules))
	parallel.Each(len(all), runtime.GOMAXPROCS(0), func(i int) { work(all[i]) })
}

// scan finds the blocks of a file.
func (s *scanner) scan(f *scannedFile) {
	switch {
	case f.source == nil:
	case f.kind == templateFile && utf8.Valid(f.source):
		f.scanTemplate()
	case f.kind == hclFile:
		f.scanHCL()
	case f.kind == terraformJSON:
		f.scanJSON(true)
	case f.kind == jsonFileKind:
		f.scanJSON(false)
	default:
		f.scanYAML()
	}
}

// gather puts the files together. Sources are kept of those files only that something is said of.
func (s *scanner) gather() *Scan {
	scan := &Scan{Config: s.config, Files: len(s.files), Empty: s.empty, Passed: s.passed}
	for _, f := range s.files {
		scan.Names = append(scan.Names, f.name)
		if f.other != "" {
			scan.Passed[f.other] = append(scan.Passed[f.other], f.name)
		}
		s.diags = append(s.diags, f.diags...)
		scan.Blocks = append(scan.Blocks, f.blocks...)
		s.config.Secrets = append(s.config.Secrets, f.secrets...)
		scan.Variables = append(scan.Variables, f.variables...)
		if len(f.blocks)+len(f.diags)+len(f.secrets) > 0 {
			s.config.sources[f.name] = f.source
			s.config.Ignores.files[f.name] = f.ignores
		}
	}
	slices.Sort(scan.Variables)
	scan.Variables = slices.Compact(scan.Variables)
	slices.SortStableFunc(s.config.Secrets, func(a, b Secret) int { return cmp.Compare(a.Name, b.Name) })
	s.config.Secrets = slices.CompactFunc(s.config.Secrets, func(a, b Secret) bool { return a.Name == b.Name })
	return scan
}

func (f *scannedFile) isTerraform() bool { return f.kind.isTerraform() }

// cannotRead reports that a file, or a part of it, is not read, unless there is nothing in it that may refer to a secret: data
// is full of words, and nobody's concern here.
func (f *scannedFile) cannotRead(d Diagnostic) {
	if f.isTerraform() || f.signs.withNames(f.source, f.kind == jsonFileKind).isConcern() {
		f.diags = append(f.diags, d)
	}
}

// A fileKind says how a file is read.
type fileKind uint8

const (
	strangeFile fileKind = iota // of a name that says nothing: it was named by the user
	hclFile
	terraformJSON
	jsonFileKind
	yamlFile
	templateFile // for Terraform's templatefile
)

func (k fileKind) isTerraform() bool { return k == hclFile || k == terraformJSON }

// Tools returns the names of the tools whose files were passed over, sorted.
func (s *Scan) Tools() []string { return sortedNames(s.Passed) }

func (s *scanner) report(d Diagnostic) { s.diags = append(s.diags, d) }
