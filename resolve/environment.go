package resolve

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// An Environment is the env of a stack with its references resolved. It is of use only where there are no Problems.
type Environment struct {
	// Variables are in the order of their names.
	Variables []Variable
	// Secrets are the values that must not be shown: those that were fetched, and those that hold a sensitive variable's.
	Secrets []providers.Value
	// Problems say what could not be fetched, in the order of the variables' names.
	Problems []EnvironmentProblem
}

// A Variable is one variable of the environment.
type Variable struct {
	Name string
	// Value is not set where an optional key is absent: then the variable is to be unset.
	Value providers.Value
}

// An EnvironmentProblem says why a reference in a variable has no value.
type EnvironmentProblem struct {
	Variable  string
	Reference Reference
	// Status is missing_secret, missing_key or unverified.
	Status Status
	Reason providers.Reason // as in Check
	Detail string
	Use    CheckUse
}

// Environment fetches what the env of a stack refers to: each secret once, all at the same time. It does so whatever the
// level leaves out of the check. The error says that there is no such stack.
func (p *Plan) Environment(ctx context.Context, stack string) (*Environment, error) {
	i := slices.IndexFunc(p.cfg.Stacks, func(s config.Stack) bool { return s.Name == stack })
	if i < 0 {
		return nil, fmt.Errorf("there is no stack %q", stack)
	}
	r := &environmentReader{plan: p, stack: &p.cfg.Stacks[i], optional: p.optionalKeys(), env: &Environment{}}
	r.fetched = p.fetchAll(ctx, r.uses())
	values := slices.SortedStableFunc(slices.Values(r.stack.Env), func(a, b config.Value) int {
		return cmp.Compare(a.Name, b.Name)
	})
	for _, v := range values {
		r.read(v)
	}
	return r.env, nil
}

// An environmentReader makes variables of a stack's env and of what was fetched for it.
type environmentReader struct {
	plan     *Plan
	stack    *config.Stack
	optional map[Reference]bool
	fetched  map[Reference]fetchedKey
	env      *Environment
}

// uses returns the references of the stack's env.
func (r *environmentReader) uses() []Use {
	var uses []Use
	for _, use := range r.plan.extraction.Uses {
		if use.Stack == r.stack.Name && use.Address == r.stack.Address() && isEnvironment(use.Attribute) {
			uses = append(uses, use)
		}
	}
	return uses
}

// isEnvironment says whether an attribute of a stack is one of its env.
func isEnvironment(attribute string) bool {
	return strings.HasPrefix(attribute, "env.") || strings.HasPrefix(attribute, "env[")
}

// read makes one variable.
func (r *environmentReader) read(v config.Value) {
	var text strings.Builder
	end, absent := 0, false
	for _, found := range r.references(v) {
		key := r.fetched[found.Reference]
		text.WriteString(v.Text[end:found.Start])
		end = found.End
		switch {
		case key.value.IsSet():
			text.WriteString(key.value.Reveal())
			r.env.Secrets = append(r.env.Secrets, key.value)
		case key.status.Missing() && r.optional[found.Reference]:
			absent = true
		default:
			r.problem(v, found, key)
		}
	}
	text.WriteString(v.Text[end:])
	variable := Variable{Name: v.Name}
	if !absent {
		variable.Value = providers.NewValue(text.String())
	}
	if v.Sensitive {
		r.env.Secrets = append(r.env.Secrets, variable.Value)
	}
	r.env.Variables = append(r.env.Variables, variable)
}

// references returns the references in a value, as the plan found them: wherever they stand in it, else the whole value.
func (r *environmentReader) references(v config.Value) []Found {
	if v.Scalar {
		return nil
	}
	if found := FindReferences(v.Text); len(found) > 0 {
		return found
	}
	if reference, ok := ParseReference(v.Text); ok {
		return []Found{{Reference: reference, End: len(v.Text)}}
	}
	return nil
}

func (r *environmentReader) problem(v config.Value, found Found, key fetchedKey) {
	at, _ := r.plan.cfg.Place(v, found.Start, found.End)
	if key.status == "" {
		key = fetchedKey{status: StatusUnverified, reason: providers.Unsupported, detail: "nothing says which provider answers for it"}
	}
	r.env.Problems = append(r.env.Problems, EnvironmentProblem{
		Variable: v.Name, Reference: found.Reference, Status: key.status, Reason: key.reason, Detail: key.detail,
		Use: checkUse(Use{Address: r.stack.Address(), Attribute: v.Attribute, Range: at}),
	})
}

// A fetchedKey is the value of a reference, or why there is none. The status is empty where nobody was asked.
type fetchedKey struct {
	value  providers.Value
	status Status
	reason providers.Reason
	detail string
}

// fetchAll fetches the values of uses: each secret is asked for once, all providers at the same time.
func (p *Plan) fetchAll(ctx context.Context, uses []Use) map[Reference]fetchedKey {
	checks := p.makeChecks(uses, providers.SecretAndKeyExists)
	questions := p.makeQuestions(checks)
	batches := byStore(questions)
	answers := make(map[*question]providers.Fetched, len(questions))
	fetched := make([][]providers.Fetched, len(batches))
	parallel.Each(len(batches), len(batches), func(i int) {
		fetched[i] = batches[i][0].store.fetch(ctx, p.log(), queriesOf(batches[i]))
	})
	for i, batch := range batches {
		for j, question := range batch {
			answers[question] = fetched[i][j]
		}
	}
	keys := make(map[Reference]fetchedKey, len(checks))
	for _, c := range checks {
		keys[c.reference] = c.fetched(answers)
	}
	return keys
}

// fetched judges what was fetched for one check.
func (c *check) fetched(answers map[*question]providers.Fetched) fetchedKey {
	if c.question == nil {
		return fetchedKey{status: StatusUnverified, reason: providers.Invalid, detail: c.problem}
	}
	f := answers[c.question]
	value := f.Values[c.reference.Key]
	if f.Secret == providers.Present && value.IsSet() {
		return fetchedKey{value: value}
	}
	v := c.judge(providers.Answer{Secret: f.Secret, Reason: f.Reason, Detail: f.Detail, Keys: f.Keys})
	if v.status == StatusPresent {
		v = unverified(providers.Internal, "the provider calls it present and gave no value; please report this")
	}
	return fetchedKey{status: v.status, reason: v.reason, detail: v.detail}
}
