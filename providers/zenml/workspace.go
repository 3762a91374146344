package zenml

import (
	"context"
	"net/http"

	"github.com/zsv-dev/zsv/internal/zenmlapi"
)

// workspace is the only one that servers before ZenML 0.80 had, unless they were ZenML Pro's.
const workspace = "default"

// createInWorkspace makes a secret on a server before ZenML 0.80: in a workspace, with a scope, and with its owner said.
func (e *edit) createInWorkspace() (reply zenmlapi.Reply, doubt, err error) {
	user, err := e.idOf(e.ctx, "current-user")
	if err != nil {
		return reply, nil, err
	}
	place, err := e.idOf(e.ctx, "workspaces/"+workspace)
	if err != nil {
		return reply, nil, err
	}
	scope := "workspace"
	if e.provider.private {
		scope = "user"
	}
	body := map[string]any{
		"name": e.change.Location, "scope": scope, "user": user, "workspace": place, "values": sent(e.change.Set),
	}
	path := "workspaces/" + workspace + "/secrets"
	return e.session.change(e.ctx, zenmlapi.Request{Method: http.MethodPost, Path: path, Body: body, Once: true})
}

// idOf returns the id of what is at a path.
func (s *session) idOf(ctx context.Context, path string) (string, error) {
	reply, err := s.Ask(ctx, zenmlapi.Request{Method: http.MethodGet, Path: path})
	if err != nil {
		return "", err
	}
	if !reply.OK() {
		return "", s.Refused(reply, path)
	}
	item, ok := zenmlapi.ReadItem(reply.Body)
	if !ok {
		return "", s.strange()
	}
	return item.ID, nil
}
