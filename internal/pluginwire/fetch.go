package pluginwire

import (
	"context"
	"fmt"

	"github.com/zsv-dev/zsv/providers"
)

// Fetch hands out values, as providers.Fetcher says. As in Check answers are held back until there is one to each query.
func (p *Provider) Fetch(ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
	if ctx.Err() != nil || len(queries) == 0 {
		return context.Cause(ctx)
	}
	if err := p.can(ctx, methodFetch); err != nil {
		return err
	}
	all := make([]providers.Fetched, len(queries))
	without := func(i int, err *providers.Error) { all[i] = providers.Fetched{Reason: err.Reason, Detail: err.Detail} }
	err := p.inBatches(ctx, batching{request: p.session.request(methodFetch), queries: queries, isSecret: true,
		refuse: without, failed: without,
		read: func(i int, o object) (err error) {
			all[i], err = readFetched(queries[i].Keys, o)
			return err
		},
	})
	if err != nil {
		return err
	}
	for i, fetched := range all {
		answer(i, fetched)
	}
	return nil
}

// can says, as an error of the reason Unsupported, that the program does not know a method. It asks it to say hello, once.
func (p *Provider) can(ctx context.Context, method string) error {
	hello, err := p.Hello(ctx)
	if err != nil {
		return err
	}
	if hello.Can(method) {
		return nil
	}
	return p.cannot(method, p.session.program.String())
}

// cannot is the error for what a program has no method for.
func (p *Provider) cannot(method, program string) error {
	detail := fmt.Sprintf("%s has not the capability %q", program, method)
	if method == methodWrite {
		detail = fmt.Sprintf("a store of type %q cannot be written by zsv, as %s; set values with the store's own tools",
			p.session.envelope.Provider.Type, detail)
	}
	return &providers.Error{Reason: providers.Unsupported, Detail: detail}
}
