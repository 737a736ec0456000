using Recoil.Chaos.Promises;

namespace Recoil.Chaos.Tests;

public sealed class When_the_provider_s_jobs_are_read : IDisposable
{
    private static readonly Guid s_take = new("00000000-0000-0000-0000-000000000001");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_last_line_of_a_job_counts_and_a_line_cut_off_does_not()
    {
        _folder.Write("animatic/jobs.jsonl", $$"""
            {"externalId":"{{s_take}}","id":"job-1","cost":0.04,"submits":1}
            {"externalId":"{{s_take}}","id":"job-1","cost":0.04,"submits":2}
            {"externalId":"{{s_take}}","id":"job-1","co
            """);

        ProviderJobFile.Read(_folder.Path).ShouldHaveSingleItem().Value.ShouldBe(new ProviderJob(s_take, "job-1", 0.04m, 2));
    }

    [Fact]
    public void A_job_without_a_cost_does_not_cost_nothing()
    {
        _folder.Write("animatic/jobs.jsonl", $$"""{"externalId":"{{s_take}}","id":"job-1","submits":1}""");

        ProviderJobFile.Read(_folder.Path).ShouldHaveSingleItem().Value.Cost.ShouldBeNull();
    }

    [Fact]
    public void A_provider_without_jobs_has_none() => ProviderJobFile.Read(_folder.Path).ShouldBeEmpty();
}
