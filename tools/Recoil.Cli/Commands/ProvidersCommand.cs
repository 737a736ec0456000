using System.CommandLine;
using Recoil.Cli.Accounts;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil providers</c>: which accounts are set up.</summary>
internal sealed class ProvidersCommand : Command, IHasExamples
{
    public ProvidersCommand(CommandEnvironment environment)
        : base("providers", "See which providers' accounts are set up, and whether they work.")
    {
        Add(new OneCommand(environment, "list", "List the accounts, their keys, limits, models and prices. Nobody is asked.", isCheck: false));
        Add(new OneCommand(environment, "check", "Ask each account that has a key for something that costs nothing.", isCheck: true));
    }

    public string Examples => """
        Examples:
          recoil providers list                             the usual account of each provider
          recoil providers check                            which keys work
          recoil providers list --providers providers.json --models models.json
          recoil providers check --json

        A key is in the environment, such as GEMINI_API_KEY, or in a file that a providers file names: docs/providers.md.
        The services read the same files from Providers__File and Models__File.
        """;

    private sealed class OneCommand : Command
    {
        private readonly Option<string?> _providers = TypedOption.Text("--providers", "FILE", "Providers file with accounts, instead of the usual account of each provider.");
        private readonly Option<string?> _models = TypedOption.Text("--models", "FILE", "Models file with providers and prices, instead of the built-in one.");
        private readonly Option<bool> _json = TypedOption.Json();

        public OneCommand(CommandEnvironment environment, string name, string description, bool isCheck)
            : base(name, description)
        {
            Add(_providers);
            Add(_models);
            Add(_json);
            SetAction((parsed, stop) => new ProvidersSession(environment, parsed.GetValue(_providers), parsed.GetValue(_models), parsed.GetValue(_json)).RunAsync(isCheck, stop));
        }
    }
}
