namespace Recoil.Contracts.Tests.Documents;

/// <summary>A field of a contract as JSON.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is, in the words of <c>contracts/README.md</c>.</param>
/// <param name="Required">Whether a message without it is refused.</param>
internal sealed record ContractField(string Name, string Type, bool Required);
