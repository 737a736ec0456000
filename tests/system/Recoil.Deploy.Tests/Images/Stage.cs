namespace Recoil.Deploy.Tests.Images;

/// <summary>One stage of a Dockerfile.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">The stage or image that it is built on.</param>
/// <param name="Instructions">What it does, in order.</param>
internal sealed record Stage(string Name, string From, List<Instruction> Instructions);
