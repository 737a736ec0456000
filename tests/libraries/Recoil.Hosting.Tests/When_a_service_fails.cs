using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Recoil.Hosting.Services;

namespace Recoil.Hosting.Tests;

/// <summary>In one line what people can mend; with its stack, and another exit code, what they cannot.</summary>
public sealed class When_a_service_fails
{
    [Fact]
    public async Task A_background_service_that_fails_ends_it_with_1() =>
        (await RunAsync(services => services.AddHostedService<Failing>())).ShouldBe(1);

    [Fact]
    public async Task A_wrong_setting_ends_it_with_2() => (await RunAsync(_ => { }, "--Transport:Prefetch=0")).ShouldBe(2);

    [Fact]
    public async Task An_exception_while_it_is_built_that_is_no_setting_ends_it_with_1() =>
        (await RunAsync(_ => throw new InvalidOperationException("a fault of ours"))).ShouldBe(1);

    private static async Task<int> RunAsync(Action<IServiceCollection> add, params string[] settings)
    {
        using var folder = new TemporaryFolder();
        return await RecoilService.RunAsync(
            "budget", 0, [$"--Storage:DataFolder={folder.Path}", "--Transport:Port=1", .. settings], (services, _) => add(services), _ => { });
    }

    private sealed class Failing : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.FromException(new InvalidOperationException("a fault of ours"));
    }
}
