using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Recoil.Artifacts;

/// <summary>Where artifacts are kept: the section <c>Artifacts</c>.</summary>
public sealed record ArtifactOptions : IValidatableObject
{
    /// <summary><c>folder</c>: a folder of this machine; <c>s3</c>: a bucket of S3 or of any compatible store.</summary>
    [AllowedValues(InFolder, InS3)]
    public string Kind { get; init; } = InFolder;

    /// <summary>The folder of the artifacts. Two stores never share one: what only the other names is removed when it is old.</summary>
    public string Folder { get; init; } = "takes";

    /// <summary>The bucket of the artifacts; it must exist.</summary>
    public string Bucket { get; init; } = "";

    /// <summary>What the keys of the artifacts in the bucket begin with, such as <c>recoil/</c>. Two stores never share one in a bucket.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The region of the bucket.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The address of a compatible store, such as <c>http://localhost:9000</c>; empty for Amazon's.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Writes the bucket into the path instead of the host name, as most compatible stores want it.</summary>
    public bool PathStyle { get; init; }

    /// <summary>The access key; empty for what the AWS SDK finds itself: its environment variables, profile or role.</summary>
    public string AccessKey { get; init; } = "";

    /// <summary>The secret of the access key.</summary>
    public string SecretKey { get; init; } = "";

    /// <summary>Where artifacts of S3 are kept for reading; on a local disk. All processes of a machine may share it.</summary>
    public string CacheFolder { get; init; } = "data/artifacts";

    /// <summary>How much of <see cref="CacheFolder"/> is kept in megabytes; the least recently read goes first.</summary>
    [Range(1, int.MaxValue)]
    public int CacheMegabytes { get; init; } = 2048;

    /// <summary>
    /// Folders, separated by commas, whose files messages may name by their full paths. Empty: messages name artifacts only, as those of
    /// <c>recoil submit</c> do.
    /// </summary>
    public string Roots { get; init; } = "";

    public const string InFolder = "folder";
    public const string InS3 = "s3";

    /// <summary>What is wrong with the settings that the kind of store uses.</summary>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Kind == InFolder)
        {
            if (string.IsNullOrWhiteSpace(Folder))
                yield return new ValidationResult($"{nameof(Folder)} is empty. Name the folder of the artifacts.");
            yield break;
        }

        if (string.IsNullOrWhiteSpace(Bucket))
            yield return new ValidationResult($"{nameof(Bucket)} is empty. Name the bucket of the artifacts, or set Artifacts:{nameof(Kind)} to {InFolder}.");
        if (Endpoint.Length > 0 && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            yield return new ValidationResult($"{nameof(Endpoint)} is \"{Endpoint}\". Give an address such as http://localhost:9000, or leave it out for Amazon's.");
        if (AccessKey.Length == 0 != (SecretKey.Length == 0))
            yield return new ValidationResult($"{(AccessKey.Length == 0 ? nameof(AccessKey) : nameof(SecretKey))} is empty. Give both keys, or none to use those that the AWS SDK finds.");
        if (string.IsNullOrWhiteSpace(CacheFolder))
            yield return new ValidationResult($"{nameof(CacheFolder)} is empty. Name a folder on a local disk.");
    }

    /// <summary>The settings as environment variables of a service.</summary>
    public IEnumerable<KeyValuePair<string, string>> AsEnvironment() => new (string Name, string Value)[]
    {
        (nameof(Kind), Kind), (nameof(Folder), Folder), (nameof(Bucket), Bucket), (nameof(Prefix), Prefix), (nameof(Region), Region), (nameof(Endpoint), Endpoint),
        (nameof(PathStyle), PathStyle ? "true" : "false"), (nameof(AccessKey), AccessKey), (nameof(SecretKey), SecretKey), (nameof(CacheFolder), CacheFolder),
        (nameof(CacheMegabytes), CacheMegabytes.ToString(CultureInfo.InvariantCulture)), (nameof(Roots), Roots),
    }.Select(setting => KeyValuePair.Create($"Artifacts__{setting.Name}", setting.Value));

    /// <summary>Where people find what a message names: a path, or an address such as <c>s3://bucket/key</c>.</summary>
    public string Show(string reference) => !ArtifactReference.TryParse(reference, out var artifact)
        ? reference
        : Kind == InS3 ? $"s3://{Bucket}/{Prefix}{artifact.Name}" : Path.GetFullPath(Path.Combine(Folder, artifact.File));

    /// <summary>For people: without keys.</summary>
    public override string ToString() => Kind == InS3 ? $"bucket {Bucket}{(Endpoint.Length > 0 ? $" at {Endpoint}" : "")}" : Folder;
}
