using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Recoil.Hosting.Settings;

namespace Recoil.Hosting.Transport;

/// <summary>Where the broker is: the section <c>Transport</c>, as environment variables <c>Transport__Host</c> and so on.</summary>
public sealed record TransportOptions : IValidatableObject
{
    /// <summary>Host name or address of RabbitMQ.</summary>
    [Required(ErrorMessage = "Name the host that RabbitMQ runs on.")]
    public string Host { get; init; } = "localhost";

    /// <summary>1 to 65535.</summary>
    [Range(1, 65535, ErrorMessage = "Give a port from 1 to 65535; RabbitMQ's is 5672.")]
    public int Port { get; init; } = 5672;

    /// <summary>
    /// The nodes of a RabbitMQ cluster, as <c>host:port</c> or <c>host</c>, separated by commas. Connections are made to any of them that
    /// answers, instead of to Host; with TLS, their certificates must be valid for the name in Host. Empty: there is only Host.
    /// </summary>
    public string Hosts { get; init; } = "";

    /// <summary>The virtual host, which separates installations on one broker.</summary>
    [Required(ErrorMessage = "RabbitMQ's own is /.")]
    public string VirtualHost { get; init; } = "/";
    /// <summary>A user that may configure, write and read in the virtual host.</summary>
    [Required(ErrorMessage = "Name a user that may configure, write and read in the virtual host.")]
    public string Username { get; init; } = "guest";
    /// <summary>The user's password.</summary>
    public string Password { get; init; } = "guest";
    /// <summary>Whether the connection is encrypted (amqps).</summary>
    public bool UseTls { get; init; }

    /// <summary>
    /// How often a message may come back because the process that had it died, 1 or more. After that it goes to the
    /// endpoint's error queue: it may be what kills them.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int DeliveryLimit { get; init; } = 20;

    /// <summary>How many messages an endpoint holds ready that does not say itself, 1 or more.</summary>
    [Range(1, 65535)]
    public ushort Prefetch { get; init; } = 64;

    /// <summary>Where it is, for people: without the password.</summary>
    public string Address => string.Create(
        CultureInfo.InvariantCulture,
        $"{(UseTls ? "amqps" : "amqp")}://{Username}@{(Hosts.Length > 0 ? Hosts : $"{Host}:{Port}")}/{(VirtualHost == "/" ? "" : VirtualHost)}");

    /// <summary>The nodes that connections are made to, one or more, in the order of the settings.</summary>
    /// <exception cref="InvalidSettingException">Hosts cannot be read.</exception>
    public IReadOnlyList<(string Host, int Port)> Nodes() => Hosts.Length == 0
        ? [(Host, Port)]
        : [.. Hosts.Split(',').Select(host => NodeOf(host) ?? throw new InvalidSettingException($"Setting Transport:{Mistake(host)}"))];

    /// <summary>The <see cref="Address"/>: what ends up in a log or an error must not hold the password.</summary>
    public override string ToString() => Address;

    /// <summary>Reads <c>amqp://user:password@host:port/vhost</c>, or <c>amqps</c> for TLS. The nodes of a cluster are separated by commas.</summary>
    /// <exception cref="InvalidSettingException">It is no such address.</exception>
    public static TransportOptions Parse(string address)
    {
        // A URI has one host; the others are read beside it.
        var authority = address.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var end = address.IndexOf('/', authority) is var slash and >= 0 ? slash : address.Length;
        var begin = address.LastIndexOf('@', Math.Max(end - 1, 0)) is var at && at >= authority ? at + 1 : authority;
        var hosts = address[begin..end];
        var one = hosts.Contains(',', StringComparison.Ordinal) ? $"{address[..begin]}{hosts[..hosts.IndexOf(',', StringComparison.Ordinal)]}{address[end..]}" : address;
        if (!Uri.TryCreate(one, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
            throw new InvalidSettingException("The broker's address is not understood. Write amqp://user:password@host:port/vhost.");

        var user = uri.UserInfo.Split(':', 2);
        var path = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        var tls = uri.Scheme == "amqps";
        var defaults = new TransportOptions();
        var port = (uri.Port, tls) switch { ( > 0, _) => uri.Port, (_, true) => 5671, _ => defaults.Port };
        return new TransportOptions
        {
            Host = uri.Host,
            Port = port,
            Hosts = ReferenceEquals(one, address) ? "" : hosts,
            VirtualHost = path.Length > 0 ? path : defaults.VirtualHost,
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : defaults.Username,
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : defaults.Password,
            UseTls = tls,
        };
    }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext) =>
        Hosts.Length == 0 ? [] : Hosts.Split(',').Where(host => NodeOf(host) is null).Select(host => new ValidationResult(Mistake(host)));

    private (string Host, int Port)? NodeOf(string text)
    {
        var parts = text.Trim().Split(':');
        return parts switch
        {
            [{ Length: > 0 } host] => (host, Port),
            [{ Length: > 0 } host, var given] when int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 => (host, port),
            _ => null,
        };
    }

    private static string Mistake(string host) => $"Hosts holds \"{host.Trim()}\". Give hosts such as rabbit-1:5672,rabbit-2:5672. {SettingsSection.InEnvironment("Transport:Hosts")}";

    /// <exception cref="InvalidSettingException">A setting is outside its range; the message says which and what to do.</exception>
    public void Validate() => SettingsValidation.Check("Transport", this);
}
