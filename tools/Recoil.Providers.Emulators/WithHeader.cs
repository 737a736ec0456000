using Microsoft.AspNetCore.Http;

namespace Recoil.Providers.Emulators;

/// <summary>An answer with one more header.</summary>
internal sealed class WithHeader(string name, string value, IResult answer) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers[name] = value;
        return answer.ExecuteAsync(httpContext);
    }
}
