namespace Recoil.Cli.Broker.Tests;

[CollectionDefinition(Name)]
public sealed class RunningServicesCollection : ICollectionFixture<RunningServices>
{
    public const string Name = "services that recoil up started";
}
