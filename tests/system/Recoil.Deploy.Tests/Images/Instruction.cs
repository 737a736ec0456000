namespace Recoil.Deploy.Tests.Images;

/// <summary>One instruction of a Dockerfile, such as <c>COPY</c> with what it copies.</summary>
internal sealed record Instruction(string Keyword, string Text);
