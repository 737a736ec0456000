using System.Text.RegularExpressions;
using k8s.Models;
using Recoil.Deploy.Tests.Images;
using Recoil.Local.Processes;

namespace Recoil.Deploy.Tests.Kubernetes;

public sealed partial class When_the_manifests_are_read
{
    private const string Prefix = "recoil-";

    private static IReadOnlyList<V1Deployment> Deployments => Manifests.Of<V1Deployment>();

    private static IEnumerable<V1PodSpec> Pods =>
        [.. Deployments.Select(deployment => deployment.Spec.Template.Spec), .. Manifests.Of<V1Job>().Select(job => job.Spec.Template.Spec)];

    [Fact]
    public void Should_know_every_field_of_every_document()
    {
        Manifests.Unknown.ShouldBeEmpty();
        Manifests.Of<object>().ShouldNotBeEmpty();
        Manifests.Of<V1Namespace>().Single().Metadata.Name.ShouldBe(Manifests.Kustomization["namespace"].Text);
    }

    [Fact]
    public void Should_apply_every_file_that_is_for_everybody()
    {
        var forEverybody = Manifests.Files.Except(Manifests.NotAppliedWithTheRest, StringComparer.Ordinal);
        Manifests.Kustomization["resources"].Texts.ShouldBe(forEverybody, ignoreOrder: true);
    }

    [Fact]
    public void Should_give_no_password_away() =>
        Manifests.Of<V1Secret>().SelectMany(secret => secret.StringData.Values).ShouldAllBe(value => value.Length == 0);

    [Fact]
    public void Should_deploy_every_service_from_its_image()
    {
        var images = Deployments.Select(deployment => deployment.Spec.Template.Spec.Containers.Single().Image).ToList();
        var targets = images.Select(image => image.Split('/', ':')[1]).ToList();
        var programs = targets.Select(target => Dockerfile.ImageOf(target).EntryPoint[1]);
        programs.ShouldBe(ServiceName.All.Select(service => $"{service}.dll"), ignoreOrder: true);
        Deployments.Select(deployment => deployment.Metadata.Name).ShouldBe(targets.Select(target => $"{Prefix}{target}"));
        Manifests.Kustomization["images"].Items.Select(image => $"{image["name"].Text}:{image["newTag"].Text}").ShouldBe(images, ignoreOrder: true);
    }

    [Fact]
    public void Should_name_only_what_exists()
    {
        var settings = Manifests.Of<V1ConfigMap>().ToDictionary(map => map.Metadata.Name, map => map.Data, StringComparer.Ordinal);
        var accounts = Manifests.Of<V1ServiceAccount>().Select(account => account.Metadata.Name).ToList();
        var claims = Manifests.Of<V1PersistentVolumeClaim>().Select(claim => claim.Metadata.Name).ToList();
        foreach (var pod in Pods)
        {
            var container = pod.Containers.Single();
            (container.EnvFrom ?? []).Select(from => from.ConfigMapRef.Name).ShouldBeSubsetOf(settings.Keys, StringComparer.Ordinal);
            foreach (var from in container.Env.Select(variable => variable.ValueFrom).OfType<V1EnvVarSource>())
            {
                if (from.SecretKeyRef is { Optional: true, Name: "recoil-artifacts-keys" })
                    continue;
                if (from.SecretKeyRef is { } secret)
                    SecretsMadeByOperators().ShouldContain($"{secret.Name}/{secret.Key}", StringComparer.Ordinal);
                else
                    settings[from.ConfigMapKeyRef.Name].Keys.ShouldContain(from.ConfigMapKeyRef.Key, StringComparer.Ordinal);
            }

            accounts.ShouldContain(pod.ServiceAccountName, StringComparer.Ordinal);
            var claimed = pod.Volumes.Select(volume => volume.PersistentVolumeClaim).OfType<V1PersistentVolumeClaimVolumeSource>();
            claimed.Select(claim => claim.ClaimName).ShouldBeSubsetOf(claims, StringComparer.Ordinal);
            container.VolumeMounts.Select(mount => mount.Name).ShouldBe(pod.Volumes.Select(volume => volume.Name), ignoreOrder: true);
        }

        Manifests.Custom("MongoDBCommunity")["spec"]["users"].Items.Select(user => user["passwordSecretRef"]["name"].Text)
            .ShouldBe(Manifests.Of<V1Secret>().Select(secret => secret.Metadata.Name));
    }

    [Fact]
    public void Should_select_pods_that_exist()
    {
        foreach (var deployment in Deployments)
        {
            var labels = deployment.Spec.Template.Metadata.Labels;
            deployment.Spec.Selector.MatchLabels.ShouldBeSubsetOf(labels);
            deployment.Spec.Template.Spec.TopologySpreadConstraints.ShouldNotBeEmpty();
            foreach (var spread in deployment.Spec.Template.Spec.TopologySpreadConstraints)
                spread.LabelSelector.MatchLabels.ShouldBe(deployment.Spec.Selector.MatchLabels, ignoreOrder: true);
            var budgets = Manifests.Of<V1PodDisruptionBudget>().Select(budget => budget.Spec.Selector.MatchLabels);
            budgets.Count(selected => selected.SequenceEqual(deployment.Spec.Selector.MatchLabels)).ShouldBe(1, deployment.Metadata.Name);
            foreach (var policy in Manifests.Of<V1NetworkPolicy>())
                policy.Spec.PodSelector.MatchLabels.ShouldBeSubsetOf(labels);
        }

        Manifests.Of<V1PodDisruptionBudget>().Count.ShouldBe(Deployments.Count);
    }

    [Fact]
    public void Should_ask_for_health_where_services_answer()
    {
        var port = new Uri(Dockerfile.ImageOf("budget").Environment["ASPNETCORE_URLS"]).Port;
        foreach (var container in Deployments.Select(deployment => deployment.Spec.Template.Spec.Containers.Single()))
        {
            container.StartupProbe.HttpGet.Path.ShouldBe("/health/live", container.Name);
            container.LivenessProbe.HttpGet.Path.ShouldBe("/health/live", container.Name);
            container.ReadinessProbe.HttpGet.Path.ShouldBe("/health/ready", container.Name);
            foreach (var probe in new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe })
                container.Ports.Single(p => p.Name == probe.HttpGet.Port.Value).ContainerPort.ShouldBe(port, container.Name);
        }
    }

    [Fact]
    public void Should_give_no_container_more_rights_than_it_needs()
    {
        foreach (var pod in Pods)
        {
            var container = pod.Containers.Single();
            pod.AutomountServiceAccountToken.ShouldBe(false, container.Name);
            pod.SecurityContext.RunAsNonRoot.ShouldBe(true, container.Name);
            pod.SecurityContext.RunAsUser!.Value.ShouldBeGreaterThan(0, container.Name);
            pod.SecurityContext.SeccompProfile.Type.ShouldBe("RuntimeDefault", container.Name);
            container.SecurityContext.ReadOnlyRootFilesystem.ShouldBe(true, container.Name);
            container.SecurityContext.AllowPrivilegeEscalation.ShouldBe(false, container.Name);
            container.SecurityContext.Capabilities.Drop.ShouldBe(["ALL"], container.Name);
            container.SecurityContext.Capabilities.Add.ShouldBeNull(container.Name);
            container.Resources.Requests.Keys.ShouldBe(["cpu", "memory"], container.Name);
            container.Resources.Limits.Keys.ShouldContain("memory", StringComparer.Ordinal, container.Name);
        }
    }

    [Fact]
    public void Should_set_nothing_that_a_service_does_not_know_and_give_it_time_to_stop()
    {
        foreach (var deployment in Deployments)
        {
            var container = deployment.Spec.Template.Spec.Containers.Single();
            var maps = container.EnvFrom.Select(source => source.ConfigMapRef.Name).ToArray();
            maps.ShouldContain("recoil-settings", StringComparer.Ordinal, container.Name);
            var environment = new Dictionary<string, string>(
                Manifests.Of<V1ConfigMap>().Where(map => maps.Contains(map.Metadata.Name, StringComparer.Ordinal)).SelectMany(map => map.Data), StringComparer.Ordinal);
            foreach (var variable in container.Env)
                environment[variable.Name] = variable.Value ?? KnownSettings.FromElsewhere;
            Should.NotThrow(() => KnownSettings.Check(container.Name, environment), container.Name);
            var grace = TimeSpan.FromSeconds(deployment.Spec.Template.Spec.TerminationGracePeriodSeconds!.Value);
            grace.ShouldBeGreaterThan(KnownSettings.ShutdownTime(environment), container.Name);
        }
    }

    [Fact]
    public void Should_let_a_job_submit_a_plan_with_the_command_s_image()
    {
        var container = Manifests.Of<V1Job>().Single().Spec.Template.Spec.Containers.Single();
        container.Image.ShouldStartWith("recoil-bus/recoil:");
        var environment = container.Env.ToDictionary(variable => variable.Name, _ => KnownSettings.FromElsewhere, StringComparer.Ordinal);
        Should.NotThrow(() => KnownSettings.Check("recoil", environment));
        var plans = Dockerfile.ImageOf("recoil").WorkingFolder;
        container.VolumeMounts.ShouldContain(mount => mount.MountPath == plans && mount.Name == "plan");
    }

    [Fact]
    public void Should_keep_artifacts_in_a_bucket_and_share_no_volume()
    {
        Manifests.Of<V1PersistentVolumeClaim>().ShouldBeEmpty();
        Manifests.Of<V1ConfigMap>().Single(map => map.Metadata.Name == "recoil-artifacts").Data["Artifacts__Kind"].ShouldBe("s3");
        var users = Deployments.Select(deployment => deployment.Spec.Template.Spec).Append(Manifests.Of<V1Job>().Single().Spec.Template.Spec)
            .Where(pod => pod.Containers.Single().EnvFrom?.Any(source => source.ConfigMapRef.Name == "recoil-artifacts") == true).ToList();
        users.Select(pod => pod.Containers.Single().Name).ShouldBe(["generator", "critic", "recoil"], ignoreOrder: true);
        foreach (var pod in users)
        {
            var folder = pod.Containers.Single().VolumeMounts.Single(mount => mount.Name == "work").MountPath;
            pod.Volumes.Single(volume => volume.Name == "work").EmptyDir.ShouldNotBeNull();
            Manifests.Of<V1ConfigMap>().Single(map => map.Metadata.Name == "recoil-artifacts").Data["Artifacts__CacheFolder"].ShouldStartWith($"{folder}/");
        }
    }

    [Fact]
    public void Should_scale_generators_by_the_takes_that_wait_for_them()
    {
        var scaled = Manifests.Custom("ScaledObject")["spec"];
        var deployment = Deployments.Single(candidate => candidate.Metadata.Name == scaled["scaleTargetRef"]["name"].Text);
        deployment.Metadata.Name.ShouldBe($"{Prefix}generator");
        deployment.Spec.Replicas.ShouldBeNull("whoever applies the manifests again would undo what KEDA decided");

        var trigger = scaled["triggers"].Items.Single();
        var asked = MetricName().Matches(trigger["metadata"]["query"].Text).Select(match => match.Value.Replace('_', '.')).ToList();
        File.ReadAllText(Repository.PathOf("docs", "telemetry.md")).ShouldContain($"| `{asked.ShouldHaveSingleItem()}` | gauge,");
        scaled["maxReplicaCount"].Number.ShouldBeGreaterThan(scaled["minReplicaCount"].Number);
    }

    [GeneratedRegex("recoil_[a-z_]+", RegexOptions.None, 1000)]
    private static partial Regex MetricName();

    /// <summary>Secrets that are not here because operators make them, as <c>name/key</c>; their documentation tells the keys.</summary>
    private static IReadOnlyList<string> SecretsMadeByOperators()
    {
        var broker = $"{Manifests.Custom("RabbitmqCluster")["metadata"]["name"].Text}-default-user";
        var database = Manifests.Custom("MongoDBCommunity")["spec"]["users"].Items.Single()["connectionStringSecretName"].Text;
        return [$"{broker}/username", $"{broker}/password", $"{database}/connectionString.standard"];
    }
}
