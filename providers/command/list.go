package command

import (
	"context"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/providers"
)

// listing returns the operation that names all secrets: list, else check, if it does so without reading values; nil if there is
// none that may be run.
func (p *Provider) listing() *commandline.Operation {
	list, check := p.command.List, p.command.Check
	switch {
	case list != nil && !p.refuses(list):
		return list
	case !check.MayReadValues() && !check.Mentions(commandline.Location) && !check.Mentions(commandline.Key):
		return check
	default:
		return nil
	}
}

// locations returns the locations of all secrets that may be asked for, sorted, and how many values the list has disclosed. The
// error is an *providers.Error or that of the context.
func (p *Provider) locations(ctx context.Context, list *commandline.Operation) (all []string, disclosed int, err error) {
	o := p.run(ctx, list, "-", "")
	if o.ended != nil {
		return nil, 0, o.ended
	}
	if o.status == providers.Missing {
		return nil, 0, &providers.Error{Reason: providers.Plugin, Detail: p.definition() + " takes the outcome of the list of all " +
			"secrets for a missing one"}
	}
	if o.status != providers.Present {
		return nil, 0, &providers.Error{Reason: o.reason, Detail: o.detail}
	}
	secrets, err := reader{list, true}.read("", o.stdout)
	if err != nil {
		f := p.unreadable(list, err)
		return nil, 0, &providers.Error{Reason: f.reason, Detail: f.detail}
	}
	for location, f := range secrets {
		disclosed += f.disclosed
		if p.outside(location) == nil {
			all = append(all, location)
		}
	}
	slices.Sort(all)
	return all, disclosed, nil
}

// List names the secrets behind the prefix.
func (p *Provider) List(ctx context.Context) (names []string, err error) {
	if err := p.unusableError(); err != nil {
		return nil, err
	}
	list := p.listing()
	if list == nil {
		return nil, &providers.Error{Reason: providers.Unsupported, Detail: p.noListing()}
	}
	err = providers.InTime(ctx, p.timeout, "the list did not come within %s", func(ctx context.Context) error {
		locations, _, err := p.locations(ctx, list)
		for _, location := range locations {
			if name, ok := strings.CutPrefix(location, p.prefix); ok && name != "" {
				names = append(names, name)
			}
		}
		return err
	})
	return names, err
}

// noListing says why secrets are not listed.
func (p *Provider) noListing() string {
	if p.command.List != nil {
		return p.refusal("list")
	}
	return p.definition() + " cannot list secrets; give it a block list"
}

// ListKeys names the keys of a secret, as far as the operation check sees them.
func (p *Provider) ListKeys(ctx context.Context, location string) (keys providers.KeyList, err error) {
	if err := p.unusableError(); err != nil {
		return keys, err
	}
	o := p.command.Check
	switch {
	case p.refuses(o):
		return providers.KeyList{Reason: providers.Unsupported, Detail: p.refusal("check")}, nil
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
