package pluginwire

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// What a program says of a change whose condition does not hold.
const (
	reasonExists  providers.Reason = "exists"
	reasonMissing providers.Reason = "missing"
)

// Consent says in advance, before anybody types a value, that the program cannot write.
func (p *Provider) Consent(ctx context.Context) error { return p.can(ctx, methodWrite) }

// Vet refuses what has no place in a request, and everything where the program has said that it cannot write. What the store
// cannot hold, the program refuses.
func (p *Provider) Vet(change providers.Change) error {
	if program := p.readOnly.Load(); program != nil {
		return p.cannot(methodWrite, *program)
	}
	names := slices.Concat(change.Remove, slices.Collect(maps.Keys(change.Set)))
	if !isText(providers.Query{Location: change.Location, Keys: names}) {
		return errNoText
	}
	if len(encode(p.writeRequest(change))) > longestRequest {
		return errTooLarge
	}
	return nil
}

// Write makes a change, as providers.Writer says. The request is sent once.
func (p *Provider) Write(ctx context.Context, change providers.Change) (written providers.Written, err error) {
	if err := p.Vet(change); err != nil {
		return written, err
	}
	err = p.askAbout(ctx, &exchange{request: p.writeRequest(change), isSecret: true, isChange: true, isLast: true,
		sends: slices.Collect(maps.Values(change.Set)),
		read: func(a answer) error {
			written, err = readWritten(change, a)
			return err
		}})
	var said *providers.Error
	switch {
	case !errors.As(err, &said):
	case said.Reason == reasonExists && change.Condition == providers.IfMissing:
		err = providers.ErrSecretExists
	case said.Reason == reasonMissing && change.Condition == providers.IfPresent:
		err = providers.ErrSecretMissing
	}
	return written, err
}

func (p *Provider) writeRequest(change providers.Change) request {
	r := p.session.request(methodWrite)
	r.Change = changeOf(change)
	return r
}
