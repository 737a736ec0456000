using System.Buffers;
using System.Text;

namespace Recoil.Storage.MongoDb.Bson;

/// <summary>
/// Names of members as a database takes them: a dollar sign at the start, a dot or a zero means something there, and a planner may
/// use any name. They are written as in a URL, <c>%24</c>, <c>%2E</c> and <c>%00</c>, and so is <c>%</c>.
/// </summary>
internal static class ElementName
{
    private static readonly SearchValues<char> s_special = SearchValues.Create("$.%\0");

    public static string Of(string name)
    {
        if (!name.AsSpan().ContainsAny(s_special))
            return name;

        var written = new StringBuilder(name.Length + 6);
        foreach (var character in name)
        {
            if (s_special.Contains(character))
                written.Append('%').Append(((int)character).ToString("X2"));
            else
                written.Append(character);
        }

        return written.ToString();
    }

    public static string Read(string written) => written.Contains('%', StringComparison.Ordinal)
        ? written.Replace("%24", "$", StringComparison.Ordinal).Replace("%2E", ".", StringComparison.Ordinal)
            .Replace("%00", "\0", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal)
        : written;
}
