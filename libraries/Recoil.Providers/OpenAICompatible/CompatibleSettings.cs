using Recoil.Providers.Accounts;

namespace Recoil.Providers.OpenAICompatible;

/// <summary>How the endpoint differs from what OpenAI's documents say.</summary>
internal sealed record CompatibleSettings
{
    public static readonly string[] Names = ["moderation_empty", "response_format", "seconds_field", "videos_form", "videos_list"];

    /// <summary>Whether an answer without a picture means that the content was refused.</summary>
    public required bool ModerationEmpty { get; init; }

    /// <summary>Whether it must be told to answer with a picture's bytes.</summary>
    public required bool ResponseFormat { get; init; }

    /// <summary>Whether a clip's length is called <c>duration</c>, a number, in place of <c>seconds</c>, a text.</summary>
    public required bool CallsLengthDuration { get; init; }

    /// <summary>Whether clips are ordered with a form, as at OpenAI; otherwise with JSON.</summary>
    public required bool VideosForm { get; init; }

    /// <summary>Whether it lists clips, so that one whose answer was lost can be found by its prompt.</summary>
    public required bool VideosList { get; init; }

    /// <exception cref="InvalidProvidersFileException">A setting has a value that it cannot have.</exception>
    public static CompatibleSettings Of(ProviderAccount account)
    {
        return new CompatibleSettings
        {
            ModerationEmpty = Is("moderation_empty", "true", "false"),
            ResponseFormat = Is("response_format", "true", "false"),
            CallsLengthDuration = Is("seconds_field", "duration", "seconds"),
            VideosForm = !Is("videos_form", "false", "true"),
            VideosList = Is("videos_list", "true", "false"),
        };

        bool Is(string name, string value, string usual) => account.Settings.GetValueOrDefault(name, usual) is var set && (set == value || set == usual)
            ? set == value
            : throw new InvalidProvidersFileException($"$.accounts.{account.Name}.settings.{name}: \"{set}\" is neither {usual} nor {value}.");
    }
}
