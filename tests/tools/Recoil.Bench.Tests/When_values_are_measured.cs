using Recoil.Bench.Load;
using Recoil.Bench.Processes;

namespace Recoil.Bench.Tests;

public sealed class When_values_are_measured
{
    [Fact]
    public void Their_statistics_do_not_depend_on_the_order()
    {
        var sample = new Sample([5, 1, 4, 2, 3]);

        sample.Minimum.ShouldBe(1);
        sample.Median.ShouldBe(3);
        sample.Maximum.ShouldBe(5);
    }

    [Fact]
    public void The_median_of_an_even_number_is_between_the_middle_two() => new Sample([1, 2, 4, 100]).Median.ShouldBe(3);

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(0.5, 50)]
    [InlineData(0.95, 95)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    public void A_percentile_is_the_nearest_rank(double share, double expected) =>
        new Sample(Enumerable.Range(1, 100).Select(i => (double)i)).Percentile(share).ShouldBe(expected);

    [Fact]
    public void The_percentiles_of_one_value_are_it() => new Sample([7]).Percentile(0.5).ShouldBe(7);

    [Fact]
    public void Nothing_has_no_statistics() => Should.Throw<ArgumentException>(() => new Sample([])).Message.ShouldContain("No values were measured.");

    [Fact]
    public async Task The_cpu_time_of_a_process_grows_with_its_work()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "CPU time is read from /proc.");
        var before = CpuTime.Of(Environment.ProcessId);

        await Eventually.TrueAsync(
            () =>
            {
                for (var i = 0; i < 1_000_000; i++)
                    _ = Math.Sqrt(i);
                return CpuTime.Of(Environment.ProcessId) > before;
            },
            () => "the CPU time grows");
    }

    [Fact]
    public void A_process_that_does_not_exist_has_used_none() => CpuTime.Of(int.MaxValue).ShouldBe(TimeSpan.Zero);
}
