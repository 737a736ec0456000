using Recoil.Contracts;
using Recoil.Generator.Providers.Animatic;

namespace Recoil.Critic.Tests.Calibration;

/// <summary>A take of which it is known what is wrong with it.</summary>
/// <param name="Defect">What was planted.</param>
/// <param name="OtherPerson">It is judged against the identity reference of somebody else.</param>
/// <param name="Command">How the critic is asked.</param>
internal sealed record LabelledTake(Defect Defect, bool OtherPerson, CritiqueTake Command);
