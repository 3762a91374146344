package zenmlapi

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/providers"
)

// A Stack is one on the server, with its components sorted by type, then in the server's order.
type Stack struct {
	ID, Name   string
	Components []Component
	// Metadata is what else the server says of it: "description", "environment", "secrets", "labels".
	Metadata strictjson.Object
}

// A Component is one of a stack.
type Component struct {
	ID, Name, Type, Flavor string
	// Configuration has its attributes, references as written.
	Configuration strictjson.Object
	// Metadata is all that the server says of it, the configuration too: "connector" is another of its members.
	Metadata strictjson.Object
}

// ErrNoStack says that the server has no stack of a name, or none that the caller may see.
var ErrNoStack = errors.New("there is no such stack")

// StackNames names all stacks that the caller may see, sorted.
func (c *Client) StackNames(ctx context.Context) ([]string, error) {
	list, err := c.List(ctx, "stacks", nil)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(list.Items))
	for i, item := range list.Items {
		names[i] = item.Name
	}
	slices.Sort(names)
	return names, nil
}

// Stack reads the stack of exactly this name: one request for the stack, and one for each component, because a stack does
// not bring their configurations along. The error is ErrNoStack, a *providers.Error, or that of ctx.
func (c *Client) Stack(ctx context.Context, name string) (Stack, error) {
	list, err := c.List(ctx, "stacks", url.Values{"name": {"equals:" + name}, "hydrate": {"true"}})
	if err != nil {
		return Stack{}, err
	}
	for _, item := range list.Items {
		if item.Name == name {
			return c.withComponents(ctx, item)
		}
	}
	if !list.Whole {
		return Stack{}, c.problem(providers.ServerError, "the stacks on %s changed while they were listed, so it is not known whether "+
			"there is one called %q; run again", c.shown, name)
	}
	return Stack{}, ErrNoStack
}

func (c *Client) withComponents(ctx context.Context, item Item) (Stack, error) {
	stack := Stack{ID: item.ID, Name: item.Name, Metadata: item.Metadata}
	components, ok := componentsOf(item)
	if item.Denied || !ok {
		return stack, c.unseen("stack", item.Name)
	}
	stack.Components = make([]Component, len(components))
	errs := make([]error, len(components))
	parallel.Each(len(components), atOnce, func(i int) {
		stack.Components[i], errs[i] = c.component(ctx, components[i])
	})
	return stack, firstOf(errs)
}

// atOnce is how many components are asked for at a time.
const atOnce = 8

func firstOf(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// componentsOf returns the components that a stack names.
func componentsOf(stack Item) ([]Item, bool) {
	kinds, ok := stack.Metadata["components"].(strictjson.Object)
	if !ok {
		return nil, false
	}
	var all []Item
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		list, ok := kinds[kind].([]any)
		if !ok {
			return nil, false
		}
		for _, element := range list {
			item, ok := ReadItem(element)
			if !ok {
				return nil, false
			}
			all = append(all, item)
		}
	}
	return all, true
}

func (c *Client) component(ctx context.Context, named Item) (Component, error) {
	reply, err := c.Ask(ctx, Request{Method: http.MethodGet, Path: "components/" + named.ID, Query: url.Values{"hydrate": {"true"}}})
	switch {
	case err != nil:
		return Component{}, err
	case reply.Status == http.StatusForbidden, reply.Status == http.StatusNotFound:
		return Component{}, c.unseen("stack component", named.Name)
	case !reply.OK():
		return Component{}, c.Refused(reply, "components")
	}
	item, ok := ReadItem(reply.Body)
	configuration, hasConfiguration := item.Metadata["configuration"].(strictjson.Object)
	kind, hasKind := item.Body["type"].(string)
	switch {
	case item.Denied:
		return Component{}, c.unseen("stack component", named.Name)
	case !ok, !hasConfiguration, !hasKind, item.ID != named.ID:
		return Component{}, c.notZenML(reply.Status)
	}
	flavor, ok := item.Body["flavor_name"].(string)
	if !ok { // before ZenML 0.80
		flavor, _ = item.Body["flavor"].(string)
	}
	return Component{ID: item.ID, Name: item.Name, Type: kind, Flavor: flavor, Configuration: configuration,
		Metadata: item.Metadata}, nil
}

func (c *Client) unseen(what, name string) error {
	return &providers.Error{Reason: providers.Denied, Detail: fmt.Sprintf(
		"%s does not show the %s %q to the owner of these credentials; ask for a role that may read it", c.shown, what, name)}
}
