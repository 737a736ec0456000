using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Recoil.Contracts;
using Recoil.Providers.Accounts;

namespace Recoil.Providers.Http;

/// <summary>Speaks HTTP with a provider, and says of each failure whether a job may have been begun.</summary>
internal sealed partial class ProviderHttp : IDisposable
{
    private const int LongestMessage = 500;
    private const int ShortestSecret = 4;
    private const long LargestAnswer = 256L << 20;

    private static readonly TimeSpan s_askTimeout = TimeSpan.FromMinutes(1);

    private static readonly string[] s_requestIds = ["x-request-id", "request-id", "x-fal-request-id", "x-goog-request-id", "cf-ray"];

    private readonly HttpClient _submits;
    private readonly HttpClient _questions;
    private readonly ProviderAccount _account;
    private readonly TimeProvider _time;
    private readonly Action<HttpRequestMessage, string> _authorize;
    private readonly Func<ProviderAnswer, ProviderError?> _readError;

    /// <param name="account">The account.</param>
    /// <param name="time">The clock.</param>
    /// <param name="authorize">Puts the account's key into a request.</param>
    /// <param name="readError">Understands the provider's own error bodies; null for any other body.</param>
    public ProviderHttp(ProviderAccount account, TimeProvider time, Action<HttpRequestMessage, string> authorize, Func<ProviderAnswer, ProviderError?> readError)
    {
        (_account, _time, _authorize, _readError) = (account, time, authorize, readError);

        // A connection that is used again may have been closed by the other side. The handler then sends the request once more by itself, which for a
        // submit would be a second order: so a submit never uses one again. A key must not follow a redirect.
        _submits = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(15) })
        {
            Timeout = account.SubmitTimeout,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        _questions = new HttpClient(new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
        })
        {
            Timeout = s_askTimeout,
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    /// <summary>An address of the API.</summary>
    /// <param name="path">From the account's base address on, beginning with a slash; or a whole address that the provider gave.</param>
    public Uri AddressOf(string path) => path.StartsWith('/') ? new Uri(_account.BaseUrl.AbsoluteUri.TrimEnd('/') + path) : new Uri(path);

    /// <summary>Sends a request that may buy something.</summary>
    /// <returns>The answer, with a success status and JSON.</returns>
    /// <exception cref="ProviderException">Anything else; it says whether something may have been bought.</exception>
    public async Task<ProviderAnswer> SubmitAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(_submits, request, isSubmit: true, cancellationToken);
        if (!answer.IsSuccess || _readError(answer) is not null)
            throw Failure(answer, isSubmit: true);
        return answer.Body is null
            ? throw Error(ErrorKind.Unavailable, Submit.Ambiguous, $"HTTP {answer.Status} without JSON", answer.RequestId)
            : answer;
    }

    /// <summary>Sends a request that can be repeated.</summary>
    /// <returns>The answer, with a success status; its body may be empty.</returns>
    /// <exception cref="ProviderException">Anything else.</exception>
    public async Task<ProviderAnswer> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(_questions, request, isSubmit: false, cancellationToken);
        return answer.IsSuccess && _readError(answer) is null ? answer : throw Failure(answer, isSubmit: false);
    }

    /// <summary>Sends a request that can be repeated, and does not mind what the provider says.</summary>
    /// <exception cref="ProviderException">The provider did not answer.</exception>
    public Task<ProviderAnswer> TryAskAsync(HttpRequestMessage request, CancellationToken cancellationToken) => SendAsync(_questions, request, isSubmit: false, cancellationToken);

    /// <summary>Begins a download. The key goes along only to the account's own host, and to no host that it redirects to.</summary>
    /// <exception cref="ProviderException">There is nothing to download.</exception>
    public async Task<HttpResponseMessage> DownloadAsync(Uri address, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop < 5; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (IsOwn(address))
                _authorize(request, _account.Key.Read());
            HttpResponseMessage response;
            try
            {
                response = await _questions.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            }
            catch (Exception e) when (IsFailure(e, cancellationToken))
            {
                throw Error(ErrorKind.Unavailable, Submit.Refused, $"the download from {address.Host} failed: {e.Message}", null, e);
            }

            if (response.IsSuccessStatusCode)
                return response;
            using (response)
            {
                if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } next)
                {
                    address = new Uri(address, next);
                    if (address.Scheme is not ("http" or "https"))
                        break;
                    continue;
                }

                throw response.StatusCode switch
                {
                    HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone => new ResultGoneException(Error(
                        ErrorKind.CorruptOutput, Submit.Refused, $"the result is no longer at {address.Host} (HTTP {(int)response.StatusCode})", null)),
                    _ => Error(
                        (int)response.StatusCode is 429 or >= 500 ? ErrorKind.Unavailable : ErrorKind.CorruptOutput,
                        Submit.Refused, $"the download from {address.Host} was answered with HTTP {(int)response.StatusCode}", null),
                };
            }
        }

        throw Error(ErrorKind.CorruptOutput, Submit.Refused, $"the download was redirected too often, last to {address.Host}", null);
    }

    /// <summary>A failure in one line without the key, with the kind first.</summary>
    public ProviderException Error(ErrorKind kind, Submit submit, string message, string? requestId, Exception? inner = null, TimeSpan? retryAfter = null)
    {
        var line = Space().Replace(message, " ").Trim();
        var key = _account.Key.Read();
        if (key.Length > 0)
            line = line.Replace(key, "***", StringComparison.Ordinal);
        // A key may be a pair.
        foreach (var secret in key.Split(':').Where(part => part.Length >= ShortestSecret))
            line = line.Replace(secret, "***", StringComparison.Ordinal);
        if (line.Length > LongestMessage)
            line = line[..LongestMessage] + "…";
        return new ProviderException(kind, submit, $"{SnakeCase.Of(kind)}: {line}{(requestId is null ? "" : $" (request {requestId})")}", inner) { RetryAfter = retryAfter };
    }

    /// <summary>What a failed answer means: by the provider's own words, else by its status.</summary>
    public ProviderException Failure(ProviderAnswer answer, bool isSubmit)
    {
        if (_readError(answer) is { } error)
        {
            return Error(
                error.Kind, isSubmit && error.IsAmbiguous ? Submit.Ambiguous : Submit.Refused,
                $"HTTP {answer.Status}{(error.Code is null ? "" : $" {error.Code}")}: {error.Message}", answer.RequestId,
                retryAfter: error.RetryAfter ?? (error.Kind == ErrorKind.RateLimited ? answer.RetryAfter(_time) : null));
        }

        var (kind, submit) = answer.Status switch
        {
            401 => (ErrorKind.InvalidCredentials, Submit.Refused),
            402 => (ErrorKind.InsufficientFunds, Submit.Refused),
            429 => (ErrorKind.RateLimited, Submit.Refused),
            408 or 504 => (ErrorKind.Timeout, Submit.Ambiguous),
            >= 500 => (ErrorKind.Unavailable, Submit.Ambiguous),
            < 300 => (ErrorKind.Unavailable, Submit.Ambiguous),
            _ => (ErrorKind.InvalidRequest, Submit.Refused),
        };
        return Error(
            kind, isSubmit ? submit : Submit.Refused, $"HTTP {answer.Status}, and {(answer.Body is { } body ? $"the body {body.GetRawText()}" : "no body that says why")}", answer.RequestId,
            retryAfter: kind == ErrorKind.RateLimited ? answer.RetryAfter(_time) : null);
    }

    public void Dispose()
    {
        _submits.Dispose();
        _questions.Dispose();
    }

    private async Task<ProviderAnswer> SendAsync(HttpClient client, HttpRequestMessage request, bool isSubmit, CancellationToken cancellationToken)
    {
        using var sent = request;
        if (IsOwn(sent.RequestUri!))
            _authorize(sent, _account.Key.Read());
        try
        {
            using var response = await client.SendAsync(sent, HttpCompletionOption.ResponseContentRead, cancellationToken);
            return new ProviderAnswer((int)response.StatusCode, Json(await response.Content.ReadAsByteArrayAsync(cancellationToken)), response.Headers, RequestIdOf(response.Headers));
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            // Before a connection stands, nothing can have been ordered.
            var unsent = e is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
            };
            throw Error(
                e is OperationCanceledException ? ErrorKind.Timeout : ErrorKind.Unavailable,
                isSubmit && !unsent ? Submit.Ambiguous : Submit.Refused,
                e is OperationCanceledException ? $"{sent.RequestUri!.Host} did not answer in time" : $"{sent.RequestUri!.Host} did not answer: {e.Message}", null, e);
        }
    }

    /// <summary>Whether an address is on the account's own server. Only there may the key go.</summary>
    private bool IsOwn(Uri address) => Uri.Compare(address, _account.BaseUrl, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool IsFailure(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static string? RequestIdOf(HttpResponseHeaders headers)
    {
        foreach (var name in s_requestIds)
        {
            if (headers.TryGetValues(name, out var values))
                return values.First();
        }

        return null;
    }

    private static JsonElement? Json(byte[] body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            // Whoever needs JSON reports that there is none.
            return null;
        }
    }

    [GeneratedRegex("""[\s\p{C}]+""", RegexOptions.None, 1000)]
    private static partial Regex Space();
}
