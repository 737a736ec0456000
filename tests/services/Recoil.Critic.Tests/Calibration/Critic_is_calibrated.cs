using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Recoil.Contracts;
using Recoil.Critic.Checks;
using Recoil.Media;

namespace Recoil.Critic.Tests.Calibration;

[Needs(Need.Ffmpeg)]
public sealed class Critic_is_calibrated(ITestOutputHelper output) : IDisposable
{
    private const string Begin = "<!-- measured: begin -->";
    private const string End = "<!-- measured: end -->";

    private readonly TemporaryFolder _folder = new();
    private readonly Ffmpeg _ffmpeg = new(new MediaTools());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task On_one_shot_every_planted_defect_is_found_by_its_own_check_and_nothing_else_is()
    {
        var accuracies = CheckAccuracy.Of(await JudgeAsync(shot: 0, clips: true, clipSeconds: 1));

        foreach (var accuracy in accuracies.Where(a => a.Check != IdentityDrift.Name))
        {
            accuracy.Found.ShouldBeGreaterThan(0, accuracy.Check);
            (accuracy.Precision, accuracy.Recall).ShouldBe((1, 1), accuracy.Row);
        }
    }

    /// <summary>Run with RECOIL_CALIBRATE=1 after changing a check, a threshold or the drawings; it rewrites the table in the README.</summary>
    [Fact]
    public async Task On_the_whole_labelled_set_and_the_readme_says_how_well()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("RECOIL_CALIBRATE") == "1", "takes minutes; set RECOIL_CALIBRATE=1");
        var judged = new List<(LabelledTake, CriticVerdict)>();
        for (var shot = 0; shot < LabelledSet.Shots; shot++)
            judged.AddRange(await JudgeAsync(shot, clips: shot % 2 == 0));

        var accuracies = CheckAccuracy.Of(judged);
        var table = new StringBuilder("| check | with the defect | without | precision | recall | measured without (least … median … most) | measured with it |\n|---|---|---|---|---|---|---|\n");
        foreach (var accuracy in accuracies)
            table.Append(accuracy.Row).Append('\n');
        output.WriteLine(table.ToString());

        var readme = Repository.PathOf("services", "Recoil.Critic", "README.md");
        var text = await File.ReadAllTextAsync(readme);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        await File.WriteAllTextAsync(readme, $"{text[..from]}\n{table}{text[to..]}");
    }

    private async Task<IReadOnlyList<(LabelledTake, CriticVerdict)>> JudgeAsync(int shot, bool clips, decimal clipSeconds = 2)
    {
        var critic = new TakeCritic(_ffmpeg, Artifacts.Files(_folder), new CriticOptions(), NullLogger<TakeCritic>.Instance);
        var judged = new List<(LabelledTake, CriticVerdict)>();
        foreach (var take in await new LabelledSet(_ffmpeg, _folder.Path, clipSeconds).OfShotAsync(shot, clips))
        {
            var verdict = await critic.JudgeAsync(take.Command, CancellationToken.None);
            foreach (var finding in verdict.Findings.Where(f => f.Severity is Severity.Soft or Severity.Hard))
                output.WriteLine($"shot {shot} {take.Command.Operation} {take.Defect}{(take.OtherPerson ? " (other person)" : "")}: {finding.Check} {finding.Score} > {finding.Threshold} {finding.Evidence}");
            judged.Add((take, verdict));
        }

        return judged;
    }
}
