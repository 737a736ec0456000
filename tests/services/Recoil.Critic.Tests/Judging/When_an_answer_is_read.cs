using Recoil.Contracts;
using Recoil.Critic.Judging;

namespace Recoil.Critic.Tests.Judging;

public sealed class When_an_answer_is_read
{
    private const string Good = """{"dimensions": {"wardrobe": {"evidence": "a red\n coat", "can_be_judged": true, "score": 0.25}}}""";

    private static readonly Dimension[] s_asked = [new("wardrobe", FailureMode.WardrobeMismatch, new DimensionLimits { Soft = 0.6 }, "As described.")];

    [Theory]
    [InlineData(Good)]
    [InlineData("```json\n" + Good + "\n```")]
    [InlineData("```\n" + Good + "\n```\n")]
    [InlineData("  " + Good + "\n")]
    public void It_is_read_with_and_without_a_code_fence(string text)
    {
        var answers = AnswerReading.Read(text, s_asked, out var mistake).ShouldNotBeNull();

        mistake.ShouldBeEmpty();
        answers["wardrobe"].ShouldBe(new DimensionAnswer(true, 0.25, "a red coat"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("answer: pass")]
    [InlineData("""{"answer": "pass"}""")]
    [InlineData("[]")]
    [InlineData("""{"dimensions": {}}""")]
    [InlineData("""{"dimensions": {"wardrobe": {"evidence": "a red coat", "can_be_judged": true, "score": 1.5}}}""")]
    [InlineData("""{"dimensions": {"wardrobe": {"evidence": "a red coat", "can_be_judged": true, "score": "1"}}}""")]
    [InlineData("""{"dimensions": {"wardrobe": {"evidence": "a red coat", "can_be_judged": true}}}""")]
    [InlineData("""{"dimensions": {"wardrobe": {"evidence": "a red coat", "can_be_judged": true, "score": 1, "verdict": "pass"}}}""")]
    [InlineData("""{"dimensions": {"wardrobe": {"evidence": "", "can_be_judged": true, "score": 1}, "other": {"evidence": "", "can_be_judged": true, "score": 1}}}""")]
    [InlineData("""{"dimensions": {"wardrobe": {"evidence": "", "can_be_judged": true, "score": 0, "score": 1}}}""")]
    [InlineData("""{"dimensions": {"wardrobe": {"evidence": "", "can_be_judged": true, "score": 1}}, "answer": "pass"}""")]
    [InlineData(Good + " So: pass.")]
    public void Whatever_is_not_of_the_schema_is_no_answer(string text)
    {
        AnswerReading.Read(text, s_asked, out var mistake).ShouldBeNull();

        mistake.ShouldNotBeEmpty();
    }

    [Fact]
    public void Evidence_is_one_line_of_a_length_that_people_read()
    {
        var text = Good.Replace("a red", new string('x', 5000), StringComparison.Ordinal);

        AnswerReading.Read(text, s_asked, out _)!["wardrobe"].Evidence.Length.ShouldBe(501);
    }
}
