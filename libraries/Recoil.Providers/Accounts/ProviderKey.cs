namespace Recoil.Providers.Accounts;

/// <summary>The key of an account: from the environment or a file, read when it is needed, so that a new one counts without a restart.</summary>
public sealed class ProviderKey
{
    private readonly string? _variable;
    private readonly string? _file;
    private readonly bool _isOptional;
    private readonly Func<string, string?> _environment;

    private ProviderKey(string? variable, string? file, bool isOptional, Func<string, string?>? environment)
    {
        (_variable, _file, _isOptional) = (variable, file, isOptional);
        _environment = environment ?? Environment.GetEnvironmentVariable;
    }

    /// <summary>The account asks for none.</summary>
    public static ProviderKey None { get; } = new(null, null, isOptional: true, null);

    /// <summary>Why there is no key now; null when there is one, or none is needed.</summary>
    public string? Absence => _isOptional || Read() is { Length: > 0 }
        ? null
        : _file is null ? $"{_variable} is not set" : $"{_file} holds no key or cannot be read";

    /// <summary>A key in an environment variable.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="isOptional">Whether the provider works without one.</param>
    /// <param name="environment">Reads variables; those of this process unless it is given.</param>
    public static ProviderKey InEnvironment(string variable, bool isOptional = false, Func<string, string?>? environment = null) => new(variable, null, isOptional, environment);

    /// <summary>A key in a file, such as a mounted secret. Space around it does not belong to it.</summary>
    public static ProviderKey InFile(string file) => new(null, file, isOptional: false, null);

    /// <summary>A key that is no secret.</summary>
    public static ProviderKey Of(string key) => new("", null, isOptional: true, _ => key);

    /// <summary>The key; empty when there is none.</summary>
    public string Read()
    {
        if (_variable is not null)
            return _environment(_variable)?.Trim() ?? "";
        if (_file is null)
            return "";
        try
        {
            return File.ReadAllText(_file).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Absence says so, in a sentence with the file's name.
            return "";
        }
    }
}
