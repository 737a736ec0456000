using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Recoil.Reports.Html;

/// <summary>
/// A piece of HTML. It is written as an interpolated string whose holes are escaped, unless they hold markup already, so
/// that text from a plan or a provider cannot become markup.
/// </summary>
internal readonly record struct Markup(string Html)
{
    public static readonly Markup None = new("");

    public static Markup Of(Template template) => new(template.ToString());

    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(piece => piece.Html)));

    public override string ToString() => Html;

    /// <summary>Builds markup out of an interpolated string.</summary>
    /// <param name="literalLength">Given by the compiler.</param>
    /// <param name="formattedCount">Given by the compiler.</param>
    [InterpolatedStringHandler]
    internal readonly struct Template(int literalLength, int formattedCount)
    {
        private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

        private readonly StringBuilder _html = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string literal) => _html.Append(literal);

        public void AppendFormatted(string? text) => _html.Append(s_encoder.Encode(text ?? ""));

        public void AppendFormatted(int number) => _html.Append(number);

        public void AppendFormatted(Markup markup) => _html.Append(markup.Html);

        public void AppendFormatted(IEnumerable<Markup> pieces)
        {
            foreach (var piece in pieces)
                _html.Append(piece.Html);
        }

        public override string ToString() => _html.ToString();
    }
}
