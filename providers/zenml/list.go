package zenml

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// List names the secrets that begin with the provider's prefix, as providers.Lister says. It is all of them or an error.
func (p *Provider) List(ctx context.Context) (listed []string, err error) {
	err = p.inSession(ctx, "not all names came within %s", func(ctx context.Context, s *session) error {
		names, err := s.listNames(ctx)
		switch {
		case err != nil:
			return err
		case !names.whole:
			return s.changing()
		}
		for _, name := range names.beginningWith(p.prefix) {
			listed = append(listed, strings.TrimPrefix(name, p.prefix))
		}
		return nil
	})
	return listed, err
}

// ListKeys names a secret's keys, as providers.KeyLister says: what a check at SECRET_AND_KEY_EXISTS sees.
func (p *Provider) ListKeys(ctx context.Context, location string) (list providers.KeyList, err error) {
	err = p.inSession(ctx, "no answer came within %s", func(ctx context.Context, s *session) error {
		found, err := s.lookUp(ctx, location)
		switch {
		case err != nil:
			return err
		case found.status == providers.Present && p.readValues == providers.ReadNever:
			unread := keysUnread([]string{anyKey}, found.named).Keys[anyKey]
			found.reason, found.detail = unread.Reason, unread.Detail
		case found.status == providers.Present:
			found, err = s.read(ctx, found.named)
		}
		list = found.keyList()
		return err
	})
	return list, err
}

// anyKey stands for a key whose name does not matter.
const anyKey = ""

func (s secret) keyList() providers.KeyList {
	list := providers.KeyList{Secret: s.status, Reason: s.reason, Detail: s.detail, ValuesRead: s.disclosed}
	switch {
	case s.status == providers.Present && s.reason != "":
		list.Secret = providers.Unverified
	case s.status == providers.Present:
		list.Keys = slices.Sorted(maps.Keys(s.keys))
	}
	return list
}

// lookUp says whether there is a secret of a name, without its keys.
func (s *session) lookUp(ctx context.Context, name string) (secret, error) {
	names, err := s.listNamed(ctx, name)
	if err != nil {
		return secret{}, err
	}
	listed, there := names.find(name)
	switch {
	case there:
		return secret{named: listed, status: providers.Present}, nil
	case names.whole:
		return missing(), nil
	default:
		return unverified(s.changing()), nil
	}
}
