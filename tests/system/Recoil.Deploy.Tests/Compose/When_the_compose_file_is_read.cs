using System.Globalization;
using Recoil.Deploy.Tests.Images;
using Recoil.Local.Processes;

namespace Recoil.Deploy.Tests.Compose;

public sealed class When_the_compose_file_is_read
{
    private const string Command = "recoil";

    private static readonly IReadOnlyDictionary<string, Yaml> s_running =
        ComposeFile.Own.Where(service => service.Key != Command).ToDictionary(StringComparer.Ordinal);

    [Fact]
    public void Should_cover_every_service()
    {
        var programs = s_running.Values.Select(service => Dockerfile.ImageOf(service["build"]["target"].Text).EntryPoint[1]);
        programs.ShouldBe(ServiceName.All.Select(service => $"{service}.dll"), ignoreOrder: true);
    }

    [Fact]
    public void Should_build_every_image_out_of_the_Dockerfile_under_its_target_s_name()
    {
        foreach (var (name, service) in ComposeFile.Own)
        {
            service["build"]["target"].Text.ShouldBe(name);
            service["build"]["context"].Text.ShouldBe(".");
            service["build"]["dockerfile"].Text.ShouldBe("infra/docker/Dockerfile");
            service["image"].Text.ShouldStartWith($"recoil-bus/{name}:");
        }
    }

    [Fact]
    public void Should_set_nothing_that_a_service_does_not_know()
    {
        foreach (var (name, service) in ComposeFile.Own)
        {
            var environment = ComposeFile.EnvironmentOf(service);
            var plain = environment.Keys.Where(variable => !variable.Contains("__", StringComparison.Ordinal));
            plain.ShouldBeSubsetOf(["USER"], StringComparer.Ordinal, name);
            Should.NotThrow(() => KnownSettings.Check(name, environment), name);
        }
    }

    [Fact]
    public void Should_pin_a_version_of_every_image()
    {
        foreach (var (name, service) in ComposeFile.Services)
            service["image"].Text.ShouldMatch(@":(\d+\.\d+|\$\{RECOIL_VERSION:-\d+\.\d+)", name);
    }

    [Fact]
    public void Should_publish_ports_to_this_machine_alone() => ComposeFile.Services.Values
        .SelectMany(service => service["ports"].Texts)
        .ShouldAllBe(port => port.StartsWith("127.0.0.1:", StringComparison.Ordinal));

    [Fact]
    public void Should_give_no_container_more_rights_than_it_needs()
    {
        foreach (var (name, service) in ComposeFile.Services)
        {
            service["read_only"].IsTrue.ShouldBeTrue(name);
            service["tmpfs"].Texts.ShouldBe(["/tmp"], name);
            service["cap_drop"].Texts.ShouldBe(["ALL"], name);
            service["security_opt"].Texts.ShouldBe(["no-new-privileges:true"], name);
            int.Parse(service["user"].Text.Split(':')[0], CultureInfo.InvariantCulture).ShouldBeGreaterThan(0, name);
            foreach (var more in new[] { "cap_add", "privileged", "network_mode", "pid", "devices" })
                service[more].IsThere.ShouldBeFalse($"{name}: {more}");
        }
    }

    [Fact]
    public void Should_start_services_when_broker_and_database_are_healthy_and_give_them_time_to_stop()
    {
        foreach (var (name, service) in s_running)
        {
            foreach (var needed in new[] { "rabbitmq", "mongodb" })
            {
                service["depends_on"][needed]["condition"].Text.ShouldBe("service_healthy", name);
                ComposeFile.Services[needed]["healthcheck"]["test"].Items.ShouldNotBeEmpty(needed);
            }

            var grace = TimeSpan.FromSeconds(int.Parse(service["stop_grace_period"].Text.TrimEnd('s'), CultureInfo.InvariantCulture));
            grace.ShouldBeGreaterThan(KnownSettings.ShutdownTime(ComposeFile.EnvironmentOf(service)), name);
            service["restart"].Text.ShouldBe("unless-stopped", name);
        }
    }

    [Fact]
    public void Should_let_generators_be_scaled()
    {
        var generator = ComposeFile.Services["generator"];
        generator["container_name"].IsThere.ShouldBeFalse();
        generator["ports"].IsThere.ShouldBeFalse();
    }

    [Fact]
    public void Should_share_artifacts_among_who_reads_and_who_writes_them()
    {
        var generator = ComposeFile.Services["generator"];
        var takes = generator["volumes"].Texts.Single(volume => volume.StartsWith("takes:", StringComparison.Ordinal)).Split(':')[1];
        var environment = ComposeFile.EnvironmentOf(generator);
        foreach (var name in new[] { "Artifacts__Folder", "Artifacts__CacheFolder", "Generator__WorkFolder", "Generator__JobFolder" })
            environment[name].ShouldStartWith($"{takes}/");

        // Whichever container comes first gives the volume its owner.
        foreach (var user in new[] { "generator", "critic", Command })
        {
            Dockerfile.ImageOf(user).Commands.ShouldContain($"install -d -o \"$APP_UID\" -g \"$APP_UID\" {takes}", StringComparer.Ordinal, user);
            ComposeFile.Services[user]["volumes"].Texts.ShouldContain($"takes:{takes}", StringComparer.Ordinal, user);
        }

        ComposeFile.Services[Command]["volumes"].Texts.Count(volume => volume.Contains(":/plans", StringComparison.Ordinal)).ShouldBe(1);
        ComposeFile.Root["volumes"].Entries.Select(volume => volume.Name).ShouldContain("takes", StringComparer.Ordinal);
    }

    [Fact]
    public void Should_name_what_it_asks_for_in_an_example_that_gives_no_password_away()
    {
        var example = File.ReadAllLines(Path.Combine(Repository.Root, ".env.example"))
            .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        example.Keys.ShouldBe([.. ComposeFile.Secrets, .. ComposeFile.Choices.Where(name => name != "USER")], ignoreOrder: true);
        foreach (var secret in ComposeFile.Secrets)
            example[secret].ShouldBeEmpty(secret);
        File.ReadAllLines(Path.Combine(Repository.Root, ".gitignore")).ShouldContain("/.env", StringComparer.Ordinal);
    }
}
