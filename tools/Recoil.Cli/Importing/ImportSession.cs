using System.Text.Encodings.Web;
using System.Text.Json;
using Recoil.Cli.Commands;
using Recoil.Cli.Estimates;
using Recoil.Models;
using Recoil.Plans;
using Recoil.Providers.Accounts;
using Recoil.Reports;
using Recoil.Reports.Html;
using Recoil.Shots.Estimates;

namespace Recoil.Cli.Importing;

/// <summary>Makes a plan of a shot list, or says everything that is wrong with it and writes nothing.</summary>
internal sealed class ImportSession(CommandEnvironment environment, ImportOptions options)
{
    private const int PromptsShown = 3;
    private static readonly JsonSerializerOptions s_plan = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly CommandRunner _runner = new() { Environment = environment };

    /// <returns>0 when the plan was written or could be, 2 when the list or an option is wrong.</returns>
    public Task<int> RunAsync(CancellationToken stop) => _runner.RunAsync(ImportAsync, stop);

    private async Task<int> ImportAsync(CancellationToken stop)
    {
        var list = At(options.List);
        var name = options.Out ?? Path.ChangeExtension(options.List, ".json");
        var path = At(name);
        if (!options.DryRun && !options.Force && Path.Exists(path))
            throw new CommandFailedException($"{name} is there already. Give --force to replace it, or --out for another file.");

        var problems = new ImportProblems(options.List);
        var plan = Make(await ReadAsync(list, stop), problems);
        if (plan is null)
            return await _runner.FailAsync(ExitCode.Usage, problems.Lines);

        var models = options.Models is { } file ? ReadModels(file) : ModelProfiles.BuiltIn;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(plan.Json, s_plan);
        var settings = new PlanSettings { Models = models, Providers = ChosenAccounts.Usable(environment, ProviderAccounts.Usual, needsKeys: false), PictureMistake = environment.PictureMistake };
        var reading = await PlanReader.CheckAsync(bytes, path, settings, stop);
        foreach (var mistake in reading.Mistakes)
            plan.Report(mistake);
        if (problems.Any || reading.Run is not { } run)
            return await _runner.FailAsync(ExitCode.Usage, problems.Lines);

        foreach (var note in plan.Notes)
            await environment.Error.WriteLineAsync($"{options.List}: {note}");
        var estimate = RunEstimate.Of(run, models, EstimateText.AcceptancePercent);
        if (options.DryRun)
        {
            foreach (var (shotId, prompt) in plan.Prompts(PromptsShown))
                await environment.Out.WriteLineAsync($"{shotId}: {prompt}");
            await environment.Out.WriteLineAsync();
            EstimateText.Write(estimate, environment.Out, environment.OutIsTerminal);
        }
        else
        {
            await WriteAsync(path, name, bytes, stop);
            await environment.Out.WriteLineAsync(
                $"{name}: {Words.Count(run.Shots.Count, "shot", "shots")} in {Words.Count(estimate.Scenes.Count, "scene", "scenes")}. Next: recoil run {name}");
        }

        foreach (var warning in EstimateText.Warnings(estimate))
            await environment.Error.WriteLineAsync(warning);
        return ExitCode.Ok;
    }

    /// <summary>The plan, or null when the list cannot be read as one; then the problems say why.</summary>
    private ImportedPlan? Make(byte[] bytes, ImportProblems problems)
    {
        if (ShotList.Read(bytes, problems) is not { } list)
            return null;

        var columns = ShotColumns.Of(list.Columns, options.Map, problems);
        if ((options.Template ?? columns.Template()) is not { } template)
        {
            problems.Add($"no column says what should be seen. Name one \"prompt\" or \"description\", or give --template. There are {columns.All}.");
            return null;
        }

        return ImportedPlan.Of(list, columns, PromptTemplate.Read(template, columns, problems), options, problems);
    }

    private async Task<byte[]> ReadAsync(string list, CancellationToken stop)
    {
        try
        {
            return await File.ReadAllBytesAsync(list, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                e is FileNotFoundException or DirectoryNotFoundException ? $"{options.List}: no such file. Name a shot list in CSV or TSV." : $"{options.List} cannot be read: {e.Message}", e);
        }
    }

    private ModelProfiles ReadModels(string file)
    {
        try
        {
            return ModelProfiles.Read(At(file));
        }
        catch (InvalidModelsFileException invalid)
        {
            throw new CommandFailedException($"--models: {invalid.Message}", invalid);
        }
    }

    private static async Task WriteAsync(string path, string name, byte[] bytes, CancellationToken stop)
    {
        try
        {
            await AtomicFile.WriteBytesAsync(path, bytes, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{name} cannot be written: {e.Message}", e);
        }
    }

    private string At(string path) => Path.GetFullPath(path, environment.CurrentFolder);
}
