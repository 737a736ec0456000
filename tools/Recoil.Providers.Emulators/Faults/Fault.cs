using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Providers.Emulators.Faults;

/// <summary>Something that goes wrong with one submit and what follows from it.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Fault>))]
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The prompt is refused at once; costs nothing.</summary>
    RefusedContent,

    /// <summary>The account has no money.</summary>
    NoFunds,

    /// <summary>The key is not accepted.</summary>
    BadKey,

    /// <summary>Too many requests; the answer says when to come again where the provider says so.</summary>
    RateLimited,

    /// <summary>The provider's own error body with a server error; nothing was begun.</summary>
    Unavailable,

    /// <summary>The provider's own error body for a request that it does not understand.</summary>
    InvalidRequest,

    /// <summary>The connection is cut before anything was begun.</summary>
    CutBefore,

    /// <summary>It is bought, and the connection is cut instead of the answer.</summary>
    CutAfter,

    /// <summary>It is bought, and a gateway answers with an error page of its own.</summary>
    GatewayAfter,

    /// <summary>It is bought, and nothing is answered until the caller gives up.</summary>
    SilentAfter,

    /// <summary>It is bought, and the result is a refusal of its content.</summary>
    RefusedResult,

    /// <summary>It is bought, and the job fails.</summary>
    FailedResult,

    /// <summary>It is bought, and the answer is a success without a result.</summary>
    EmptyResult,

    /// <summary>The delivered file ends too early.</summary>
    TruncatedFile,

    /// <summary>Another thing than a picture or a clip is delivered.</summary>
    WrongFile,

    /// <summary>The address of the result has expired when it is first used. Providers that renew it give a new one.</summary>
    ExpiredAddress,

    /// <summary>The address of the result has expired for good.</summary>
    GoneForGood,

    /// <summary>The first download is cut in the middle.</summary>
    CutDownload,

    /// <summary>The first question after the job is answered with a server error.</summary>
    PollUnavailable,

    /// <summary>Judges: the answer is cut off by the limit of tokens.</summary>
    CutAnswer,

    /// <summary>Judges: the answer is no JSON of the schema that was asked for.</summary>
    MalformedAnswer,

    /// <summary>Judges: the answer keeps to the schema, within a code fence that nobody asked for.</summary>
    FencedAnswer,
}
