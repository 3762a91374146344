package pluginwire

import (
	"context"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// List names the secrets that begin with the block's prefix, without it.
func (p *Provider) List(ctx context.Context) ([]string, error) {
	r := p.session.request(methodList)
	r.Prefix = &p.prefix
	var names []string
	err := p.askAbout(ctx, &exchange{request: r, isLast: true, read: func(a answer) error {
		secrets, err := a.texts("secrets", required)
		for _, location := range secrets {
			if name, ok := strings.CutPrefix(location, p.prefix); ok && name != "" {
				names = append(names, name)
			}
		}
		return err
	}})
	slices.Sort(names)
	return names, err
}

// ListKeys says which keys a secret has.
func (p *Provider) ListKeys(ctx context.Context, location string) (list providers.KeyList, err error) {
	query := providers.Query{Location: location}
	if !isText(query) {
		return list, errNoText
	}
	r := p.session.request(methodKeys)
	r.Queries = []queryWire{{Location: location}}
	err = p.askAbout(ctx, &exchange{request: r, isLast: true, read: func(a answer) error {
		return a.eachAnswer(r.Queries, func(_ int, o object) (err error) {
			list, err = readKeys(o)
			return err
		})
	}})
	return list, err
}

// askAbout asks for what only some programs can do.
func (p *Provider) askAbout(ctx context.Context, x *exchange) error {
	if err := p.can(ctx, x.request.Method); err != nil {
		return err
	}
	if len(encode(x.request)) > longestRequest {
		return errTooLarge
	}
	if err := p.session.take(ctx); err != nil {
		return err
	}
	defer p.session.release()
	if err := p.session.ask(ctx, x); err != nil {
		if said := saidBy(err); said != nil {
			return said
		}
		return err
	}
	return nil
}
