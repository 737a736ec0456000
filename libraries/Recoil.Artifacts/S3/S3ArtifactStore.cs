using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Recoil.Artifacts.Caching;

namespace Recoil.Artifacts.S3;

/// <summary>
/// Artifacts in a bucket of S3 or of a compatible store. What is written passes through a local file, for its name is known only when it
/// has been read; what is read stays in the local cache.
/// </summary>
internal sealed class S3ArtifactStore : IArtifactStore, IDisposable
{
    /// <summary>Larger contents are uploaded in parts of this size, or more where ten thousand of them are too few.</summary>
    internal const int PartSize = 8 * 1024 * 1024;

    private const int MostParts = 10_000;

    /// <summary>What was stored so lately is not stored again: nobody removes artifacts of that age.</summary>
    private static readonly TimeSpan s_new = TimeSpan.FromDays(1);

    private readonly ArtifactOptions _options;
    private readonly ArtifactCache _cache;
    private readonly TimeProvider _time;
    private readonly AmazonS3Client _s3;

    public S3ArtifactStore(ArtifactOptions options, ArtifactCache cache, TimeProvider time)
    {
        _options = options;
        _cache = cache;
        _time = time;
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle,
            // Compatible stores do not know the checksums that the SDK adds by itself; contents are checked by their names.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint.Length > 0)
            (config.ServiceURL, config.AuthenticationRegion) = (options.Endpoint, options.Region);
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        _s3 = options.AccessKey.Length > 0
            ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config)
            : new AmazonS3Client(config);
    }

    public void Dispose() => _s3.Dispose();

    public async Task<ArtifactName> PutAsync(Stream content, string extension, string? label, CancellationToken cancellationToken)
    {
        if (label is not null)
            ArtifactLabel.Check(label);
        // An extension that cannot be used is refused before anything is written.
        _ = ArtifactName.Of(new byte[32], extension);

        await using var grown = await _cache.GrowAsync(cancellationToken);
        try
        {
            var name = ArtifactName.Of(await ContentHash.CopyAsync(content, grown, cancellationToken), extension);
            if (!(await StoredAtAsync(name, cancellationToken) > _time.GetUtcNow() - s_new))
            {
                grown.Position = 0;
                await CallAsync(() => grown.Length <= PartSize
                    ? UploadAsync(grown, name, label, cancellationToken)
                    : UploadInPartsAsync(grown, name, label, cancellationToken), cancellationToken);
            }

            (await _cache.KeepAsync(grown, name, cancellationToken)).Dispose();
            return name;
        }
        finally
        {
            File.Delete(grown.Name);
        }
    }

    public async Task<Stream?> OpenAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        using var file = await FetchAsync(name, cancellationToken);
        return file is null
            ? null
            : new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, useAsync: true);
    }

    public async Task<ArtifactFile?> FetchAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        if (await _cache.FindAsync(name, cancellationToken) is { } cached)
            return cached;

        await using var grown = await _cache.GrowAsync(cancellationToken);
        try
        {
            var hash = await CallAsync(() => DownloadAsync(name, grown, cancellationToken), cancellationToken);
            if (hash is null)
                return null;
            if (ArtifactName.Of(hash, name.Extension) != name)
            {
                throw new DamagedArtifactException(
                    $"{name} in {_options} is damaged: its content has the SHA-256 {Convert.ToHexStringLower(hash)}. Store it again from where it came.");
            }

            return await _cache.KeepAsync(grown, name, cancellationToken);
        }
        finally
        {
            File.Delete(grown.Name);
        }
    }

    public async Task<bool> ExistsAsync(ArtifactName name, CancellationToken cancellationToken) => await StoredAtAsync(name, cancellationToken) is not null;

    public async IAsyncEnumerable<ArtifactName> ListAsync(DateTimeOffset storedBefore, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = _options.Prefix + "sha256-" };
        ListObjectsV2Response page;
        do
        {
            page = await CallAsync(() => _s3.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            foreach (var stored in page.S3Objects ?? [])
            {
                if (stored.LastModified < storedBefore.UtcDateTime && ArtifactName.TryParse(stored.Key[_options.Prefix.Length..], out var name))
                    yield return name;
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    public async Task<bool> RemoveAsync(ArtifactName name, DateTimeOffset storedBefore, CancellationToken cancellationToken)
    {
        if (!(await StoredAtAsync(name, cancellationToken) < storedBefore))
            return false;
        await CallAsync(() => _s3.DeleteObjectAsync(_options.Bucket, KeyOf(name), cancellationToken), cancellationToken);
        await _cache.RemoveAsync(name, cancellationToken);
        return true;
    }

    /// <returns>When the artifact was stored last; null when there is none.</returns>
    private Task<DateTimeOffset?> StoredAtAsync(ArtifactName name, CancellationToken cancellationToken) => CallAsync<DateTimeOffset?>(
        async () =>
        {
            try
            {
                var stored = await _s3.GetObjectMetadataAsync(_options.Bucket, KeyOf(name), cancellationToken);
                return new DateTimeOffset(stored.LastModified!.Value.ToUniversalTime());
            }
            catch (AmazonS3Exception e) when (IsAbsent(e))
            {
                return null;
            }
        },
        cancellationToken);

    private string KeyOf(ArtifactName name) => _options.Prefix + name.Text;

    // Contents are signed whole, for not every compatible store knows the encoding with a signature for each chunk.
    private async Task<bool> UploadAsync(Stream content, ArtifactName name, string? label, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest
        {
            BucketName = _options.Bucket,
            Key = KeyOf(name),
            InputStream = content,
            AutoCloseStream = false,
            UseChunkEncoding = false,
            ContentType = MediaTypeOf(name),
        };
        if (label is not null)
            request.Metadata["label"] = label;
        await _s3.PutObjectAsync(request, cancellationToken);
        return true;
    }

    private async Task<bool> UploadInPartsAsync(Stream content, ArtifactName name, string? label, CancellationToken cancellationToken)
    {
        var begin = new InitiateMultipartUploadRequest { BucketName = _options.Bucket, Key = KeyOf(name), ContentType = MediaTypeOf(name) };
        if (label is not null)
            begin.Metadata["label"] = label;
        var upload = (await _s3.InitiateMultipartUploadAsync(begin, cancellationToken)).UploadId;
        try
        {
            var partSize = Math.Max(PartSize, (content.Length + MostParts - 1) / MostParts);
            var parts = new List<PartETag>();
            for (var position = 0L; position < content.Length; position += partSize)
            {
                content.Position = position;
                var size = Math.Min(partSize, content.Length - position);
                var part = await _s3.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = _options.Bucket,
                        Key = KeyOf(name),
                        UploadId = upload,
                        PartNumber = parts.Count + 1,
                        UseChunkEncoding = false,
                        InputStream = content,
                        PartSize = size,
                        IsLastPart = position + size == content.Length,
                    },
                    cancellationToken);
                parts.Add(new PartETag(parts.Count + 1, part.ETag));
            }

            await _s3.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = _options.Bucket, Key = KeyOf(name), UploadId = upload, PartETags = parts }, cancellationToken);
            return true;
        }
        catch
        {
            // Parts of an upload that is not completed are charged for. The reason of the failure is told, not that of this.
            await Task.WhenAny(_s3.AbortMultipartUploadAsync(_options.Bucket, KeyOf(name), upload, CancellationToken.None));
            throw;
        }
    }

    /// <returns>The SHA-256 of what arrived; null when there is no such artifact.</returns>
    private async Task<byte[]?> DownloadAsync(ArtifactName name, Stream target, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _s3.GetObjectAsync(_options.Bucket, KeyOf(name), cancellationToken);
            return await ContentHash.CopyAsync(answer.ResponseStream, target, cancellationToken);
        }
        catch (AmazonS3Exception e) when (IsAbsent(e))
        {
            return null;
        }
    }

    /// <summary>Says for people what went wrong.</summary>
    private async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or HttpIOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var reason = string.Join(' ', e.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd('.');
            throw new ArtifactStoreException($"The artifact store, {_options}, cannot be used: {reason}. Check Artifacts:Bucket, Artifacts:Endpoint and the keys.", e);
        }
    }

    private static bool IsAbsent(AmazonS3Exception e) => e.StatusCode == System.Net.HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket";

    private static string MediaTypeOf(ArtifactName name) => name.Extension switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".webp" => "image/webp",
        ".mp4" => "video/mp4",
        ".webm" => "video/webm",
        ".mov" => "video/quicktime",
        _ => "application/octet-stream",
    };
}
