using System.Text;

namespace Recoil.Shots.Softening;

/// <summary>A text as it is read rather than as it is encoded: in <see cref="PlainForms"/>, with the way back to the text as it was written.</summary>
internal sealed class PlainText
{
    private readonly string _written;
    private readonly List<(int Start, int End)> _places = [];

    /// <summary>Reads a text.</summary>
    /// <param name="written">The text.</param>
    /// <param name="ignored">What stands in for characters that stand for nothing, such as a space to see them as the ends of words.</param>
    public PlainText(string written, string ignored = "")
    {
        _written = written;
        var text = new StringBuilder(written.Length);
        for (int at = 0, length; at < written.Length; at += length)
        {
            // Half a surrogate pair stands for itself, as does every character without a plainer form.
            length = Rune.TryGetRuneAt(written, at, out var character) ? character.Utf16SequenceLength : 1;
            var plain = PlainForms.Of(character) ?? written.AsSpan(at, length);
            if (plain.IsEmpty)
            {
                plain = ignored;
                if (_places.Count > 0 && PlainForms.IsOverlay(character))
                    _places[^1] = _places[^1] with { End = at + length };
            }

            text.Append(plain);
            for (var i = 0; i < plain.Length; i++)
                _places.Add((at, at + length));
        }

        Text = text.ToString();
    }

    /// <summary>The text in plain forms.</summary>
    public string Text { get; }

    /// <summary>Where a part of <see cref="Text"/> is written; what is ignored around it is no part of it.</summary>
    public Range Place(int index, int length) => _places[index].Start.._places[index + length - 1].End;

    /// <summary>A part of <see cref="Text"/> as it is written.</summary>
    public string Written(int index, int length) => _written[Place(index, length)];
}
