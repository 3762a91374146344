package cli

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/resolve"
)

// scanFlags are the flags of scan.
type scanFlags struct {
	report    reportFlags
	check     checkFlags
	provider  string
	arguments []string
	exclude   []string
	only      []string
}

// scanExitCodes is what the exit codes of a scan mean.
const scanExitCodes = "Exit codes: 0 all is there, or without --provider, all could be read; 1 a file or the usage is\n" +
	"wrong; 2 something is missing; 3 something could not be verified."

func (r *invocation) scanCommand() *cobra.Command {
	var f scanFlags
	cmd := &cobra.Command{
		Use:   "scan [PATH…]",
		Short: "Check the references in files that zsv did not define: Terraform, YAML, JSON",
		Long: "Scan finds the secret references {{SECRET.KEY}} in the files of each PATH (default \".\"): HCL, as\n" +
			"that of Terraform, YAML and JSON. With --provider it asks that store whether the secret and the key\n" +
			"exist, and reports as plan does; without, it lists the references and asks nobody. It runs no\n" +
			"program: a reference that Terraform would put together from what is not in its files is not\n" +
			"verified. A directory is searched with all below it, but for what git ignores, hidden ones,\n" +
			"node_modules and vendor; files of other tools with such templates (Argo, Ansible, Helm) are passed\n" +
			"over unless they are named. --var and --var-file give values to variables of Terraform that the\n" +
			"files declare, and with --provider TYPE.NAME also to those of the configuration.\n\n" + scanExitCodes,
		Example: "  zsv scan\n  zsv scan infrastructure --provider zenml\n" +
			"  zsv scan main.tf stack.yaml --provider vault --argument mount=secret --argument prefix=ml/prod\n" +
			"  zsv scan . --provider vault.main --only 'resource.zenml_stack_component' --exclude 'legacy/'",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: r.completeFilesOf("tf", "hcl", "tfvars", "tofu", "json", "yaml", "yml"),
		PreRunE:           func(cmd *cobra.Command, _ []string) error { return f.checkAll(cmd) },
		RunE:              func(_ *cobra.Command, args []string) error { return r.runScan(f, args) },
	}
	r.addFormatFlag(cmd, &f.report.formats, view.Formats()...)
	r.addRuleFlags(cmd, &f.report)
	r.addLevelFlag(cmd, &f.check)
	r.addAskingFlags(cmd, &f.check)
	r.addScanFlags(cmd, &f)
	return cmd
}

func (r *invocation) addScanFlags(cmd *cobra.Command, f *scanFlags) {
	flags := cmd.Flags()
	flags.StringVar(&f.provider, "provider", "", "ask the provider `TYPE`, or TYPE.NAME of the configuration in this directory")
	flags.StringArrayVar(&f.arguments, "argument", nil,
		"give the provider TYPE an argument, `NAME=VALUE`: JSON, else text; repeatable")
	flags.StringArrayVar(&f.exclude, "exclude", nil,
		"leave out the files and directories that `PATTERN` matches, as in .gitignore; repeatable")
	flags.StringArrayVar(&f.only, "only", nil,
		"take only what stands at the address `PATTERN`, such as resource.zenml_stack_component or '*.configuration'; repeatable")
	_ = cmd.RegisterFlagCompletionFunc("provider", r.completeScanProviders)
	_ = cmd.RegisterFlagCompletionFunc("exclude", r.completeExcluded)
	r.completeFlag(cmd, "only", "resource.zenml_stack_component", "components")
}

// runScan scans, and checks what was found.
func (r *invocation) runScan(f scanFlags, args []string) error {
	p, err := r.planning(f.report.rules, f.check.readValues)
	if err != nil {
		return err
	}
	if p.level, err = r.level(f.check.level); err != nil {
		return err
	}
	if len(args) == 0 {
		args = []string{"."}
	}
	scan, diags := config.ScanFiles(config.ScanOptions{WorkingDir: p.workingDir, Paths: args, Exclude: f.exclude,
		Variables: p.vars, VariableFiles: r.global.varFiles})
	plan, err := r.planScan(f, p, scan, diags)
	if err != nil {
		return err
	}
	r.spareScanned(p.workingDir, scan)
	return r.reportScan(f, p, plan)
}

// spareScanned notes the scanned files, so that no output overwrites one.
func (r *invocation) spareScanned(workingDir string, scan *config.Scan) {
	for _, file := range scan.Names {
		r.belongings.inputs = append(r.belongings.inputs, project.Absolute(workingDir, filepath.FromSlash(file)))
	}
}

// reportScan asks the provider, if there is one, and reports.
func (r *invocation) reportScan(f scanFlags, p planning, plan *resolve.Plan) error {
	verbose := f.report.verbose || f.provider == "" // to list them is all that a scan without a provider does
	to, err := r.openResults(f.report.formats, viewFlags{verbose, f.check.allowUnverified}, p.workingDir)
	if err != nil {
		return err
	}
	_, err = r.report(to, func() []*resolve.Report {
		ctx, stop := r.checking(f.check.timeout)
		defer stop()
		if f.provider != "" {
			defer r.showWaiting()()
		}
		return []*resolve.Report{plan.Check(ctx)}
	})
	if f.provider == "" { // with one, it is an error
		for _, pattern := range plan.Scanned().Unmatched {
			r.tellLine("--only %s matches no reference.", pattern)
		}
	}
	return err
}
