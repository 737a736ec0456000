using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recoil.Models;

/// <summary>The models of a models file: <c>{"models": {"name": {"provider": "animatic", "cost_per_image": 0.04}}}</c>.</summary>
public sealed class ModelProfiles : IModelProfiles
{
    private const decimal HighestPrice = 1_000m;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
    };

    private static readonly Lazy<ModelProfiles> s_builtIn = new(ReadBuiltIn);

    private readonly FrozenDictionary<string, ModelProfile> _profiles;

    private ModelProfiles(IEnumerable<KeyValuePair<string, ModelProfile>> profiles) =>
        _profiles = profiles.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The models that come with the program.</summary>
    public static ModelProfiles BuiltIn => s_builtIn.Value;

    /// <summary>The names of all models, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. _profiles.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public ModelProfile? Find(string model) => _profiles.GetValueOrDefault(model);

    /// <summary>Reads a models file. Its models stand in place of the built-in ones.</summary>
    /// <exception cref="InvalidModelsFileException">The file is missing, is not JSON or says something that cannot be.</exception>
    public static ModelProfiles Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidModelsFileException($"{path}: cannot be read. {unreadable.Message}", unreadable);
        }
    }

    private static ModelProfiles ReadBuiltIn()
    {
        const string Name = "Recoil.Models.models.json";
        using var stream = typeof(ModelProfiles).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The resource {Name} is missing from the build.");
        return Read(stream, "models.json");
    }

    private static ModelProfiles Read(Stream stream, string name)
    {
        ModelsFile file;
        try
        {
            file = JsonSerializer.Deserialize<ModelsFile>(stream, s_json)
                ?? throw new InvalidModelsFileException($"{name}: holds null. Write {{\"models\": {{…}}}}.");
        }
        catch (JsonException malformed)
        {
            var what = malformed.Message.Split(" Path: ", 2)[0];
            throw new InvalidModelsFileException($"{name}: {malformed.Path ?? "$"}: {what}", malformed);
        }

        if (file.Models.Count == 0)
            throw new InvalidModelsFileException($"{name}: $.models: empty. Name at least one model.");

        foreach (var (model, profile) in file.Models)
        {
            if (Mistake(profile) is { } mistake)
                throw new InvalidModelsFileException($"{name}: $.models.{model}{mistake}");
        }

        return new ModelProfiles(file.Models);
    }

    private static string? Mistake(ModelProfile profile)
    {
        if (string.IsNullOrWhiteSpace(profile.Provider))
            return ".provider: empty. Name the provider that serves the model, such as animatic.";
        if (profile is { CostPerImage: null, CostPerSecond: null })
            return ": has no price. Give cost_per_image, cost_per_second or both; 0 is free of charge.";
        return PriceMistake("cost_per_image", profile.CostPerImage) ?? PriceMistake("cost_per_second", profile.CostPerSecond);
    }

    private static string? PriceMistake(string field, decimal? price) => price is < 0 or > HighestPrice
        ? $".{field}: {price} is no price. Give US dollars from 0 to {HighestPrice}."
        : null;

    private sealed record ModelsFile
    {
        public required IReadOnlyDictionary<string, ModelProfile> Models { get; init; }
    }
}
