using Microsoft.Extensions.Configuration;
using Recoil.Cli.Commands;
using Recoil.Cli.Running;
using Recoil.Cli.Submitting;
using Recoil.Media;
using Recoil.Reports;

var tools = new MediaTools();
using var signals = new StopSignals();
return await RecoilCommand.InvokeAsync(args, new CommandEnvironment
{
    Out = Console.Out,
    Error = Console.Error,
    OutIsTerminal = !Console.IsOutputRedirected,
    ErrorIsTerminal = !Console.IsErrorRedirected,
    CurrentFolder = Environment.CurrentDirectory,
    Providers = new HashSet<string>(StringComparer.Ordinal) { "animatic", "rehearsal" },
    MissingTools = _ => Task.FromResult(MissingTools.Of(tools)),
    PictureMistake = new PictureContent(new Ffmpeg(tools)).MistakeAsync,
    StartHost = EpisodeHost.StartAsync,
    Settings = new ConfigurationBuilder().AddEnvironmentVariables().Build(),
    User = Environment.GetEnvironmentVariable("USER") is { Length: > 0 } user ? user : Environment.UserName,
    ReportMedia = new FfmpegReportMedia(new Ffmpeg(tools)),
}, signals.Token);
