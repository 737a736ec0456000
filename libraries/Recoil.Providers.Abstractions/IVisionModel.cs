namespace Recoil.Providers;

/// <summary>A service that looks at pictures and answers in JSON, for money. One instance is one account.</summary>
/// <remarks>Methods throw <see cref="ProviderException"/> for what the service says or fails to say. All are called by many at once.</remarks>
public interface IVisionModel
{
    /// <summary>The account's name, which model profiles use, such as <c>gemini</c>.</summary>
    string Name { get; }

    /// <summary>Why this process cannot use it, such as <c>GEMINI_API_KEY is not set</c>; null when it can.</summary>
    string? Absence => null;

    /// <summary>The largest clip in bytes that it looks at as it is; 0 where it must be shown frames of it.</summary>
    long LargestClip => 0;

    /// <summary>Asks a question once. Whether it is asked again is the caller's decision: the answer may have been paid for although it never came.</summary>
    /// <exception cref="ProviderException">There is no answer; it says whether one may have been charged.</exception>
    Task<VisionAnswer> AskAsync(VisionQuestion question, CancellationToken cancellationToken);
}
