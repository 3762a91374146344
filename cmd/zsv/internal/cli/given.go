package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/values"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// givenFlags say which values are given without being asked for.
type givenFlags struct {
	set     []string
	files   []string
	fromEnv bool
}

func (r *invocation) addGivenFlags(cmd *cobra.Command, f *givenFlags) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.set, "set", nil,
		"give a value, `SECRET.KEY=VALUE`, =@FILE or =@- (standard input); @@ stands for @; repeatable")
	flags.StringArrayVar(&f.files, "values", nil,
		"take values from `FILE` (- is standard input): YAML or JSON, a map of secrets to maps of keys, or dotenv; repeatable")
	flags.BoolVar(&f.fromEnv, "from-env", false, "take values from the environment: {{mlflow.password}} from MLFLOW_PASSWORD")
}

// given are values for keys that the configuration wants, and where they are from.
type given struct {
	values  values.Secrets
	fromEnv bool
	// problems are the names that nothing refers to.
	problems []string
}

// sources are where values written as @FILE come from.
func (r *invocation) sources(workingDir string) *values.Sources {
	return &values.Sources{
		Stdin: r.input(),
		Path:  func(path string) string { return r.valuesPath(workingDir, path) },
		Warn:  func(text string) { r.tellLine("Warning: %s.", text) },
	}
}

// valuesPath returns the path of a file with values. Shells leave a "~/" behind "=" and "@" as it is.
func (r *invocation) valuesPath(workingDir, path string) string {
	return project.Absolute(workingDir, providers.Surroundings{Environ: r.Environ}.InHome(path))
}

// paths returns the files that values come from, as far as the flags name any.
func (f givenFlags) paths(sources *values.Sources) []string {
	var paths []string
	for _, text := range f.set {
		_, argument, _ := strings.Cut(text, "=")
		if name, isFile := strings.CutPrefix(argument, "@"); isFile && !strings.HasPrefix(name, "@") {
			paths = append(paths, sources.Path(name))
		}
	}
	for _, name := range f.files {
		paths = append(paths, sources.Path(name))
	}
	return paths
}

// readGiven reads the values of the flags: --set counts before --values, a file before those that follow it.
func (r *invocation) readGiven(f givenFlags, workingDir string, checks []resolve.Check) (*given, error) {
	g := &given{values: values.Secrets{}, fromEnv: f.fromEnv}
	sources := r.sources(workingDir)
	literals := false
	for _, text := range f.set {
		literal, err := g.set(sources, text)
		if err != nil {
			return nil, err
		}
		literals = literals || literal
	}
	if literals {
		r.warnOfHistory("--set NAME.KEY=@- or =@FILE, or let zsv ask")
	}
	for _, name := range f.files {
		if err := g.readFile(sources, name, checks); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// warnOfHistory tells, on a terminal, that values on a command line do not stay there.
func (r *invocation) warnOfHistory(instead string) {
	if r.StderrTerminal.Is {
		r.tellLine("Warning: a value on the command line stays in the shell's history and shows in the list of processes; use %s.",
			instead)
	}
}

// set reads SECRET.KEY=VALUE.
func (g *given) set(sources *values.Sources, text string) (literal bool, err error) {
	name, argument, hasValue := strings.Cut(text, "=")
	secret, key, hasKey := strings.Cut(name, ".")
	if !hasValue || !hasKey || key == "" {
		if !hasValue {
			name = "…" // which may be a value
		}
		return false, usageError("--set %s: write --set SECRET.KEY=VALUE, =@FILE, or =@- for standard input", name)
	}
	value, literal, err := sources.Value(argument)
	if err != nil {
		return false, usageError("--set %s: %w", name, err)
	}
	if !g.values.Set(secret, key, value) {
		return false, usageError("--set gives %s twice", name)
	}
	return literal, nil
}

func (g *given) readFile(sources *values.Sources, name string, checks []resolve.Check) error {
	text, err := sources.Read(name)
	if err != nil {
		return ioError("Cannot read the values", fmt.Errorf("--values: %w", err))
	}
	file, err := values.ParseFile(name, text)
	if err != nil {
		return ioError("Cannot read the values", fmt.Errorf("--values %s: %w", name, err))
	}
	g.values.Add(file.Secrets)
	g.addVariables(file.Variables, checks)
	return nil
}

// addVariables gives the values of variables to the keys that are named so.
func (g *given) addVariables(variables values.Keys, checks []resolve.Check) {
	used := map[string]bool{}
	var known []string
	for i := range checks {
		c := &checks[i]
		if c.Key == "" {
			continue
		}
		name := variableOf(c)
		known = append(known, name)
		if value, ok := variables[name]; ok {
			used[name] = true
			g.values.Add(values.Secrets{c.Secret: {c.Key: value}})
		}
	}
	for name := range variables {
		if !used[name] {
			g.problems = append(g.problems, fmt.Sprintf("nothing refers to a key whose variable is %s.%s", name,
				suggest.DidYouMean(name, known)))
		}
	}
}

// variableOf returns the variable of a check's key, as the provider env names it.
func variableOf(c *resolve.Check) string {
	return providers.VariableOf(providers.VariableName(c.Secret), c.Key)
}

// judge says which given names nothing refers to, and warns of those that are not used: what is there already, unless it
// can be changed, and what could not be verified.
func (a *applying) judge(g *given, checks []resolve.Check, changesPresent bool) error {
	statuses := map[string][]resolve.Status{}
	for i := range checks {
		if c := &checks[i]; c.Key != "" {
			name := c.Secret + "." + c.Key
			statuses[name] = append(statuses[name], c.Status)
		}
	}
	problems := g.problems
	for _, secret := range slices.Sorted(maps.Keys(g.values)) {
		for _, key := range slices.Sorted(maps.Keys(g.values[secret])) {
			name := secret + "." + key
			if of := statuses[name]; len(of) == 0 {
				problems = append(problems, fmt.Sprintf("nothing refers to {{%s}}.%s", name,
					suggest.DidYouMean(name, slices.Sorted(maps.Keys(statuses)))))
			} else if why := unused(of, changesPresent); why != "" {
				a.tellLine("Warning: %s %s; the value given for it is ignored.%s", name, why, a.instead(of, secret, key))
			}
		}
	}
	if len(problems) == 0 {
		return nil
	}
	slices.Sort(problems)
	return usageError("values are given that nothing needs, so nothing was written: %s", strings.Join(problems, " "))
}

// unused says why a value is not used, in any of the stacks that want it; "" where it is.
func unused(statuses []resolve.Status, changesPresent bool) string {
	isPresent := slices.Contains(statuses, resolve.StatusPresent)
	switch {
	case slices.ContainsFunc(statuses, resolve.Status.Missing), slices.Contains(statuses, resolve.StatusSkipped):
		return ""
	case isPresent && changesPresent:
		return ""
	case isPresent:
		return "is there already"
	}
	return "could not be verified"
}

// instead says how a value that is there is changed.
func (a *applying) instead(statuses []resolve.Status, secret, key string) string {
	if !slices.Contains(statuses, resolve.StatusPresent) {
		return ""
	}
	words := append([]string{"zsv secret update", shell.Quote(secret), "--set", shell.Quote(key + "=@-")},
		a.plan.ConfigurationFlags()...)
	return " To change it: " + strings.Join(words, " ")
}

// givenValue returns the value that is given for a key under any of its names, and that name.
func (r *invocation) givenValue(g *given, key *resolve.RegistrationKey) (name string, value providers.Value, ok bool) {
	for _, secret := range key.Names {
		if value, ok := g.values[secret][key.Key]; ok {
			return secret + "." + key.Key, value, true
		}
	}
	if !g.fromEnv {
		return "", providers.Value{}, false
	}
	for _, secret := range key.Names {
		if text := r.getenv(providers.VariableOf(providers.VariableName(secret), key.Key)); text != "" {
			return secret + "." + key.Key, providers.NewValue(text), true
		}
	}
	return "", providers.Value{}, false
}
