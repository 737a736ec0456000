using Recoil.S3.Testing;

namespace Recoil.Artifacts.Tests;

[Needs(Need.Process)]
public sealed class When_the_bucket_misbehaves : IAsyncLifetime
{
    private readonly S3UnderTest _s3 = new();

    public ValueTask InitializeAsync() => _s3.InitializeAsync();

    public ValueTask DisposeAsync() => _s3.DisposeAsync();

    [Fact]
    public async Task A_bucket_that_is_not_there_is_said_in_one_line()
    {
        var options = _s3.Options with { Bucket = "nobodys" };

        var message = (await Should.ThrowAsync<ArtifactStoreException>(() => PutAsync(_s3.Open(options), [1]))).Message;

        message.ShouldStartWith($"The artifact store, bucket nobodys at {options.Endpoint}, cannot be used: ");
        message.ShouldNotContain('\n');
        message.ShouldNotContain(options.SecretKey);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_said_in_one_line()
    {
        var options = _s3.Options with { Endpoint = "http://127.0.0.1:1" };

        var store = _s3.Open(options);

        foreach (var call in new Func<Task>[]
        {
            () => PutAsync(store, [1]),
            () => store.OpenAsync(ArtifactName.Of(new byte[32], ".png"), default),
            () => store.ExistsAsync(ArtifactName.Of(new byte[32], ".png"), default),
            () => store.RemoveAsync(ArtifactName.Of(new byte[32], ".png"), DateTimeOffset.UtcNow, default),
            async () => await store.ListAsync(DateTimeOffset.UtcNow, default).AnyAsync(),
        })
        {
            (await Should.ThrowAsync<ArtifactStoreException>(call)).Message.ShouldStartWith("The artifact store, bucket recoil at http://127.0.0.1:1, cannot be used: ");
        }
    }

    [Fact]
    public async Task A_content_that_was_changed_there_is_refused()
    {
        var options = _s3.Options;
        var name = await PutAsync(_s3.Open(options), [1, 2, 3]);
        using var s3 = new Amazon.S3.AmazonS3Client(
            new Amazon.Runtime.BasicAWSCredentials(S3Server.Key, S3Server.Key), new Amazon.S3.AmazonS3Config { ServiceURL = options.Endpoint, ForcePathStyle = true });
        await s3.PutObjectAsync(new Amazon.S3.Model.PutObjectRequest { BucketName = S3Server.Bucket, Key = options.Prefix + name.Text, ContentBody = "other" });

        var message = (await Should.ThrowAsync<ArtifactStoreException>(() => _s3.OpenAgain().OpenAsync(name, default))).Message;

        message.ShouldStartWith($"{name} in bucket {S3Server.Bucket} at {options.Endpoint} is damaged");
    }

    [Fact]
    public async Task A_content_that_is_there_already_is_not_uploaded_again()
    {
        var options = _s3.Options;
        var name = await PutAsync(_s3.Open(options), [1, 2, 3]);
        using var s3 = new Amazon.S3.AmazonS3Client(
            new Amazon.Runtime.BasicAWSCredentials(S3Server.Key, S3Server.Key), new Amazon.S3.AmazonS3Config { ServiceURL = options.Endpoint, ForcePathStyle = true });
        var before = (await s3.GetObjectMetadataAsync(S3Server.Bucket, options.Prefix + name.Text)).LastModified;
        await Eventually.TrueAsync(() => DateTime.UtcNow - before!.Value.ToUniversalTime() > TimeSpan.FromSeconds(1), () => "another second");

        await PutAsync(_s3.OpenAgain(), [1, 2, 3]);

        (await s3.GetObjectMetadataAsync(S3Server.Bucket, options.Prefix + name.Text)).LastModified.ShouldBe(before);
    }

    private static async Task<ArtifactName> PutAsync(IArtifactStore store, byte[] content)
    {
        using var stream = new MemoryStream(content);
        return await store.PutAsync(stream, ".png", null, default);
    }
}
