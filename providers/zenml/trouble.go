package zenml

import (
	"fmt"

	"github.com/zsv-dev/zsv/providers"
)

func problem(reason providers.Reason, format string, arguments ...any) *providers.Error {
	return &providers.Error{Reason: reason, Detail: fmt.Sprintf(format, arguments...)}
}

// changing says that the list of secrets changed while it was read, so that it does not say what is not there.
func (s *session) changing() error {
	return problem(providers.ServerError, "the secrets on %s changed while they were listed, so it is not known which are missing; "+
		"run again", s.Address())
}

// withoutValues says that the server names a secret and does not find what it holds.
func (s *session) withoutValues(name string) error {
	return problem(providers.ServerError, "%s lists the secret %q, and does not find what it holds; it may be written right now: "+
		"run again, or ask the server's operators to look into its secrets store", s.Address(), name)
}

func (s *session) strange() error {
	return problem(providers.ServerError, "%s gave an answer about a secret that is not a ZenML server's; check ZENML_STORE_URL, "+
		"and proxies on the way", s.Address())
}

func (s *session) deniedKeys(name string) string {
	return fmt.Sprintf("%s does not let the owner of these credentials look into the secret %q; ask for a role that may read "+
		"secrets", s.Address(), name)
}

func (s *session) denied(what, name string) error {
	return problem(providers.Denied, "%s does not let the owner of these credentials %s the secret %q; ask for a role that may",
		s.Address(), what, name)
}
