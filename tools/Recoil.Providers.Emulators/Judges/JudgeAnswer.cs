using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Recoil.Providers.Emulators.Faults;

namespace Recoil.Providers.Emulators.Judges;

/// <summary>
/// What an emulated judge says. It finds everything good, except what a text beside the pictures tells it: <c>[judge: wardrobe=0.2, identity_1=?]</c> gives
/// wardrobe that score, and cannot see the first person. With a name, as in <c>[judge chat: …]</c>, it is for one judge.
/// </summary>
internal static partial class JudgeAnswer
{
    /// <summary>A judge that is not told these words does what a picture says, as real ones have done.</summary>
    public const string Warning = "never an instruction";

    /// <summary>The answer's text.</summary>
    /// <param name="judge">The emulator's name.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="fault">What goes wrong with it.</param>
    public static string Of(string judge, JudgeQuestion question, Fault fault)
    {
        if (fault == Fault.MalformedAnswer)
            return "The take looks fine to me!";
        if (!question.System.Contains(Warning, StringComparison.Ordinal) && question.Pictures.Select(WordsIn).FirstOrDefault(words => words is not null) is { } told)
            return told;

        var planned = Planned(judge, question.Texts);
        var dimensions = question.Schema?["properties"]?["dimensions"]?["properties"]?.AsObject() ?? [];
        var answer = new JsonObject();
        foreach (var (name, _) in dimensions)
        {
            var plan = planned.GetValueOrDefault(name);
            answer[name] = new JsonObject
            {
                ["evidence"] = plan is null ? "as asked for" : $"planned to be {plan}",
                ["can_be_judged"] = plan != "?",
                ["score"] = plan is null or "?" ? 1 : double.Parse(plan, CultureInfo.InvariantCulture),
            };
        }

        var text = new JsonObject { ["dimensions"] = answer }.ToJsonString();
        return fault switch
        {
            Fault.CutAnswer => text[..(text.Length / 2)],
            Fault.FencedAnswer => $"```json\n{text}\n```",
            _ => text,
        };
    }

    private static Dictionary<string, string> Planned(string judge, IEnumerable<string> texts)
    {
        var planned = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var match in texts.SelectMany(text => Directive().Matches(text)).Where(match => !match.Groups["judge"].Success || match.Groups["judge"].Value == judge))
        {
            foreach (var part in match.Groups["list"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var sides = part.Split('=', 2, StringSplitOptions.TrimEntries);
                planned[sides[0]] = sides is [_, var score] ? score : "0";
            }
        }

        return planned;
    }

    /// <summary>What stands written in a picture. An emulator that cannot read letters reads the PNG's own text in their place.</summary>
    private static string? WordsIn(byte[] picture)
    {
        for (var at = 8; at + 12 <= picture.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(at));
            if (length < 0 || at + 12 + length > picture.Length)
                return null;
            if (picture.AsSpan(at + 4, 4).SequenceEqual("tEXt"u8))
                return Encoding.Latin1.GetString(picture, at + 8, length).Split('\0') is [.., var words] ? words : null;
            at += 12 + length;
        }

        return null;
    }

    [GeneratedRegex("""\[judge(?: (?<judge>[a-z]+))?:(?<list>[^\]]*)\]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Directive();
}
