package providers

import "context"

// A Consenter is a Writer that needs the user's word before it writes, such as on who may read what is written.
type Consenter interface {
	// Consent asks for it, so that nobody types values which then are not written. It changes nothing, and what was answered
	// is not asked again. The error is one that Write would have.
	Consent(ctx context.Context) error
}
