using PublicApiGenerator;

namespace Recoil.Providers.Abstractions.Tests;

public sealed class When_the_public_api_changes
{
    private static readonly string s_approved = Path.Combine(Repository.Root, "tests", "libraries", "Recoil.Providers.Abstractions.Tests", "Approved", "api.txt");

    [Fact]
    public void Should_be_approved()
    {
        var api = typeof(IGenerationProvider).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("RECOIL_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(s_approved)!);
            File.WriteAllText(s_approved, api);
            return;
        }

        api.ShouldBe(File.ReadAllText(s_approved), "Providers of others depend on it. If the change is meant, run this test with RECOIL_UPDATE_DOCS=1 and tell it in the changelog.");
    }
}
