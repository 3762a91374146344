// Package conformance judges the program of an external provider out of process: whether it keeps to the protocol
// (docs/providers/protocol.md), and, over stores that its author's own program fills, whether its answers are true. The latter
// are the cases of providers/providertest, which the built-in providers pass.
package conformance

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/zsv-dev/zsv/internal/pluginwire"
)

// A Candidate is a program to judge.
type Candidate struct {
	// Program is what is run, with the environment that zsv would give it.
	Program pluginwire.Program
	// Options are those of the block that it is told of, without what a filled store adds.
	Options pluginwire.Options
	// AddressArguments and PathArguments are the names of the arguments that hold addresses and paths, beside those that its
	// hello names.
	AddressArguments, PathArguments []string
	// CredentialPrefix is what the names of the variables for its credentials begin with: "DATABRICKS_".
	CredentialPrefix string
	// Fill fills a store; nil: there is none, and only the protocol is judged.
	Fill *pluginwire.Program
	// Only says whether a case is to be judged; nil: all are.
	Only func(name string) bool
	// Scratch is the directory in which stores are made, absolute and without links.
	Scratch string
}

// A Verdict is what came of a case.
type Verdict string

// The verdicts, as the report has them.
const (
	Passed  Verdict = "passed"
	Failed  Verdict = "failed"
	Skipped Verdict = "skipped"
)

// A Group is what cases are about.
type Group string

// The groups, as the report has them.
const (
	Protocol Group = "protocol"
	Store    Group = "store"
)

// A Result is what came of one case.
type Result struct {
	Group Group
	Name  string
	// Demand says in one sentence what a program must do to pass.
	Demand  string
	Verdict Verdict
	// Seen are clauses that say what was seen instead, or why the case was skipped, or what else there is to say. They may hold
	// text of the program, and are the same for the same program.
	Seen []string
	// Advice says what to change.
	Advice string
}

// An Outcome is what came of all.
type Outcome struct {
	// Hello is what the program says of itself; nil where it says nothing.
	Hello *pluginwire.Hello
	// Results are those of the cases, in the order in which they are best read.
	Results []Result
	// Unanswered is why the program had no answer to any question, where that is so; "" otherwise. Little was judged then.
	Unanswered string
}

// Failed says whether a case failed.
func (o Outcome) Failed() bool {
	return slices.ContainsFunc(o.Results, func(r Result) bool { return r.Verdict == Failed })
}

// longest is how long one case may take. It is no measure of speed.
const longest = 5 * time.Minute

// Judge goes through all cases, one after the other, and tells of each when it is done. What ctx ends is skipped.
func (c Candidate) Judge(ctx context.Context, told func(Result)) Outcome {
	j := &judge{candidate: c, told: told}
	j.whole = newBench(ctx, j)
	defer j.whole.clean()
	if c.Fill != nil {
		j.try(ctx, Store, fillTrial)
	}
	for _, trial := range protocolTrials {
		j.try(ctx, Protocol, trial)
	}
	if c.Fill != nil {
		for _, trial := range j.storeTrials() {
			j.try(ctx, Store, trial)
		}
	}
	outcome := Outcome{Hello: j.hello, Results: j.results}
	if j.asked > 0 && j.answered == 0 {
		outcome.Unanswered = j.why
	}
	return outcome
}

// A judge is one Judge under way.
type judge struct {
	candidate Candidate
	told      func(Result)
	hello     *pluginwire.Hello
	results   []Result
	// isMute says that there is nothing to judge any more: the program does not even answer.
	isMute bool
	// asked and answered count questions in all cases, and why is the first reason for which one had no answer.
	asked, answered int
	why             string
	// whole has what goes away at the end of all.
	whole *bench
	// store is what the author's program says of its stores, once it was asked.
	store *traits
}

// try judges one case, unless there is a reason not to. What others need is done whether it was chosen or not, and told of where
// it fails.
func (j *judge) try(ctx context.Context, group Group, t trial) {
	chosen := j.candidate.Only == nil || j.candidate.Only(t.name)
	if !chosen && !t.needed || j.isMute {
		return
	}
	result := Result{Group: group, Name: t.name, Demand: t.demand, Verdict: Skipped}
	switch {
	case ctx.Err() != nil:
		result.Seen = []string{context.Cause(ctx).Error()}
	default:
		j.run(ctx, t, &result)
	}
	if !chosen && result.Verdict == Passed {
		return
	}
	j.results = append(j.results, result)
	if j.told != nil {
		j.told(result)
	}
}

func (j *judge) run(ctx context.Context, t trial, result *Result) {
	limited, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	b := newBench(limited, j)
	b.run(t.run)
	result.Verdict, result.Seen = b.verdict()
	j.asked, j.answered = j.asked+b.asked, j.answered+b.answered
	j.why = cmp.Or(j.why, b.why)
	if result.Verdict == Failed {
		result.Advice = cmp.Or(b.advice, t.advice)
	}
	switch {
	case ctx.Err() != nil: // What was seen since may come from that.
		result.Verdict, result.Seen, result.Advice = Skipped, []string{context.Cause(ctx).Error()}, ""
	case t.mutes && result.Verdict == Failed:
		j.isMute = true
	}
}
