using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Recoil.Models;

/// <summary>The models of a models file: <c>{"models": {"name": {"provider": "animatic", "cost_per_image": 0.04}}}</c>.</summary>
public sealed partial class ModelProfiles : IModelProfiles
{
    private const decimal HighestPrice = 1_000m;
    private const int LongestPrompt = 1_000_000;

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
        if (profile is { CostPerImage: null, CostPerSecond: null, CostPerJudgement: null })
            return ": has no price. Give cost_per_image, cost_per_second or cost_per_judgement; 0 is free of charge.";
        return PriceMistake("cost_per_image", profile.CostPerImage)
            ?? PriceMistake("cost_per_second", profile.CostPerSecond)
            ?? PriceMistake("cost_per_judgement", profile.CostPerJudgement)
            ?? profile.TokenPrices?.Select(price => PriceMistake($"token_prices.{price.Key}", price.Value)).FirstOrDefault(mistake => mistake is not null)
            ?? LimitMistake(profile);
    }

    private static string? LimitMistake(ModelProfile profile) => profile switch
    {
        { Id: "" } => ".id: empty. Give the provider's name of the model, or leave it out.",
        { MaxPromptLength: < 1 or > LongestPrompt } => $".max_prompt_length: {profile.MaxPromptLength} is out of range. Give 1 to {LongestPrompt}.",
        { MaxReferences: < 0 or > 1000 } => $".max_references: {profile.MaxReferences} is out of range. Give 0 to 1000.",
        { AspectRatios.Count: 0 } => ".aspect_ratios: empty. Name those that it makes, or leave it out.",
        { Durations.Count: 0 } => ".durations: empty. Name those that it makes, or leave it out.",
        _ when profile.AspectRatios?.FirstOrDefault(ratio => !Ratio().IsMatch(ratio)) is { } wrong => $".aspect_ratios: \"{wrong}\" is no ratio. Write it as 16:9.",
        _ when profile.Durations?.Any(duration => duration <= 0) == true => ".durations: a clip is longer than 0 s.",
        _ => null,
    };

    [GeneratedRegex("""^[1-9][0-9]{0,3}:[1-9][0-9]{0,3}$""", RegexOptions.None, 1000)]
    private static partial Regex Ratio();

    private static string? PriceMistake(string field, decimal? price) => price is < 0 or > HighestPrice
        ? $".{field}: {price} is no price. Give US dollars from 0 to {HighestPrice}."
        : null;

    private sealed record ModelsFile
    {
        public required IReadOnlyDictionary<string, ModelProfile> Models { get; init; }
    }
}
