namespace Recoil.Hosting.Tests.Malformed;

/// <summary>A message type that a service takes.</summary>
/// <param name="Type">The contract.</param>
/// <param name="IsFault">Whether it is a fault of that contract.</param>
/// <param name="Queue">The endpoint that takes it.</param>
internal sealed record Target(Type Type, bool IsFault, string Queue)
{
    public string Name => NameOf(Type, IsFault);

    public string Exchange => ExchangeOf(Type, IsFault);

    public string Urn => IsFault ? $"urn:message:MassTransit:Fault[[Recoil.Contracts:{Type.Name}]]" : $"urn:message:Recoil.Contracts:{Type.Name}";

    public static string NameOf(Type type, bool isFault) => isFault ? $"Fault of {type.Name}" : type.Name;

    public static string ExchangeOf(Type type, bool isFault) =>
        isFault ? $"MassTransit:Fault--Recoil.Contracts:{type.Name}--" : $"Recoil.Contracts:{type.Name}";
}
