using System.Text.RegularExpressions;

namespace Recoil.Generator.Providers.Animatic.Drawing;

/// <summary>Where a shot plays, as far as a storyboard artist can tell from its text.</summary>
internal enum Setting
{
    Hills,
    City,
    Forest,
    Sea,
    Interior,
    Road,
}

/// <summary>How much of a person is in the frame.</summary>
internal enum Framing
{
    Wide,
    Full,
    Medium,
    Close,
}

/// <summary>What a storyboard artist reads out of a shot's text; what the text leaves open is rolled.</summary>
internal sealed record ShotReading(Palette Palette, Setting Setting, Framing Framing, int Figures)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    private static readonly (string Words, Palette Palette)[] s_palettes =
    [
        ("neon|cyberpunk|nightclub|arcade", Palette.Neon),
        ("candle\\w*|lamp\\w*|firelight|fireplace|torch\\w*|tavern|campfire", Palette.Lamplight),
        ("night|midnight|moon\\w*|starlit|stars", Palette.Night),
        ("sunset|dusk|golden hour|evening|twilight", Palette.Dusk),
        ("dawn|sunrise|morning|daybreak", Palette.Dawn),
        ("rain\\w*|storm\\w*|fog\\w*|mist\\w*|snow\\w*|overcast|grey|gray|winter", Palette.Overcast),
        ("forest|jungle|garden|woods|meadow", Palette.Green),
        ("noon|day|daylight|sun\\w*|summer|bright", Palette.Day),
    ];

    private static readonly (string Words, Setting Setting)[] s_settings =
    [
        ("room|kitchen|office|interior|int|hall\\w*|corridor|bedroom|bar|tavern|window|table|desk|lab\\w*|apartment|shop|house", Setting.Interior),
        ("city|street|alley|roof\\w*|downtown|skyline|tower\\w*|market|neon", Setting.City),
        ("forest|jungle|woods|trees?|garden", Setting.Forest),
        ("sea|ocean|beach|harbou?r|pier|ship|boat|lake|river|lighthouse|shore", Setting.Sea),
        ("road|highway|bridge|tracks?|path|desert", Setting.Road),
        ("hills?|mountains?|valley|field|meadow|plain|cliff", Setting.Hills),
    ];

    private static readonly (string Words, Framing Framing)[] s_framings =
    [
        ("close[- ]?up|cu|ecu|portrait|face|eyes", Framing.Close),
        ("medium|ms|mcu|waist|over[- ]the[- ]shoulder|ots|two[- ]shot", Framing.Medium),
        ("wide|establishing|ws|ews|aerial|panorama|landscape", Framing.Wide),
        ("full shot|walks?|walking|runs?|running|stands?|dances?", Framing.Full),
    ];

    private static readonly (string Words, int Figures)[] s_figures =
    [
        ("empty|nobody|no one|deserted", 0),
        ("crowd|group|soldiers|children|people|friends|band", 4),
        ("three|trio", 3),
        ("two|couple|both|pair|together|each other|two[- ]shot|conversation|argue\\w*", 2),
    ];

    public static ShotReading Of(string prompt, Dice dice)
    {
        // Rolled in a fixed order whether or not the text decides, so that a changed word changes only what it speaks of.
        var palette = dice.Pick(Palette.All);
        var setting = (Setting)dice.Below(6);
        var framing = (Framing)dice.Below(4);
        var figures = dice.Chance(0.3) ? 2 : 1;
        return new ShotReading(
            Find(s_palettes, prompt, palette),
            Find(s_settings, prompt, setting),
            Find(s_framings, prompt, framing),
            Find(s_figures, prompt, figures));
    }

    private static T Find<T>((string Words, T Value)[] table, string prompt, T otherwise)
    {
        foreach (var (words, value) in table)
        {
            if (Regex.IsMatch(prompt, $@"\b(?:{words})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, s_limit))
                return value;
        }

        return otherwise;
    }
}
