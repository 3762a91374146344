package cli

import (
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// planToApply reads the saved plan that is to be applied. It was looked at when it was made, so nobody is asked to approve it,
// and it says which stacks are meant.
func (r *invocation) planToApply(workingDir, file string, f *applyFlags) (*savedPlan, error) {
	saved, err := r.savedPlan(workingDir, file)
	switch {
	case err != nil:
		return nil, err
	case len(f.check.stacks) > 0:
		return nil, usageError("a saved plan is applied as it was made: leave --stack out, or name the directory instead of %q", file)
	}
	f.autoApprove = true
	return saved, saved.mustBeClean("nothing was written")
}

// mayApply says why a saved plan is not to be applied.
func (a *applying) mayApply() error {
	if a.saved == nil {
		return nil
	}
	now := a.plan.Basis()
	now.Level = a.saved.Basis.Level // whatever it was, apply checks keys
	return a.saved.mustHold(a.plan, now, "nothing was written")
}

// registrations returns what there is to register: of a saved plan, only what is missing in it.
func (a *applying) registrations() []*resolve.Registration {
	all := a.plan.Registrations()
	if a.saved == nil {
		return all
	}
	var outside []string
	for _, registration := range all {
		registration.Keys = slices.DeleteFunc(registration.Keys, func(key resolve.RegistrationKey) bool {
			if !key.Missing() || a.saved.isToRegister(registration, key.Key) {
				return false
			}
			if !key.Optional {
				outside = append(outside, key.String())
			}
			return true
		})
	}
	all = slices.DeleteFunc(all, func(r *resolve.Registration) bool {
		return len(r.Keys) == 0 && !a.saved.isToRegister(r, "")
	})
	if len(outside) > 0 {
		a.setApart()
		a.tellLine("Not in the saved plan, and so left alone: %s.", strings.Join(outside, ", "))
	}
	return all
}

// isToRegister says whether a plan wanted a key registered, or might have: it may have looked at the secret alone.
func (s *savedPlan) isToRegister(registration *resolve.Registration, key string) bool {
	return slices.ContainsFunc(s.Report.Checks, func(c resolve.Check) bool {
		return c.Provider == registration.Provider && c.Location == registration.Location && (c.Key == key || c.Key == "") &&
			(c.Status.Missing() || c.Status == resolve.StatusSkipped && c.Reason == providers.Optional)
	})
}
