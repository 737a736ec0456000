namespace Recoil.Reports.Html;

/// <summary>What softening changed in a prompt, word by word.</summary>
internal static class PromptDiff
{
    /// <summary>The two prompts as one text with removed and added words marked.</summary>
    public static Markup Of(string before, string after)
    {
        var (left, right) = (before.Split(' '), after.Split(' '));
        var start = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = left.Skip(start).Reverse().Zip(right.Skip(start).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        var changed = Changes(left[start..^end], right[start..^end]);
        IEnumerable<Piece> pieces = [new(Kind.Same, [.. left[..start]]), .. changed, new(Kind.Same, [.. left[^end..]])];
        return Markup.Of($"{pieces.Where(piece => piece.Words.Count > 0).Select(Show)}");
    }

    private static Markup Show(Piece piece) => piece.Kind switch
    {
        Kind.Removed => Markup.Of($"<del>{string.Join(' ', piece.Words)}</del> "),
        Kind.Added => Markup.Of($"<ins>{string.Join(' ', piece.Words)}</ins> "),
        _ => Markup.Of($"{string.Join(' ', piece.Words)} "),
    };

    private static List<Piece> Changes(string[] left, string[] right)
    {
        var common = CommonLengths(left, right);
        var pieces = new List<Piece>();
        for (int i = 0, j = 0; i < left.Length || j < right.Length;)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                Append(pieces, Kind.Same, left[i++]);
                j++;
            }
            else if (i < left.Length && (j == right.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                Append(pieces, Kind.Removed, left[i++]);
            }
            else
            {
                Append(pieces, Kind.Added, right[j++]);
            }
        }

        return pieces;
    }

    /// <summary>For every pair of positions, how many words the rests have in common, in order.</summary>
    private static short[,] CommonLengths(string[] left, string[] right)
    {
        var common = new short[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
                common[i, j] = left[i] == right[j] ? (short)(common[i + 1, j + 1] + 1) : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return common;
    }

    private static void Append(List<Piece> pieces, Kind kind, string word)
    {
        if (pieces.Count == 0 || pieces[^1].Kind != kind)
            pieces.Add(new Piece(kind, []));
        pieces[^1].Words.Add(word);
    }

    private enum Kind
    {
        Same,
        Removed,
        Added,
    }

    private sealed record Piece(Kind Kind, List<string> Words);
}
