using Microsoft.Extensions.Configuration;
using Recoil.Hosting.Settings;

namespace Recoil.Artifacts.Tests;

public sealed class When_settings_name_the_store
{
    [Fact]
    public void Artifacts_are_in_a_folder_where_nothing_is_said() => Bind().ToString().ShouldBe("takes");

    [Fact]
    public void A_bucket_is_shown_without_its_keys()
    {
        var options = Bind(("Kind", "s3"), ("Bucket", "films"), ("Endpoint", "http://localhost:9000"), ("AccessKey", "AK"), ("SecretKey", "hush"));

        options.ToString().ShouldBe("bucket films at http://localhost:9000");
    }

    [Theory]
    [InlineData("Setting Artifacts:Kind is \"ftp\". Give folder or s3. In the environment it is written Artifacts__Kind.", "Kind=ftp")]
    [InlineData("Setting Artifacts:Folder is empty. Name the folder of the artifacts.", "Folder=")]
    [InlineData("Setting Artifacts:Bucket is empty. Name the bucket of the artifacts, or set Artifacts:Kind to folder.", "Kind=s3")]
    [InlineData(
        "Setting Artifacts:Endpoint is \"localhost\". Give an address such as http://localhost:9000, or leave it out for Amazon's.", "Kind=s3", "Bucket=b", "Endpoint=localhost")]
    [InlineData("Setting Artifacts:SecretKey is empty. Give both keys, or none to use those that the AWS SDK finds.", "Kind=s3", "Bucket=b", "AccessKey=AK")]
    [InlineData("Setting Artifacts:CacheMegabytes is 0. Give 1 or more. In the environment it is written Artifacts__CacheMegabytes.", "CacheMegabytes=0")]
    public void A_mistake_is_said_in_one_line(string message, params string[] settings)
    {
        var pairs = settings.Select(setting => setting.Split('=')).Select(pair => (pair[0], pair[1])).ToArray();

        Should.Throw<InvalidSettingException>(() => Bind(pairs)).Message.ShouldBe(message);
    }

    private static ArtifactOptions Bind(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(pair => $"Artifacts:{pair.Name}", pair => (string?)pair.Value, StringComparer.Ordinal))
        .Build()
        .Bind("Artifacts", new ArtifactOptions());
}
