package command

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/providers"
)

// listing returns the operation that names all secrets without reading values: list, else check, if it does so; nil if neither
// does.
func (p *Provider) listing() *commandline.Operation {
	check := p.command.Check
	readsNone := check.ReadsValues != nil && !*check.ReadsValues || check.ReadsValues == nil && check.Output == commandline.Lines
	switch {
	case p.command.List != nil:
		return p.command.List
	case readsNone && !check.Mentions(commandline.Location) && !check.Mentions(commandline.Key):
		return check
	default:
		return nil
	}
}

// locations returns the locations of all secrets that may be asked for, sorted. The error is an *providers.Error or that of the
// context.
func (p *Provider) locations(ctx context.Context, list *commandline.Operation) ([]string, error) {
	o := p.run(ctx, list, "-", "")
	if o.ended != nil {
		return nil, o.ended
	}
	if o.status == providers.Missing {
		return nil, &providers.Error{Reason: providers.Plugin, Detail: p.definition() + " takes the outcome of the list of all " +
			"secrets for a missing one"}
	}
	if o.status != providers.Present {
		return nil, &providers.Error{Reason: o.reason, Detail: o.detail}
	}
	secrets, err := reader{list, true}.read("", o.stdout)
	if err != nil {
		f := p.unreadable(list, err)
		return nil, &providers.Error{Reason: f.reason, Detail: f.detail}
	}
	all := slices.Sorted(maps.Keys(secrets))
	return slices.DeleteFunc(all, func(location string) bool { return p.outside(location) != nil }), nil
}

// List names the secrets behind the prefix.
func (p *Provider) List(ctx context.Context) (names []string, err error) {
	if err := p.unusableError(); err != nil {
		return nil, err
	}
	list := p.listing()
	if list == nil {
		return nil, &providers.Error{Reason: providers.Unsupported, Detail: fmt.Sprintf("%s cannot list secrets; give it a block list",
			p.definition())}
	}
	err = providers.InTime(ctx, p.timeout, "the list did not come within %s", func(ctx context.Context) error {
		locations, err := p.locations(ctx, list)
		for _, location := range locations {
			if name, ok := strings.CutPrefix(location, p.prefix); ok && name != "" {
				names = append(names, name)
			}
		}
		return err
	})
	return names, err
}

// ListKeys names the keys of a secret, as far as the operation check sees them.
func (p *Provider) ListKeys(ctx context.Context, location string) (keys providers.KeyList, err error) {
	if err := p.unusableError(); err != nil {
		return keys, err
	}
	o := p.command.Check
	switch {
	case p.refuses(o):
		return providers.KeyList{Reason: providers.Unsupported, Detail: p.definition() + " may read values, which --read-values " +
			"never forbids"}, nil
	case o.Mentions(commandline.Key):
		return providers.KeyList{Reason: providers.Unsupported, Detail: p.definition() + " asks for secrets by their keys and " +
			"cannot list them"}, nil
	}
	err = providers.InTime(ctx, p.timeout, "the keys did not come within %s", func(ctx context.Context) (err error) {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.look(ctx, reader{operation: o}, []string{location}, func(_ string, f *found) { keys, err = f.list(p), f.ended })
		return err
	})
	return keys, err
}

// list makes a KeyList.
func (f *found) list(p *Provider) providers.KeyList {
	list := providers.KeyList{Secret: f.status, Reason: f.reason, Detail: f.detail, ValuesRead: f.disclosed}
	switch {
	case f.status == providers.Present && f.keys == nil:
		unknown := f.key(p, "")
		list.Secret, list.Reason, list.Detail = providers.Unverified, unknown.Reason, unknown.Detail
	case f.status == providers.Present:
		list.Keys = f.names()
	}
	return list
}
