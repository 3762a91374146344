package view

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/zsv-dev/zsv/resolve"
)

// A junitSuite is the checks of one stack, or the problems of one configuration.
type junitSuite struct {
	name       string
	properties []string // names and values
	cases      []junitCase
}

// A junitKey says which suite a case is in. Problems come before checks.
type junitKey struct {
	directory string
	checks    bool
	stack     string
}

func (k junitKey) compare(other junitKey) int {
	problemsFirst := map[bool]int{true: 1}
	return cmp.Or(cmp.Compare(k.directory, other.directory), problemsFirst[k.checks]-problemsFirst[other.checks],
		cmp.Compare(k.stack, other.stack))
}

// name names the suite, for people, and as the class of its cases.
func (k junitKey) name() string {
	name := "configuration"
	switch {
	case k.checks && k.stack != "":
		name = "stack " + scrub(k.stack)
	case k.checks:
		name = "no stack"
	}
	if k.directory == "." || k.directory == "" {
		return name
	}
	return scrub(k.directory) + ": " + name
}

func (s *junitSuite) counts() junitCounts {
	counts := junitCounts{tests: len(s.cases)}
	for _, c := range s.cases {
		switch c.outcome {
		case junitFailure:
			counts.failures++
		case junitError:
			counts.errors++
		case junitSkipped:
			counts.skipped++
		case junitPassed:
		}
	}
	return counts
}

// junitSuites returns the suites in order. The first has what is about all of the report.
func junitSuites(r *resolve.Report, o Options) []*junitSuite {
	cases := map[junitKey][]junitCase{}
	for i := range r.Diagnostics {
		key := junitKey{directory: r.Diagnostics[i].Directory}
		cases[key] = append(cases[key], diagnosticCase(diagnosticFinding(&r.Diagnostics[i])))
	}
	for _, directory := range r.Configurations { // a file without any case is an error for Jenkins
		if key := (junitKey{directory: directory}); !hasErrors(cases[key]) {
			cases[key] = append([]junitCase{{name: "the configuration is valid"}}, cases[key]...)
		}
	}
	for i := range r.Checks {
		c := &r.Checks[i]
		key := junitKey{directory: c.Directory, checks: true, stack: c.Stack}
		cases[key] = append(cases[key], checkCase(c, o))
	}
	return junitInOrder(cases, junitProperties(r))
}

func hasErrors(cases []junitCase) bool {
	return slices.ContainsFunc(cases, func(c junitCase) bool { return c.outcome == junitError })
}

func junitInOrder(cases map[junitKey][]junitCase, properties []string) []*junitSuite {
	keys := make([]junitKey, 0, len(cases))
	for key := range cases {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, junitKey.compare)
	suites := make([]*junitSuite, len(keys))
	taken := junitNames{map[[2]string]bool{}, map[[2]string]int{}}
	for i, key := range keys {
		suites[i] = &junitSuite{name: taken.unique("", key.name()), cases: cases[key]}
		for j := range suites[i].cases {
			c := &suites[i].cases[j]
			c.name = taken.unique(suites[i].name, c.name)
		}
	}
	if len(suites) > 0 {
		suites[0].properties = properties
	}
	return suites
}

// junitNames gives names, of suites and of the cases in each: a name that occurs twice is one test, for whoever reads the file.
type junitNames struct {
	given map[[2]string]bool
	last  map[[2]string]int // number of a name that occurs several times
}

// unique returns a name, numbered where it is taken.
func (n junitNames) unique(suite, name string) string {
	wanted, given := [2]string{suite, name}, name
	for n.given[[2]string{suite, given}] {
		n.last[wanted]++
		given = name + " #" + strconv.Itoa(n.last[wanted]+1)
	}
	n.given[[2]string{suite, given}] = true
	return given
}

// junitProperties are what the report says of all: names and values.
func junitProperties(r *resolve.Report) []string {
	properties := []string{"zsv_version", scrub(r.Version), "level", r.Level.String()}
	for _, headline := range headlines(r) {
		properties = append(properties, "summary", headline)
	}
	for _, l := range r.Loosened {
		properties = append(properties, "loosened", loosenedSentence(l))
	}
	return properties
}
