namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="CriticVerdict"/> holds beyond its types.</summary>
internal sealed class CriticVerdictRules : MessageRules<CriticVerdict>
{
    public override void Check(MessageCheck check, CriticVerdict verdict)
    {
        check.Ids(verdict.CorrelationId, verdict.TakeId);
        if (verdict.Gate is { } gate)
        {
            check.NameOrEmpty(gate.Name);
            check.Text(gate.FailureCategory, MessageLimits.TextCharacters);
            check.Texts(gate.HardFailures);
        }

        if (check.Entries(verdict.Findings, MessageLimits.FindingEntries))
        {
            foreach (var finding in verdict.Findings)
            {
                if (!check.Present(finding, "an entry of findings"))
                    break;
                check.Name(finding.Check);
                check.OptionalText(finding.Judge);
                check.Finite(finding.Score);
                check.Finite(finding.Threshold);
                check.Text(finding.Evidence, MessageLimits.TextCharacters);
            }
        }

        if (verdict.Judgements is { } judgements && check.Entries(judgements, MessageLimits.Judges))
        {
            foreach (var judgement in judgements)
            {
                if (!check.Present(judgement, "an entry of judgements"))
                    break;
                check.Name(judgement.Judge);
                check.Money(judgement.Cost);
                check.OptionalText(judgement.Failure);
            }
        }

        check.OptionalText(verdict.Error);
        check.OptionalName(verdict.FinalState);
        check.Finite(verdict.Score);
        if (verdict.Score is < 0 or > 1)
            check.Refuse(nameof(verdict.Score), $"is {verdict.Score}; it must be from 0 to 1");
    }

    public override void CheckCause(MessageCheck check, CriticVerdict verdict) => check.Ids(verdict.CorrelationId, verdict.TakeId);
}
