using Recoil.Cli.Commands;
using Recoil.Cli.Reports;
using Recoil.Cli.Running;

using var signals = new StopSignals();
return await RecoilCommand.InvokeAsync(args, new CommandEnvironment
{
    Out = Console.Out,
    Error = Console.Error,
    OutIsTerminal = !Console.IsOutputRedirected,
    ErrorIsTerminal = !Console.IsErrorRedirected,
    CurrentFolder = Environment.CurrentDirectory,
    Providers = new HashSet<string>(StringComparer.Ordinal) { "animatic" },
    MissingTools = _ => Task.FromResult<IReadOnlyList<string>>([]),
    StartHost = (_, _) => throw new CannotStartException("This build has no services in it."),
    ReportMedia = new NoReportMedia(),
}, signals.Token);
