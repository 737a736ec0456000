using Recoil.Contracts;
using Recoil.Hosting.Telemetry;

namespace Recoil.Hosting.Tests.Telemetry;

public sealed class When_a_message_is_tagged_with_its_cost
{
    private static readonly GenerationCompleted s_take = new() { CorrelationId = Guid.NewGuid(), TakeId = Guid.NewGuid(), Success = true, Cost = 0.04m };

    [Fact]
    public void It_says_where_the_amount_comes_from()
    {
        Tag(s_take, ShotTags.CostUsd).ShouldBe(0.04);
        Tag(s_take, ShotTags.CostSource).ShouldBe("reported");
        Tag(s_take with { CostSource = CostSource.Estimated }, ShotTags.CostSource).ShouldBe("estimated");
    }

    [Fact]
    public void What_nobody_knows_is_no_amount()
    {
        var unknown = s_take with { Cost = 0, Success = false, ErrorKind = ErrorKind.OutcomeUnknown };

        Tag(unknown, ShotTags.CostUsd).ShouldBeNull();
        Tag(unknown, ShotTags.CostSource).ShouldBe("unknown");
    }

    private static object? Tag(GenerationCompleted take, string name) => ShotTags.Of(take).FirstOrDefault(tag => tag.Key == name).Value;
}
