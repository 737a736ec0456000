using Recoil.Artifacts;
using Recoil.Contracts;

namespace Recoil.Generator.Artifacts;

/// <summary>A take's pictures as local files, held until this is disposed.</summary>
internal sealed class TakeInputs : IDisposable
{
    private readonly List<ArtifactFile> _held = [];

    private TakeInputs(GenerateTake take) => Take = take;

    /// <summary>The take with local paths. A picture that does not exist is left out, except a frame that a clip is made from.</summary>
    public GenerateTake Take { get; private set; }

    /// <summary>What was found, by the names of the command.</summary>
    public UsedReferences Used { get; private set; } = new();

    /// <summary>What the command names and does not exist.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <summary>Brings them here.</summary>
    /// <exception cref="ReferenceRefusedException">A message must not name one of them.</exception>
    /// <exception cref="ArtifactStoreException">The store cannot be used now.</exception>
    public static async Task<TakeInputs> FetchAsync(ReferencedFiles files, GenerateTake take, CancellationToken cancellationToken)
    {
        var inputs = new TakeInputs(take);
        try
        {
            await inputs.FetchAsync(files, cancellationToken);
            return inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    public void Dispose() => _held.ForEach(file => file.Dispose());

    private async Task FetchAsync(ReferencedFiles files, CancellationToken cancellationToken)
    {
        var take = Take;
        var found = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var name in (string?[])
            [.. take.IdentityRefs, .. take.OptionalRefs, .. take.JudgedRefs, .. take.ExpressionRefs ?? [], take.SceneRefPath, take.StartFrame, take.EndFrame])
        {
            if (string.IsNullOrEmpty(name) || found.ContainsKey(name))
                continue;
            var file = await files.FindAsync(name, cancellationToken);
            if (file is not null)
                _held.Add(file);
            found[name] = file?.Path;
        }

        Missing = [.. found.Where(pair => pair.Value is null).Select(pair => pair.Key)];
        string[] sent = [.. take.IdentityRefs.Concat(take.OptionalRefs).Where(Exists)];
        Used = new UsedReferences { Sent = sent, Judged = [.. take.JudgedRefs.Where(Exists)] };
        Take = take with
        {
            IdentityRefs = Local(sent),
            OptionalRefs = [],
            JudgedRefs = Local(Used.Judged),
            ExpressionRefs = take.ExpressionRefs is { } expressions ? Local(expressions.Where(Exists)) : null,
            SceneRefPath = Find(take.SceneRefPath),
            StartFrame = Find(take.StartFrame) ?? take.StartFrame,
            EndFrame = Find(take.EndFrame) ?? take.EndFrame,
        };

        bool Exists(string name) => Find(name) is not null;
        string? Find(string? name) => name is null ? null : found.GetValueOrDefault(name);
        string[] Local(IEnumerable<string> names) => [.. names.Select(name => found[name]!)];
    }
}
