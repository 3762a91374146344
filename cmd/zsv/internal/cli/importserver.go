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

// namesOfFiles is said where the name of a stack may be that of a file, mistyped.
const namesOfFiles = "there is no file of that name either; the names of files that zenml stack export writes end in .yaml"

// readServer asks the ZenML server of the environment for the stack. No address of the configuration is asked. noFile is why the
// argument is no file.
func (i *importing) readServer(noFile error) (origin, error) {
	surroundings := i.planning.user.Surroundings(i.planning.workingDir, ".", i.planning.log)
	if looksLikeFile(i.argument) && zenmlapi.Describe(nil, surroundings) == zenmlapi.NoAddress {
		return origin{}, unreadable(i.argument, noFile)
	}
	client, err := zenmlapi.New(zenmlapi.Options{Surroundings: surroundings, Connections: importConnections})
	if err != nil {
		return origin{}, i.notGiven("", err)
	}
	defer client.Close()
	from := origin{source: "the ZenML server at " + client.Address()}
	ctx, stop := i.checking(i.flags.timeout)
	defer stop()
	stack, err := client.Stack(ctx, i.argument)
	switch {
	case errors.Is(err, zenmlapi.ErrNoStack):
		return from, i.noStackOnServer(ctx, client, from.source)
	case err != nil:
		return from, i.notGiven(from.source, err)
	}
	from.server = func() map[string]bool { return i.secretsOn(client) }
	from.stack, err = stackfile.FromServer(described(stack))
	return from, from.readable(err)
}

// secretsOn names the secrets on the server, as far as it tells: a name that is taken is not used for something else.
func (i *importing) secretsOn(client *zenmlapi.Client) map[string]bool {
	ctx, stop := i.checking(i.flags.timeout)
	defer stop()
	defer client.Close()
	names := map[string]bool{}
	list, err := client.List(ctx, "secrets", nil)
	if err != nil {
		i.tellLine("Note: It is not known which secrets are on the server, so names of new ones may be taken there.")
	}
	for _, item := range list.Items {
		names[item.Name] = true
	}
	return names
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
func (i *importing) noStackOnServer(ctx context.Context, client *zenmlapi.Client, source string) error {
	names, err := client.StackNames(ctx)
	if err != nil {
		return i.notGiven(source, err)
	}
	return usageError("%s has no stack %q, or does not show it to you.%s And %s", source, i.argument,
		suggest.DidYouMean(i.argument, names), namesOfFiles)
}

// notGiven says why the server did not give the stack.
func (i *importing) notGiven(source string, err error) error {
	var e *providers.Error
	f := &failure{rule: config.RuleUnverified, summary: "Stack not read", code: exitUnverified}
	switch {
	case errors.As(err, &e) && source == "":
		f.reason = e.Reason
		f.err = fmt.Errorf("the stack %q cannot be read: %s. And %s", i.argument, e.Detail, namesOfFiles)
	case errors.As(err, &e):
		f.reason = e.Reason
		f.err = fmt.Errorf("the stack %q cannot be read: %s", i.argument, e.Detail)
	case errors.Is(err, context.DeadlineExceeded):
		f.reason = providers.Timeout
		f.err = fmt.Errorf("the stack %q cannot be read: %s did not give it within %s; raise --timeout", i.argument, source,
			i.flags.timeout)
	case errors.Is(err, context.Canceled):
		return terminal.ErrInterrupted
	default:
		return err
	}
	return f
}
