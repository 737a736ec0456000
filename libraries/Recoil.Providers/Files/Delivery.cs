using Recoil.Contracts;
using Recoil.Providers.Http;

namespace Recoil.Providers.Files;

/// <summary>Brings what a provider has made here, byte for byte: some sign their files.</summary>
internal static class Delivery
{
    private const long LargestFile = 4L << 30;

    /// <summary>A result that came within an answer, as base64.</summary>
    public static async Task<GenerationResult> KeepAsync(GenerationRequest request, string base64, KnownCost? cost, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            return Corrupt("what was delivered is no base64", cost);
        }

        var file = request.WorkFile + ".part";
        await File.WriteAllBytesAsync(file, bytes, cancellationToken);
        return Checked(request, file, cost);
    }

    /// <summary>Downloads a result.</summary>
    /// <exception cref="ResultGoneException">It is no longer at this address.</exception>
    /// <exception cref="ProviderException">It cannot be downloaded, now or ever.</exception>
    public static async Task<GenerationResult> DownloadAsync(ProviderHttp http, GenerationRequest request, Uri address, KnownCost? cost, CancellationToken cancellationToken)
    {
        var file = request.WorkFile + ".part";
        using var response = await http.DownloadAsync(address, cancellationToken);
        var length = response.Content.Headers.ContentLength;
        if (length > LargestFile)
            return Corrupt($"a file of {length} bytes was delivered, more than {LargestFile}", cost);
        long written;
        try
        {
            await using var to = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
            await using var from = await response.Content.ReadAsStreamAsync(cancellationToken);
            written = await CopyAsync(from, to, cancellationToken);
        }
        catch (HttpIOException broken)
        {
            throw http.Error(ErrorKind.Unavailable, Submit.Refused, $"the download from {address.Host} broke off: {broken.Message}", null, broken);
        }

        if (written > LargestFile)
            return Corrupt($"a file of more than {LargestFile} bytes was delivered", cost);
        return length is { } promised && written != promised
            ? throw http.Error(ErrorKind.Unavailable, Submit.Refused, $"the download from {address.Host} ended after {written} of {promised} bytes", null)
            : Checked(request, file, cost);
    }

    public static GenerationResult Corrupt(string why, KnownCost? cost) => new() { Cost = cost, ErrorKind = ErrorKind.CorruptOutput, Error = $"corrupt_output: {why}" };

    /// <summary>What was bought and can no longer be had.</summary>
    public static GenerationResult Gone(ResultGoneException expired, KnownCost? cost) => new() { Cost = cost, ErrorKind = expired.Gone.Kind, Error = expired.Message };

    private static async Task<long> CopyAsync(Stream from, FileStream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        long written = 0;
        while (written <= LargestFile && await from.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            written += read;
        }

        return written;
    }

    private static GenerationResult Checked(GenerationRequest request, string file, KnownCost? cost)
    {
        if (MediaFile.Mistake(file, request.Take.Operation == Operation.VideoI2v, out var kind) is { } mistake)
            return Corrupt(mistake, cost);
        var final = request.WorkFile + MediaFile.ExtensionOf(kind);
        File.Move(file, final, overwrite: true);
        return new GenerationResult { Cost = cost, File = final };
    }
}
