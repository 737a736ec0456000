using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recoil.Providers.Accounts;

/// <summary>
/// The accounts of a providers file: <c>{"accounts": {"gemini": {"type": "gemini", "key_env": "GEMINI_API_KEY"}}}</c>. Keys never stand in the file itself.
/// </summary>
public sealed class ProviderAccounts
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
    };

    private ProviderAccounts(IReadOnlyList<ProviderAccount> all) => All = all;

    /// <summary>One account of each type, under its usual name, with the key where the provider's own tools look for it.</summary>
    public static ProviderAccounts Usual { get; } = new([.. ProviderTypes.All.Where(type => type.UsualBaseUrl is not null).Select(type => UsualOf(type))]);

    /// <summary>All accounts, in the file's order.</summary>
    public IReadOnlyList<ProviderAccount> All { get; }

    /// <summary>These accounts.</summary>
    public static ProviderAccounts Of(IEnumerable<ProviderAccount> accounts) => new([.. accounts]);

    /// <summary>Reads a providers file. Its accounts stand in place of <see cref="Usual"/>.</summary>
    /// <exception cref="InvalidProvidersFileException">The file is missing, is not JSON or says something that cannot be.</exception>
    public static ProviderAccounts Read(string path)
    {
        ProvidersFile file;
        try
        {
            using var stream = File.OpenRead(path);
            file = JsonSerializer.Deserialize<ProvidersFile>(stream, s_json) ?? throw new InvalidProvidersFileException($"{path}: holds null. Write {{\"accounts\": {{…}}}}.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidProvidersFileException($"{path}: cannot be read. {unreadable.Message}", unreadable);
        }
        catch (JsonException malformed)
        {
            throw new InvalidProvidersFileException($"{path}: {malformed.Path ?? "$"}: {malformed.Message.Split(" Path: ", 2)[0]}", malformed);
        }

        if (file.Accounts.Count == 0)
            throw new InvalidProvidersFileException($"{path}: $.accounts: empty. Name at least one account.");
        return new ProviderAccounts([.. file.Accounts.Select(account => Account(path, account.Key, account.Value))]);
    }

    private static ProviderAccount UsualOf(ProviderType type) => new()
    {
        Name = type.Name,
        Type = type.Name,
        BaseUrl = type.UsualBaseUrl!,
        Key = type.UsualKey,
        Settings = new Dictionary<string, string>(StringComparer.Ordinal),
    };

    private static ProviderAccount Account(string path, string name, AccountEntry entry)
    {
        if (ProviderTypes.Find(entry.Type ?? name) is not { } type)
            throw Wrong(".type", $"\"{entry.Type ?? name}\" is no provider. Known: {string.Join(", ", ProviderTypes.All.Select(known => known.Name))}.");
        if (string.IsNullOrWhiteSpace(name) || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
            throw Wrong("", "an account's name has letters, digits, dots, hyphens and underscores only.");
        if (entry is { KeyEnv: not null, KeyFile: not null })
            throw Wrong(".key_file", "the key is in the environment or in a file, not in both.");
        if (entry is { WebhookSecretEnv: not null, WebhookSecretFile: not null })
            throw Wrong(".webhook_secret_file", "the secret is in the environment or in a file, not in both.");
        if (entry.BaseUrl is { } address && (!Uri.TryCreate(address, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https")))
            throw Wrong(".base_url", $"\"{address}\" is no address. Write it as https://host/path.");
        if (entry.BaseUrl is null && type.UsualBaseUrl is null)
            throw Wrong("", $"an account of type {type.Name} needs base_url.");
        if (entry.Jobs < 1 || entry.SubmitsPerMinute < 1)
            throw Wrong(entry.Jobs < 1 ? ".jobs" : ".submits_per_minute", "give 1 or more, or leave it out for no limit.");
        if (entry.SubmitTimeoutSeconds is < 1 or > 3600)
            throw Wrong(".submit_timeout_seconds", "give 1 to 3600.");
        if (entry.Settings?.Keys.FirstOrDefault(key => !type.Settings.Contains(key, StringComparer.Ordinal)) is { } unknown)
            throw Wrong($".settings.{unknown}", type.Settings.Count == 0 ? $"{type.Name} has no settings." : $"{type.Name} knows {string.Join(", ", type.Settings)}.");

        return new ProviderAccount
        {
            Name = name,
            Type = type.Name,
            BaseUrl = entry.BaseUrl is null ? type.UsualBaseUrl! : new Uri(entry.BaseUrl.TrimEnd('/')),
            Key = KeyIn(entry.KeyEnv, entry.KeyFile) ?? type.UsualKey,
            WebhookSecret = KeyIn(entry.WebhookSecretEnv, entry.WebhookSecretFile) ?? ProviderKey.None,
            Settings = (entry.Settings ?? new Dictionary<string, string>(StringComparer.Ordinal)).ToDictionary(
                setting => setting.Key, setting => type.PathSettings.Contains(setting.Key, StringComparer.Ordinal) ? Beside(setting.Value) : setting.Value, StringComparer.Ordinal),
            SubmitTimeout = TimeSpan.FromSeconds(entry.SubmitTimeoutSeconds ?? 360),
            Jobs = entry.Jobs,
            SubmitsPerMinute = entry.SubmitsPerMinute,
        };

        ProviderKey? KeyIn(string? variable, string? file) => (variable, file) switch
        {
            ({ } set, _) => ProviderKey.InEnvironment(set),
            (_, { } set) => ProviderKey.InFile(Beside(set)),
            _ => null,
        };

        string Beside(string file) => Path.GetFullPath(file, Path.GetDirectoryName(Path.GetFullPath(path))!);

        InvalidProvidersFileException Wrong(string field, string why) => new($"{path}: $.accounts.{name}{field}: {why}");
    }

    private sealed record ProvidersFile
    {
        public required IReadOnlyDictionary<string, AccountEntry> Accounts { get; init; }
    }

    private sealed record AccountEntry
    {
        public string? Type { get; init; }
        public string? BaseUrl { get; init; }
        public string? KeyEnv { get; init; }
        public string? KeyFile { get; init; }
        public string? WebhookSecretEnv { get; init; }
        public string? WebhookSecretFile { get; init; }
        public IReadOnlyDictionary<string, string>? Settings { get; init; }
        public int? SubmitTimeoutSeconds { get; init; }
        public int? Jobs { get; init; }
        public int? SubmitsPerMinute { get; init; }
    }
}
