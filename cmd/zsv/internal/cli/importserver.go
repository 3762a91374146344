package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/terminal"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/internal/zenmlapi"
	"github.com/zsv-dev/zsv/providers"
)

// importConnections is how many requests for the parts of a stack may be under way at a time.
const importConnections = 8

// readServer asks the ZenML server of the environment for the stack. No address of the configuration is asked.
func (i *importing) readServer() error {
	surroundings := i.planning.user.Surroundings(i.planning.workingDir, ".", i.planning.log)
	client, err := zenmlapi.New(zenmlapi.Options{Surroundings: surroundings, Connections: importConnections})
	if err != nil {
		return i.notGiven(err)
	}
	defer client.Close()
	i.source = "the ZenML server at " + client.Address()
	ctx, stop := i.checking(i.flags.timeout)
	defer stop()
	stack, err := client.Stack(ctx, i.argument)
	switch {
	case errors.Is(err, zenmlapi.ErrNoStack):
		return i.noStackOnServer(ctx, client)
	case err != nil:
		return i.notGiven(err)
	}
	i.stack, err = stackfile.FromServer(described(stack))
	var problems stackfile.Problems
	if errors.As(err, &problems) {
		return i.notAStack(problems)
	}
	return err
}

// described brings what the server said into the shape of a stack file.
func described(stack zenmlapi.Stack) strictjson.Object {
	components := make([]any, len(stack.Components))
	for n, c := range stack.Components {
		component := strictjson.Object{}
		maps.Copy(component, c.Metadata)
		component["type"], component["name"], component["flavor"] = c.Type, c.Name, c.Flavor
		component["configuration"] = c.Configuration
		components[n] = component
	}
	all := strictjson.Object{}
	maps.Copy(all, stack.Metadata)
	all["stack_name"], all["components"] = stack.Name, components
	return all
}

// noStackOnServer says that there is no such stack, and which one may have been meant.
func (i *importing) noStackOnServer(ctx context.Context, client *zenmlapi.Client) error {
	names, err := client.StackNames(ctx)
	if err != nil {
		return i.notGiven(err)
	}
	return usageError("%s has no stack %q, or does not show it to you.%s The name of a file ends in .yaml, .yml or .json",
		i.source, i.argument, suggest.DidYouMean(i.argument, names))
}

// notGiven says why the server did not give the stack.
func (i *importing) notGiven(err error) error {
	var e *providers.Error
	f := &failure{rule: config.RuleUnverified, summary: "Stack not read", code: exitUnverified}
	switch {
	case errors.As(err, &e):
		f.reason = e.Reason
		f.err = fmt.Errorf("the stack %q cannot be read: %s", i.argument, e.Detail)
	case errors.Is(err, context.DeadlineExceeded):
		f.reason = providers.Timeout
		f.err = fmt.Errorf("the stack %q cannot be read: %s did not give it within %s; raise --timeout", i.argument, i.source,
			i.flags.timeout)
	case errors.Is(err, context.Canceled):
		return terminal.ErrInterrupted
	default:
		return err
	}
	return f
}
