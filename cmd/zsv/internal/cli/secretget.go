package cli

import (
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

func (r *invocation) secretGetCommand() *cobra.Command {
	var f secretFlags
	var reveal bool
	cmd := &cobra.Command{
		Use: "get NAME [KEY]", SuggestFor: []string{"show", "read", "view"},
		Short: "Show the keys of a secret, with --reveal their values",
		Long: "Get names the keys of a secret, or says that it has KEY, without reading values wherever the store\n" +
			"allows that. With --reveal it shows the values; of one KEY it writes the exact bytes, followed by a\n" +
			"newline only on a terminal.",
		Example: "  zsv secret get mlflow\n" +
			"  zsv secret get mlflow password\n" +
			"  password=$(zsv secret get mlflow password --reveal)",
		Args:              secretArgs(1, 2),
		ValidArgsFunction: r.completeSecrets(true),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, stored, err := r.newSecretRunOn(args[0], cmd, f)
			if err != nil {
				return err
			}
			if reveal {
				return s.reveal(stored, args[1:])
			}
			return s.names(stored, args[1:])
		},
	}
	cmd.Flags().BoolVar(&reveal, "reveal", false, "show the values")
	r.addSecretFlags(cmd, &f)
	r.addListFlags(cmd, &f.formats)
	return cmd
}

// names shows the names of the keys, or that one of them is there.
func (s *secretRun) names(stored *resolve.StoredSecret, keys []string) error {
	ctx, stop := s.asking()
	defer stop()
	if len(keys) == 0 {
		list, err := stored.Keys(ctx)
		if err != nil {
			return s.failure(err, stored)
		}
		return s.result(view.NewSecret(stored.Name, list.Keys))
	}
	if err := stored.Has(ctx, keys[0]); err != nil {
		return s.failure(err, stored)
	}
	return s.result(view.PresentKey{Secret: view.NewSecret(stored.Name, keys), Store: storeOf(stored)})
}

// reveal shows the values of all keys, or of the one that is named.
func (s *secretRun) reveal(stored *resolve.StoredSecret, keys []string) error {
	ctx, stop := s.asking()
	values, err := stored.Get(ctx, keys...)
	stop()
	if err != nil {
		return s.failure(s.withSuggestion(err, stored, keys), stored)
	}
	if err := s.keepPrivate(); err != nil {
		return err
	}
	revealed := view.NewRevealedSecret(stored.Name, values)
	if len(keys) == 0 {
		return s.result(revealed)
	}
	return s.revealOne(revealed, values[keys[0]])
}

// withSuggestion asks what was meant instead of a key that is missing.
func (s *secretRun) withSuggestion(err error, stored *resolve.StoredSecret, keys []string) error {
	if len(keys) == 0 || !errors.Is(err, resolve.ErrNoKey) && !errors.Is(err, resolve.ErrNoSecret) {
		return err
	}
	ctx, stop := s.asking()
	defer stop()
	if better := stored.Has(ctx, keys[0]); errors.Is(better, resolve.ErrNoKey) {
		return better
	}
	return err
}

// keepPrivate lets nobody else read the files that values are written to.
func (s *secretRun) keepPrivate() error {
	for _, o := range s.outputs {
		if file, ok := o.to.(*os.File); ok && o.file != "" {
			if err := file.Chmod(0o600); err != nil {
				return cannotWrite(err)
			}
		}
	}
	return nil
}

// revealOne writes the bytes of one value, where people or programs do not want JSON.
func (s *secretRun) revealOne(revealed view.List, value providers.Value) error {
	for _, o := range s.outputs {
		write := func() error { return view.WriteList(o.to, o.format.Name, revealed, s.options) }
		if o.format.Name == "text" {
			write = func() error { return s.writeValue(o, value) }
		}
		if err := errors.Join(write(), o.close()); err != nil {
			return cannotWrite(err)
		}
	}
	return nil
}

// writeValue ends the line on a terminal, where the shell's prompt comes next.
func (s *secretRun) writeValue(o output, value providers.Value) error {
	text := value.Reveal()
	if o.file == "" && s.StdoutTerminal.Is {
		text += "\n"
	}
	_, err := io.WriteString(o.to, text)
	return err
}
