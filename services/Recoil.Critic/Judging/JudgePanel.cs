using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.Critic.Checks;
using Recoil.Hosting.Telemetry;
using Recoil.Media;

namespace Recoil.Critic.Judging;

/// <summary>Asks the judges that a shot names, and counts their votes.</summary>
internal sealed class JudgePanel(Judge judge, ReferencedFiles files, Ffmpeg ffmpeg, CriticOptions options)
{
    /// <summary>Asks about a take that is usable.</summary>
    /// <param name="take">The take, with its brief.</param>
    /// <param name="output">Its file here.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JudgeBusyException">The take is being judged already.</exception>
    public async Task<PanelVerdict> JudgeAsync(CritiqueTake take, string output, CancellationToken cancellationToken)
    {
        var exhibits = await Exhibits.ReadAsync(take, output, files, ffmpeg, options.Judging, options.Limits, cancellationToken);
        var dimensions = Rubric.Of(take, exhibits.References, options.Rubric);
        var asked = take.Judging!.Judges.Select(name => AskAsync(name)).ToList();
        await Task.WhenAll(asked);
        return PanelVerdict.Of(dimensions, [.. asked.Select(one => one.Result)]);

        async Task<JudgeVerdict> AskAsync(string name)
        {
            using (RecoilTrace.Start($"judge {name}"))
                return await judge.AskAsync(name, take, exhibits, dimensions, cancellationToken);
        }
    }
}
