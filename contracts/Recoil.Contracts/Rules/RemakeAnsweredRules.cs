namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="RemakeAnswered"/> holds beyond its types.</summary>
internal sealed class RemakeAnsweredRules : MessageRules<RemakeAnswered>
{
    public override void Check(MessageCheck check, RemakeAnswered answer)
    {
        check.Id(answer.RemakeId);
        check.Project(answer.Project);
        check.Name(answer.RunId);
        check.OptionalText(answer.Refusal);
        Shots(check, answer.Remade, "remade");
        Shots(check, answer.BuiltOn, "builtOn");
        if (!check.Entries(answer.LeftAlone, MessageLimits.Shots))
            return;
        foreach (var shot in answer.LeftAlone)
        {
            if (check.Present(shot, "an entry of leftAlone"))
                check.Name(shot.ShotId);
        }
    }

    private static void Shots(MessageCheck check, IReadOnlyList<string> shots, string field)
    {
        if (!check.Entries(shots, MessageLimits.Shots, field))
            return;
        foreach (var shotId in shots)
            check.Name(shotId, $"an entry of {field}");
    }
}
