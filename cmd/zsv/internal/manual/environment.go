package manual

import "github.com/spf13/cobra"

// A variable is one of the environment that zsv reads. Those of a flag count where the flag is not given.
type variable struct{ name, flag, text string }

var variables = []variable{
	{"NO_COLOR", "", "If it is not empty, nothing is coloured, unless --color says so. Nor is it with TERM=dumb."},
	{"XDG_CONFIG_HOME", "", "The directory that your own configuration, zsv/config.hcl, your identity, zsv/age-key.txt, and the " +
		"programs of external providers, zsv/plugins, are in; ~/.config if it is not set. What lies in the project does not count."},
	{"ZENML_SECRET_VALIDATION_LEVEL", "level", "The level to check at: NONE, SECRET_EXISTS or SECRET_AND_KEY_EXISTS. It wins over " +
		"validation_level in the configuration."},
	{"ZSV_AGE_KEY, ZSV_AGE_KEY_FILE", "", "Your identity for encrypted stores: the key itself, or the file that has it."},
	{"ZSV_CONFIG", "", "The file of your own configuration, in place of zsv/config.hcl. One that lies in the project " +
		"does not count."},
	{"ZSV_STACK", "stack", "The stack that is meant."},
	{"ZSV_TRUSTED_ADDRESSES", "", "Addresses that your credentials may be sent to although only the configuration names them, " +
		"apart by commas or blanks."},
	{"ZSV_VAR_name", "", "The value of the variable name of the configuration. --var and files of variables win over it."},
	{"VAULT_ADDR, VAULT_AGENT_ADDR, VAULT_NAMESPACE", "", "The server, the agent before it, and the namespace."},
	{"VAULT_TOKEN, VAULT_TOKEN_PATH", "", "The token, or the file that has it; ~/.vault-token if neither is set."},
	{"VAULT_ROLE_ID, VAULT_SECRET_ID, VAULT_JWT, VAULT_JWT_FILE", "", "What the other ways to log in to Vault need."},
	{"VAULT_CACERT, VAULT_CACERT_BYTES, VAULT_CAPATH, VAULT_CLIENT_CERT, VAULT_CLIENT_KEY, VAULT_TLS_SERVER_NAME, VAULT_SKIP_VERIFY",
		"", "How the connection is secured. HCL cannot set any of it."},
	{"VAULT_PROXY_ADDR, VAULT_HTTP_PROXY, HTTPS_PROXY, NO_PROXY", "", "The way to the server."},
	{"VAULT_HEADERS, VAULT_CLIENT_TIMEOUT, VAULT_MAX_RETRIES, VAULT_RATE_LIMIT", "", "Further headers, and how often and how long " +
		"the server is asked."},
	{"BAO_name", "", "Each of the variables VAULT_name may also be called so, as for OpenBao."},
	{"ZENML_STORE_URL, ZENML_SERVER_URL", "", "The ZenML server; the first of the two that is set."},
	{"ZENML_STORE_API_TOKEN, ZENML_API_TOKEN", "", "A token for it, which expires."},
	{"ZENML_STORE_API_KEY, ZENML_API_KEY", "", "The API key of a service account, where there is no token."},
	{"ZENML_STORE_USERNAME, ZENML_STORE_PASSWORD", "", "A user, where there is neither a token nor a key."},
	{"ZENML_STORE_VERIFY_SSL", "", "Whether the certificate of the server is verified, true or false, or the file with the " +
		"authorities to trust. HCL cannot set it."},
	{"ZENML_STORE_HTTP_TIMEOUT", "", "How many seconds one answer of the server may take; 30 if it is not set."},
	{"PATH", "", "The directories in which git, sops, the programs of your blocks command, and those of external providers, " +
		"zsv-provider-TYPE, are looked for; not relative ones, and not those in the project."},
	{"TYPE_name", "", "For an external provider: its program gets the variables whose names begin with its type, DATABRICKS_HOST " +
		"say, and those that a block plugin of your own configuration names."},
}

func allVariables() []Entry {
	var all []Entry
	for _, v := range variables {
		all = append(all, Entry{v.name, v.text})
	}
	return all
}

// variablesOf returns the variables that the flags of a command fall back on.
func variablesOf(cmd *cobra.Command) []Entry {
	var own []Entry
	for _, v := range variables {
		if v.flag != "" && cmd.NonInheritedFlags().Lookup(v.flag) != nil {
			own = append(own, Entry{v.name, v.text})
		}
	}
	return own
}

// files returns the files that zsv reads by their names.
func files() []Entry {
	return []Entry{
		{"*.zsv.hcl, *.zsv.json", "The configuration: all of these in one directory are one."},
		{"default.zsvars, *.auto.zsvars", "Values of its variables, in HCL, or, with .json behind the name, in JSON."},
		{".zsv/secrets.age", "The store of a provider \"file\" without a path, encrypted with age."},
		{"~/.config/zsv/config.hcl", "Your own configuration: the addresses and paths that you trust, the file of your identity, " +
			"and blocks: command, a command line that speaks for a store, and plugin, what an external provider gets."},
		{"~/.config/zsv/plugins/zsv-provider-*", "The programs of external providers, which are found here before PATH."},
		{"~/.config/zsv/age-key.txt", "Your identity, which opens encrypted stores."},
		{"~/.config/zsv/known-recipients/*", "Who could read each encrypted store when you last wrote it."},
		{"~/.vault-token", "The token of the last vault login."},
	}
}
