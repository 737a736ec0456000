using System.Text;
using MassTransit;
using Recoil.Contracts.Tests.Documents;

namespace Recoil.Contracts.Tests;

public sealed class When_a_contract_changes
{
    private static readonly string s_approved = Path.Combine(Repository.Root, "tests", "contracts", "Recoil.Contracts.Tests", "Approved", "contracts.txt");

    [Fact]
    public void Should_be_approved()
    {
        var shape = Describe();
        if (Environment.GetEnvironmentVariable("RECOIL_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(s_approved, shape);
            return;
        }

        var (before, after) = (Lines(File.ReadLines(s_approved)), Lines(shape.TrimEnd('\n').Split('\n')));
        var changes = before.Where(line => !after.Contains(line)).Select(line => $"- {line}")
            .Concat(after.Where(line => !before.Contains(line)).Select(line => $"+ {line}"))
            .ToArray();

        changes.ShouldBeEmpty($"""
            contracts have changed:
            {string.Join('\n', changes)}
            A line that goes, and a new field that is required, break what others have built; contracts/README.md says what may be
            changed. If it is meant, set RECOIL_UPDATE_DOCS=1 and run this test to approve it.
            """);
    }

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (var message in ContractShape.Messages)
            Describe(text, $"message {message.Name}, {MessageUrn.ForTypeString(message)}", message);
        foreach (var part in ContractShape.Parts)
            Describe(text, $"part {part.Name}", part);
        foreach (var words in ContractShape.Words)
        {
            text.Append("words ").Append(words.Name).Append('\n');
            foreach (var word in ContractShape.WordsOf(words))
                text.Append("  ").Append(word).Append('\n');
        }

        return text.ToString();
    }

    private static void Describe(StringBuilder text, string title, Type type)
    {
        text.Append(title).Append('\n');
        foreach (var field in ContractShape.FieldsOf(type))
            text.Append("  ").Append(field.Name).Append(": ").Append(field.Type).Append(field.Required ? ", required" : ", optional").Append('\n');
    }

    /// <summary>The description's lines, each with the title it stands under.</summary>
    private static HashSet<string> Lines(IEnumerable<string> description)
    {
        var (lines, title) = (new HashSet<string>(StringComparer.Ordinal), "");
        foreach (var line in description)
        {
            if (!line.StartsWith(' '))
                title = line;
            lines.Add(line == title ? title : $"{title}: {line.Trim()}");
        }

        return lines;
    }
}
