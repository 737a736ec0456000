using System.Globalization;
using System.Text.Json;
using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.S3.Testing;

namespace Recoil.Cli.Broker.Tests;

/// <summary>Alone, because its services would take the others' messages where the tests were given a broker.</summary>
[Collection(RunningServicesCollection.Name)]
public sealed class When_artifacts_are_in_a_bucket
{
    [Fact]
    public async Task A_plan_with_pictures_is_made_and_judged_though_its_folder_is_gone()
    {
        var prefix = $"{Guid.NewGuid():N}/";
        var installation = await Installation.EmptyAsync("bucket");
        foreach (var (name, value) in new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Kind"] = ArtifactOptions.InS3, ["Endpoint"] = await S3Server.AddressAsync(), ["PathStyle"] = "true", ["Bucket"] = S3Server.Bucket, ["Prefix"] = prefix,
            ["AccessKey"] = S3Server.Key, ["SecretKey"] = S3Server.Key,
        })
        {
            installation.Set($"Artifacts__{name}", value);
        }

        (await installation.RecoilAsync("up")).ExitCode.ShouldBe(0);
        try
        {
            var plan = WithPicture(installation);
            var submitted = await installation.RecoilAsync("submit", plan);
            submitted.ExitCode.ShouldBe(0, submitted.Errors);
            Directory.Delete(Path.GetDirectoryName(plan)!, recursive: true);

            var shot = await EndedAsync(installation);
            shot.GetProperty("status").GetString().ShouldBe("ok", shot.ToString());
            var output = shot.GetProperty("output_path").GetString()!;
            output.ShouldStartWith($"s3://{S3Server.Bucket}/{prefix}sha256-");
            Directory.Exists(Path.Combine(installation.Data, "takes")).ShouldBeFalse("nothing is kept on the machine but a cache");
            var bucket = ArtifactRegistration.Open(installation.Services.Artifacts with { CacheFolder = Path.Combine(installation.Folder, "other") }, TimeProvider.System);
            ArtifactName.TryParse(output[(output.LastIndexOf('/') + 1)..], out var take).ShouldBeTrue();
            (await bucket.ExistsAsync(take!, default)).ShouldBeTrue();
        }
        finally
        {
            (await installation.RecoilAsync("down")).ExitCode.ShouldBe(0);
        }
    }

    private static string WithPicture(Installation installation)
    {
        var folder = Directory.CreateDirectory(Path.Combine(installation.Folder, "plan")).FullName;
        var example = Path.Combine(AppContext.BaseDirectory, "examples");
        File.Copy(Directory.GetFiles(example, "*.png", SearchOption.AllDirectories)[0], Path.Combine(folder, "mara.png"));
        var plan = Path.Combine(folder, "plan.json");
        File.WriteAllText(plan, string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"project":"harbour","run_id":"bucket","model":"animatic-keyframe","budget":{"episode_cap":5},"shots":[{"shot_id":"SH010","prompt":"WIDE. Mara on the quay.","identity_refs":["mara.png"],"aspect_ratio":"1:1"}]}"""));
        return plan;
    }

    private static async Task<JsonElement> EndedAsync(Installation installation)
    {
        var run = await Eventually.GetAsync(
            async () =>
            {
                var status = await installation.RecoilAsync("status", "harbour/bucket", "--json");
                return status.ExitCode == 0 ? JsonDocument.Parse(status.Output).RootElement : default;
            },
            found => found.ValueKind == JsonValueKind.Object && found.GetProperty("shots")[0].GetProperty("status").ValueKind == JsonValueKind.String,
            TimeSpan.FromSeconds(60));
        return run.GetProperty("shots")[0];
    }
}
