using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Recoil.Generator.Takes;
using Recoil.Providers;

namespace Recoil.Generator.Hints;

/// <summary>Where providers call back. A call that is genuine lets the take ask its provider now; nothing else follows from it.</summary>
internal static partial class HintEndpoint
{
    /// <summary>The first part of the addresses.</summary>
    public const string Path = "/hints";

    private const int LargestBody = 4 << 20;

    /// <summary>Where a provider calls for a take.</summary>
    /// <param name="baseUrl">Where this process can be reached from outside.</param>
    /// <param name="account">The provider's account.</param>
    /// <param name="takeId">The take.</param>
    public static Uri AddressOf(Uri baseUrl, string account, Guid takeId) => new($"{baseUrl.AbsoluteUri.TrimEnd('/')}{Path}/{Uri.EscapeDataString(account)}/{takeId:D}");

    /// <summary>Adds the address to a process that listens.</summary>
    public static void MapHints(this IEndpointRouteBuilder routes) => routes.MapPost($"{Path}/{{account}}/{{takeId:guid}}", ReceiveAsync);

    private static async Task<IResult> ReceiveAsync(HttpContext context, string account, Guid takeId)
    {
        var services = context.RequestServices;
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HintEndpoint));
        var providers = services.GetRequiredService<ProviderTable>();
        if (!providers.Knows(account) || providers.Get(account).Itself is not IHintingProvider provider)
            return Results.NotFound();
        if (context.Request.ContentLength is null or > LargestBody)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var hint = new ProviderHint(headers, body.ToArray(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (!await provider.IsGenuineAsync(hint, context.RequestAborted))
        {
            LogNotGenuine(log, account);
            return Results.Unauthorized();
        }

        services.GetRequiredService<TakeHints>().Hint(takeId);
        return Results.NoContent();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A call that says to be from {Account} is not signed by it, or is old; it changes nothing")]
    private static partial void LogNotGenuine(ILogger log, string account);
}
