using Recoil.Broker.Testing;

namespace Recoil.Hosting.Tests;

[CollectionDefinition(Name)]
public sealed class ServicesCollection : ICollectionFixture<ServicesFixture>
{
    public const string Name = "one broker and five services";
}
