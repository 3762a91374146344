package view

import (
	"io"
	"strconv"

	"github.com/zsv-dev/zsv/resolve"
)

// writeJUnit writes JUnit's XML, as the schema junit-10.xsd of Jenkins describes it: a test suite for each stack with a test
// case for each check, and one for each configuration with a case for each problem. There are no times in it, because the
// report has none.
func writeJUnit(w io.Writer, r *resolve.Report, o Options) error {
	x := &xmlLines{newLines(w, Options{})}
	suites := junitSuites(r, o)
	var all junitCounts
	for _, suite := range suites {
		all.add(suite.counts())
	}
	x.print(`<?xml version="1.0" encoding="UTF-8"?>`)
	x.open("testsuites", append([]string{"name", "zsv"}, all.attributes()...)...)
	for _, suite := range suites {
		x.suite(suite)
	}
	x.shut("testsuites")
	return x.close()
}

// junitCounts count test cases by what came out.
type junitCounts struct{ tests, failures, errors, skipped int }

func (c *junitCounts) add(other junitCounts) {
	c.tests += other.tests
	c.failures += other.failures
	c.errors += other.errors
	c.skipped += other.skipped
}

// attributes are those that all elements with counts have.
func (c *junitCounts) attributes() []string {
	return []string{"tests", strconv.Itoa(c.tests), "failures", strconv.Itoa(c.failures), "errors", strconv.Itoa(c.errors)}
}
