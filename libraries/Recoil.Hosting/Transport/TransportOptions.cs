using System.ComponentModel.DataAnnotations;
using Recoil.Hosting.Settings;

namespace Recoil.Hosting.Transport;

/// <summary>Where the broker is: the section <c>Transport</c>, as environment variables <c>Transport__Host</c> and so on.</summary>
public sealed record TransportOptions
{
    /// <summary>Host name or address of RabbitMQ.</summary>
    [Required(ErrorMessage = "Name the host that RabbitMQ runs on.")]
    public string Host { get; init; } = "localhost";

    /// <summary>1 to 65535.</summary>
    [Range(1, 65535, ErrorMessage = "Give a port from 1 to 65535; RabbitMQ's is 5672.")]
    public int Port { get; init; } = 5672;

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
    public string Address => $"{(UseTls ? "amqps" : "amqp")}://{Username}@{Host}:{Port}/{(VirtualHost == "/" ? "" : VirtualHost)}";

    /// <summary>The <see cref="Address"/>: what ends up in a log or an error must not hold the password.</summary>
    public override string ToString() => Address;

    /// <summary>Reads <c>amqp://user:password@host:port/vhost</c>, or <c>amqps</c> for TLS.</summary>
    /// <exception cref="InvalidSettingException">It is no such address.</exception>
    public static TransportOptions Parse(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
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
            VirtualHost = path.Length > 0 ? path : defaults.VirtualHost,
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : defaults.Username,
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : defaults.Password,
            UseTls = tls,
        };
    }

    /// <exception cref="InvalidSettingException">A setting is outside its range; the message says which and what to do.</exception>
    public void Validate() => SettingsValidation.Check("Transport", this);
}
