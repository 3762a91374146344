package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// failure says what became of a command on a secret: the rule, which programs tell the kinds by, the exit code, and what to
// do. stored is the secret that the error is about, nil where it is not known where that is.
func (s *secretRun) failure(err error, stored *resolve.StoredSecret) error {
	var e *resolve.SecretError
	if !errors.As(err, &e) {
		return err
	}
	f := &failure{reason: e.Reason}
	switch {
	case errors.Is(err, resolve.ErrNoStore):
		return s.noStore(f, e)
	case stored == nil:
		return s.badName(e)
	case errors.Is(err, resolve.ErrNoSecret):
		return f.say(config.RuleMissingSecret, exitMissing, "Secret missing", s.missing(e, stored)...)
	case errors.Is(err, resolve.ErrNoKey):
		return f.say(config.RuleMissingKey, exitMissing, "Key missing", s.missingKey(e, stored)...)
	case errors.Is(err, resolve.ErrSecretExists):
		f.reason = "exists"
		return f.say(config.RuleUsage, exitError, "Secret exists", fmt.Sprintf("the secret %q exists already in %s; nothing was "+
			"written", e.Secret, storeOf(stored)), "Run "+s.command("update", e.Secret)+" to set keys of it")
	case errors.Is(err, resolve.ErrRefused):
		return f.say(config.RuleUsage, exitError, "Refused", "nothing was written: "+because(e))
	}
	return f.say(config.RuleUnverified, exitUnverified, "Not verified", fmt.Sprintf("%s in %s is not verified: %s", subject(e),
		storeOf(stored), because(e)))
}

// say fills a failure in.
func (f *failure) say(rule config.Rule, code int, summary string, parts ...string) error {
	f.rule, f.code, f.summary = rule, code, summary
	var sentences []string
	for _, part := range parts {
		if part != "" {
			sentences = append(sentences, sentence(part))
		}
	}
	f.err = errors.New(strings.Join(sentences, " "))
	return f
}

// subject names what an error is about.
func subject(e *resolve.SecretError) string {
	if e.Key != "" {
		return fmt.Sprintf("the key %q of the secret %q", e.Key, e.Secret)
	}
	return fmt.Sprintf("the secret %q", e.Secret)
}

// noStore says that it is not known where a secret is. What is wrong with the configuration may be why, so people see it,
// and programs find it in the report.
func (s *secretRun) noStore(f *failure, e *resolve.SecretError) error {
	if s.plan.HasErrors() {
		f.causes = s.plan.Static().Diagnostics
	}
	if s.plan.HasErrors() && s.textOnly() {
		s.tellReport(s.plan.Static(), false)
		s.tell("\n")
	}
	about := ""
	if e.Secret != "" {
		about = fmt.Sprintf("it is not known where the secret %q is kept: ", e.Secret)
	}
	return f.say(config.RuleNoProvider, exitError, "No provider", about+e.Detail)
}

// textOnly says whether only people read the result.
func (s *secretRun) textOnly() bool {
	for _, o := range s.outputs {
		if o.format.Name != "text" {
			return false
		}
	}
	return true
}

// badName says that nothing can be called so, and proposes two words for a reference.
func (s *secretRun) badName(e *resolve.SecretError) error {
	name, key, isReference := strings.Cut(withoutBraces(e.Secret), ".")
	switch {
	case config.CheckSecretName(name) != nil || isReference && config.CheckKeyName(key) != nil:
		return usageError("%s", e.Detail)
	case isReference && s.cmd.Name() == "get":
		return usageError("write %s: the secret and the key are two words here", s.commandOn("get", []string{name, key}))
	case isReference:
		return usageError("%q is the key %q of the secret %q, and %s takes the name of a secret", e.Secret, key, name,
			s.cmd.CommandPath())
	case name == e.Secret:
		return usageError("%s", e.Detail)
	}
	why := "braces stand in the configuration only"
	if !strings.Contains(e.Secret, "{{") {
		why = "a name begins and ends with no blank"
	}
	return usageError("write %s: %s", s.command(s.cmd.Name(), name), why)
}

// withoutBraces returns what a reference holds.
func withoutBraces(reference string) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(reference), "{{"), "}}"))
}

// missing says that a secret is not there, and which one may have been meant.
func (s *secretRun) missing(e *resolve.SecretError, stored *resolve.StoredSecret) []string {
	parts := []string{fmt.Sprintf("there is no secret %q in %s", e.Secret, storeOf(stored)), e.Detail}
	meant := e.Suggestion
	if meant == "" {
		meant = suggest.Closest(e.Secret, s.namesBeside(stored))
	}
	if meant != "" {
		parts = append(parts, fmt.Sprintf("did you mean %q?", meant))
	}
	if !stored.Writable() || !s.wantsSecret() {
		return parts
	}
	return append(parts, "Run "+s.command("create", e.Secret, "-i")+" to create it")
}

// wantsSecret says whether the command is one for which a secret that is missing may be made.
func (s *secretRun) wantsSecret() bool { return s.cmd.Name() == "get" || s.cmd.Name() == "update" }

// namesBeside returns the names of the secrets in the same store, none where it does not tell them.
func (s *secretRun) namesBeside(stored *resolve.StoredSecret) []string {
	ctx, stop := s.asking()
	defer stop()
	names, _, err := s.plan.StoredNames(ctx, resolve.Where{Provider: stored.Provider})
	if err != nil {
		return nil
	}
	return names
}

// missingKey says that a secret has no such key, and which one may have been meant.
func (s *secretRun) missingKey(e *resolve.SecretError, stored *resolve.StoredSecret) []string {
	parts := []string{fmt.Sprintf("the secret %q in %s has no key %q", e.Secret, storeOf(stored), e.Key), e.Detail}
	if e.Suggestion != "" {
		return append(parts, fmt.Sprintf("did you mean %q?", e.Suggestion))
	}
	if e.Key == "" {
		return parts // which no store can be given
	}
	update, _, err := s.cmd.Root().Find([]string{"secret", "update"})
	if err != nil || !stored.Writable() {
		return append(parts, remedyOf(stored, e.Key))
	}
	return append(parts, "Run "+s.command("update", e.Secret, keyOption(update, e.Key))+" to set it from standard input")
}

// A deed is what a command was to do to a secret, as in "was not written".
type deed string

const (
	wasWritten deed = "written"
	wasRenamed deed = "renamed"
	wasDeleted deed = "deleted"
)

// notDone is the failure of a change: the secret was not written, renamed or deleted. keys are those that were to be set.
func (s *secretRun) notDone(done deed, err error, stored *resolve.StoredSecret, keys ...string) error {
	var e *resolve.SecretError
	if !errors.As(err, &e) || !errors.Is(err, resolve.ErrRefused) && !errors.Is(err, resolve.ErrNotVerified) {
		return s.failure(err, stored)
	}
	f := &failure{reason: e.Reason}
	subject := fmt.Sprintf("the secret %q in %s", stored.Name, storeOf(stored))
	switch {
	case errors.Is(err, resolve.ErrRefused):
		return f.say(config.RuleUsage, exitError, "Refused", "nothing was "+string(done)+": "+because(e), remedyOf(stored, keys...))
	case isDoubtful(e.Reason) && !e.Untouched && done == wasRenamed && !stored.RenamesWhole():
		return f.say(config.RuleUnverified, exitUnverified, "Not verified", subject+" was not renamed, or stands at both places now: "+
			because(e), "Run "+s.command("list", "")+" to look")
	case isDoubtful(e.Reason) && !e.Untouched:
		return f.say(config.RuleUnverified, exitUnverified, "Not verified", fmt.Sprintf("it is not known whether %s was %s: %s",
			subject, done, because(e)), "Run "+s.command("get", stored.Name)+" to look")
	}
	return f.say(config.RuleUnverified, exitUnverified, "Not "+string(done), fmt.Sprintf("%s was not %s: %s", subject, done,
		because(e)))
}

// isDoubtful says whether a change may have been made, or half of a renaming, although it failed for this reason: see
// providers.Writer and providers.Renamer. A provider that broke down may have done so at any moment.
func isDoubtful(reason providers.Reason) bool {
	switch reason {
	case providers.Timeout, providers.Unreachable, providers.Interrupted, providers.Internal:
		return true
	default:
		return false
	}
}

// isUntouched says whether a change was not made, for certain.
func isUntouched(err error) bool {
	var ours *resolve.SecretError
	var theirs *providers.Error
	return errors.As(err, &ours) && ours.Untouched || errors.As(err, &theirs) && theirs.Untouched
}

// remedyOf says how people set keys themselves in a store that zsv does not write; "" for one that it does.
func remedyOf(stored *resolve.StoredSecret, keys ...string) string {
	if stored.Writable() || len(keys) == 0 {
		return ""
	}
	remedy := stored.Remedy(keys...)
	if remedy == "" {
		return ""
	}
	return "Run " + strings.ReplaceAll(remedy, "\n", "; ") + " to do it yourself"
}

// command returns a command for people to copy, for the same store: on a secret, or on all where the name is "".
func (s *secretRun) command(verb, name string, options ...string) string {
	if name == "" {
		return s.commandOn(verb, nil, options...)
	}
	return s.commandOn(verb, []string{name}, options...)
}

// commandOn returns a command with any number of operands. Behind "--" none of them is an option.
func (s *secretRun) commandOn(verb string, operands []string, options ...string) string {
	words, last := []string{"zsv", "secret", verb}, []string{}
	for _, operand := range operands {
		last = append(last, shell.Quote(operand))
	}
	if slices.ContainsFunc(operands, func(operand string) bool { return strings.HasPrefix(operand, "-") }) {
		last = append([]string{"--"}, last...)
	} else {
		words, last = append(words, last...), nil
	}
	words = append(append(words, options...), s.plan.ConfigurationFlags()...)
	if s.flags.provider != "" {
		words = append(words, "--provider", shell.Quote(s.flags.provider))
	}
	if flag := s.cmd.Flags().Lookup("stack"); flag != nil && flag.Changed {
		words = append(words, "--stack", shell.Quote(s.flags.stack))
	}
	return strings.Join(append(words, last...), " ")
}

// because says why: see view.Because.
func because(e *resolve.SecretError) string { return view.Because(e.Reason, e.Detail) }

// detailOf returns what a store said, without the name of the secret.
func detailOf(err error) string {
	var e *resolve.SecretError
	if !errors.As(err, &e) || because(e) == "" {
		return err.Error()
	}
	return because(e)
}

// listFailure says why the names of a store's secrets are not known.
func (s *secretRun) listFailure(err error, provider string) error {
	var e *resolve.SecretError
	if !errors.As(err, &e) || errors.Is(err, resolve.ErrNoStore) {
		return s.failure(err, nil)
	}
	return (&failure{reason: e.Reason}).say(config.RuleUnverified, exitUnverified, "Not verified",
		fmt.Sprintf("it is not known which secrets are in %s: %s", view.ProviderName(provider), because(e)))
}
