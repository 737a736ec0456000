namespace Recoil.Providers;

/// <summary>How a vision model's answer ended.</summary>
public enum VisionEnd
{
    /// <summary>It said all that it had to say.</summary>
    Complete,

    /// <summary>The limit of tokens cut it off.</summary>
    Cut,

    /// <summary>It would not answer.</summary>
    Refused,
}
