using System.Globalization;
using System.Text;

namespace Recoil.Shots.Softening;

/// <summary>
/// The plain Latin letters, digits and marks that characters stand for, and the characters that stand for nothing. Letters of other scripts are never
/// taken for Latin ones, however alike they look.
/// </summary>
/// <remarks>Unicode's own normalization (NFKC) says the same, but is not there where globalization is invariant, as it is in all services.</remarks>
internal static class PlainForms
{
    /// <summary>A dash that parts words, other than a hyphen.</summary>
    public const char Dash = '\u2013';

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly Dictionary<int, string> s_single =
        string.Join(
            ' ',
            "\u2010- \u2011- \u2012- \u2212- \uFE63- \u2014\u2013 \u2015\u2013 \uFE58\u2013",
            "\u2018' \u2019' \u201B' \u02BC' \u2032' \u00B4' `'",
            "ﬀff ﬁfi ﬂfl ﬃffi ﬄffl ﬅst ﬆst ĲIJ ĳij ǇLJ ǈLj ǉlj ǊNJ ǋNj ǌnj ǱDZ ǲDz ǳdz ſs",
            "ªa ºo ᴬA ᴮB ᴰD ᴱE ᴳG ᴴH ᴵI ᴶJ ᴷK ᴸL ᴹM ᴺN ᴼO ᴾP ᴿR ᵀT ᵁU ⱽV ᵂW",
            "ᵃa ᵇb ᶜc ᵈd ᵉe ᶠf ᵍg ʰh ⁱi ʲj ᵏk ˡl ᵐm ⁿn ᵒo ᵖp ʳr ˢs ᵗt ᵘu ᵛv ʷw ˣx ʸy ᶻz",
            "ₐa ₑe ₕh ᵢi ⱼj ₖk ₗl ₘm ₙn ₒo ₚp ᵣr ₛs ₜt ᵤu ᵥv ₓx",
            "ℂC ℊg ℋH ℌH ℍH ℎh ℐI ℑI ℒL ℓl ℕN ℙP ℚQ ℛR ℜR ℝR ℤZ ℨZ \u212AK ℬB ℭC ℯe ℰE ℱF ℳM ℴo ℹi ⅅD ⅆd ⅇe ⅈi ⅉj",
            "ⅠI ⅤV ⅩX ⅬL ⅭC ⅮD ⅯM ⅰi ⅴv ⅹx ⅼl ⅽc ⅾd ⅿm").Split(' ').ToDictionary(pair => (int)pair[0], pair => pair[1..]);

    /// <summary>What a character stands for: plainer ones, nothing where it only shapes, joins or parts what is around it, or, where null, itself.</summary>
    public static string? Of(Rune character) => character.Value switch
    {
        < 0x80 and not '`' => null,
        >= 0xFF01 and <= 0xFF5E and var value => ((char)(value - 0xFF01 + '!')).ToString(),
        >= 0x1D400 and <= 0x1D6A3 and var value => Letter(value - 0x1D400),
        >= 0x1D7CE and <= 0x1D7FF and var value => Digit(value - 0x1D7CE),
        >= 0x1FBF0 and <= 0x1FBF9 and var value => Digit(value - 0x1FBF0),
        >= 0x24B6 and <= 0x24E9 and var value => Letter(value - 0x24B6),
        >= 0x1F130 and <= 0x1F149 and var value => Letter(value - 0x1F130),
        >= 0x1F150 and <= 0x1F169 and var value => Letter(value - 0x1F150),
        >= 0x1F170 and <= 0x1F189 and var value => Letter(value - 0x1F170),
        var value when s_single.TryGetValue(value, out var plain) => plain,
        _ when IsIgnored(character) => "",
        _ => null,
    };

    /// <summary>Whether a character belongs to the one before it, as a stroke through a letter does.</summary>
    public static bool IsOverlay(Rune character) => character.Value
        is 0x0305 or (>= 0x0332 and <= 0x0338) or 0x033F or (>= 0x20D0 and <= 0x20F0) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    /// <summary>Soft hyphens, joiners, marks of direction and other formats, fillers, and what is laid over letters.</summary>
    private static bool IsIgnored(Rune character) => IsOverlay(character)
        || Rune.GetUnicodeCategory(character) is UnicodeCategory.Format
        || character.Value is 0x034F or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or (>= 0x180B and <= 0x180F);

    private static string Letter(int index) => Alphabet[index % Alphabet.Length].ToString();

    private static string Digit(int index) => ((char)('0' + (index % 10))).ToString();
}
