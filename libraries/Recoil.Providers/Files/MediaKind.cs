namespace Recoil.Providers.Files;

/// <summary>What a file is by its own bytes.</summary>
internal enum MediaKind
{
    /// <summary>Nothing that is known here.</summary>
    Unknown,
    Png,
    Jpeg,
    WebP,
    Gif,

    /// <summary>ISO base media, also QuickTime.</summary>
    Mp4,

    /// <summary>Also Matroska.</summary>
    WebM,
}
