using System.Text.RegularExpressions;

namespace Recoil.Deploy.Tests.Images;

/// <summary>What <c>infra/docker/Dockerfile</c> says, as far as tests can do without Docker what it says.</summary>
internal static partial class Dockerfile
{
    public const string BuildStage = "build";

    private static readonly Lazy<IReadOnlyList<Stage>> s_stages = new(() =>
        Read(File.ReadAllText(Path.Combine(Repository.Root, "infra", "docker", "Dockerfile"))));

    public static Stage Build => StageOf(BuildStage);

    /// <summary>The stages that are images: those that are started.</summary>
    public static IReadOnlyList<Image> Images { get; } =
        [.. s_stages.Value.Where(stage => stage.Instructions.Any(i => i.Keyword == "ENTRYPOINT")).Select(stage => new Image(stage.Name, Lineage(stage)))];

    /// <summary>The images that stages start from and that are not stages themselves.</summary>
    public static IEnumerable<string> Foreign => s_stages.Value.Select(stage => stage.From).Where(from => s_stages.Value.All(stage => stage.Name != from));

    public static Image ImageOf(string target) => Images.Single(image => image.Target == target);

    private static Stage StageOf(string name) => s_stages.Value.Single(stage => stage.Name == name);

    /// <summary>A stage's instructions after those of the stages that it is built on.</summary>
    private static IReadOnlyList<Instruction> Lineage(Stage stage) =>
        s_stages.Value.Any(other => other.Name == stage.From) ? [.. Lineage(StageOf(stage.From)), .. stage.Instructions] : stage.Instructions;

    private static List<Stage> Read(string text)
    {
        var stages = new List<Stage>();
        var lines = text.Split('\n').Where(line => !line.TrimStart().StartsWith('#') && line.Trim().Length > 0);
        foreach (var line in Continued().Replace(string.Join('\n', lines), " ").Split('\n'))
        {
            var parts = line.Split(' ', 2);
            var instruction = new Instruction(parts[0], parts[1].Trim());
            if (instruction.Keyword == "FROM")
            {
                var words = instruction.Text.Split(' ');
                stages.Add(new Stage(words[2], words[0], []));
            }
            else
            {
                stages[^1].Instructions.Add(instruction);
            }
        }

        return stages;
    }

    [GeneratedRegex(@"\\\n\s*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Continued();
}
