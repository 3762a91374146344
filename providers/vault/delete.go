package vault

import (
	"context"
	"fmt"
	"net/http"

	"github.com/zsv-dev/zsv/internal/connection"
	"github.com/zsv-dev/zsv/providers"
)

// Delete deletes a secret, as providers.Deleter says. On KV v2 that is its newest version, which can be brought back; KV v1
// has no way back.
func (p *Provider) Delete(ctx context.Context, location string) (restore string, err error) {
	place, err := p.placeOf(location)
	if err == nil && p.layout == storeLayout {
		err = errKeptByServer
	}
	if err != nil {
		return "", err
	}
	err = p.inSession(ctx, lateChange, func(ctx context.Context, s *session) (err error) {
		if s.engine.version == 1 {
			return s.deleteV1(ctx, place)
		}
		restore, err = s.deleteV2(ctx, place)
		return err
	})
	return restore, err
}

func (s *session) deleteV2(ctx context.Context, place string) (restore string, err error) {
	look := func() (sight, error) { return s.look(ctx, place, s.linesToDelete(place)) }
	before, err := look()
	switch {
	case err != nil:
		return "", err
	case !before.there():
		return "", providers.ErrSecretMissing
	}
	doubt, err := s.sendDelete(ctx, place, s.linesToDelete(place))
	if err != nil {
		return "", err
	}
	after, err := look()
	switch {
	case doubt != nil && (err != nil || after.there()):
		return "", inDoubt(doubt)
	case err == nil && !after.there() && after.version > before.version: // someone wrote it at the last moment
		before = after
	}
	return s.provider.restore(place, before.version), nil
}

// look finds out whether a secret is there, in the least revealing way that the token may use; lines are what a policy
// lacks that allows none.
func (s *session) look(ctx context.Context, place string, lines []string) (sight, error) {
	for _, rung := range s.engine.ladderToChange(false) {
		if seen := s.see(ctx, rung, place, newest); seen.said != refusal403 {
			return seen, s.trouble(ctx, seen)
		}
	}
	return sight{}, s.mayNot(s.path(s.firstRung(), place), lines...)
}

// sendDelete deletes whatever is there. It is not sent twice, because it would delete what someone else wrote in between.
func (s *session) sendDelete(ctx context.Context, place string, lines []string) (doubt *connection.Failure, err error) {
	path := s.path(values, place)
	reply, doubt, err := s.send(ctx, request{method: http.MethodDelete, path: path, once: true}, nil)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case doubt != nil:
		return doubt, nil
	case err != nil:
		return nil, err
	case reply.status == http.StatusNoContent:
		return nil, nil
	case reply.ok():
		return s.notVault(reply.status), nil
	case reply.denied():
		return nil, s.mayNot(path, lines...)
	case reply.noRoute():
		return nil, &providers.Error{Reason: providers.NoMount, Detail: noMountDetail(s.provider.mount)}
	}
	return nil, &providers.Error{Reason: providers.ServerError, Detail: fmt.Sprintf(
		"%s refused to delete %s (HTTP %d); Vault's log, or its audit log, says why", s.shown, path, reply.status)}
}

// restore says how a version is brought back.
func (p *Provider) restore(place string, version int) string {
	return p.restoreCommand(place, version) + " brings it back"
}

// restoreCommand returns the command that brings a version back.
func (p *Provider) restoreCommand(place string, version int) string {
	target, _ := p.target() // it was contacted
	return p.commandLine(target)(fmt.Sprintf("undelete -versions=%d", version), place)
}

// deleteV1 asks whether the secret is there by a listing, and by a read only where that is not allowed.
func (s *session) deleteV1(ctx context.Context, place string) error {
	switch answer, err := s.exists(ctx, place); {
	case err != nil:
		return err
	case answer.Secret == providers.Missing:
		return providers.ErrSecretMissing
	case answer.Reason == providers.Denied:
		return s.mayNot(s.path(values, place), s.linesToDelete(place)...)
	case answer.Secret != providers.Present:
		return &providers.Error{Reason: answer.Reason, Detail: answer.Detail}
	}
	doubt, err := s.sendDelete(ctx, place, s.linesToDelete(place))
	if doubt == nil {
		return err
	}
	if answer, err := s.exists(ctx, place); err == nil && answer.Secret == providers.Missing {
		return nil
	}
	return inDoubt(doubt)
}

// exists asks what a check at SECRET_EXISTS asks.
func (s *session) exists(ctx context.Context, place string) (providers.Answer, error) {
	return s.askOne(ctx, place, providers.SecretExists, s.engine.ladder(providers.SecretExists, providers.ReadFallback))
}
