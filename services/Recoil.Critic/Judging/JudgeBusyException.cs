namespace Recoil.Critic.Judging;

/// <summary>Another critic is asking the same question now. The take is judged when its shot asks again.</summary>
internal sealed class JudgeBusyException(string judge) : Exception($"{judge} is being asked about it already");
