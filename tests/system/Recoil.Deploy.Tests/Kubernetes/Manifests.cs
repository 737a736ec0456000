using k8s;
using k8s.Models;

namespace Recoil.Deploy.Tests.Kubernetes;

/// <summary>The documents in <c>infra/k8s</c>. Kubernetes' own are read strictly: a field that it does not know is an error.</summary>
internal static class Manifests
{
    /// <summary>What a person applies or not: a secret to fill in, and a job that submits a plan.</summary>
    public static IReadOnlyList<string> NotAppliedWithTheRest { get; } = ["secret.example.yaml", "submit.job.yaml"];

    private const string KustomizationName = "kustomization.yaml";

    private static readonly Dictionary<string, Type> s_types = new(StringComparer.Ordinal)
    {
        ["v1/Namespace"] = typeof(V1Namespace),
        ["v1/ConfigMap"] = typeof(V1ConfigMap),
        ["v1/Secret"] = typeof(V1Secret),
        ["v1/ServiceAccount"] = typeof(V1ServiceAccount),
        ["v1/PersistentVolumeClaim"] = typeof(V1PersistentVolumeClaim),
        ["apps/v1/Deployment"] = typeof(V1Deployment),
        ["batch/v1/Job"] = typeof(V1Job),
        ["policy/v1/PodDisruptionBudget"] = typeof(V1PodDisruptionBudget),
        ["networking.k8s.io/v1/NetworkPolicy"] = typeof(V1NetworkPolicy),
    };

    private static readonly string[] s_customKinds =
        ["RabbitmqCluster", "MongoDBCommunity", "ScaledObject"];

    public static string Folder { get; } = Path.Combine(Repository.Root, "infra", "k8s");

    public static Yaml Kustomization { get; } = Yaml.Read(KustomizationName, File.ReadAllText(Path.Combine(Folder, KustomizationName)));

    /// <summary>The names of all files with documents.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. new DirectoryInfo(Folder).GetFiles("*.yaml").Select(file => file.Name).Where(name => name != KustomizationName).Order(StringComparer.Ordinal),
    ];

    private static readonly Lazy<IReadOnlyList<object>> s_known = new(() => [.. Documents().Where(text => TypeOf(text) is not null).Select(ReadStrictly)]);

    /// <summary>Kubernetes' own of one kind.</summary>
    public static IReadOnlyList<T> Of<T>() => [.. s_known.Value.OfType<T>()];

    /// <summary>The only document of an operator's kind.</summary>
    public static Yaml Custom(string kind)
    {
        if (!s_customKinds.Contains(kind, StringComparer.Ordinal))
            throw new ArgumentException($"{kind} is none of the operators' kinds.", nameof(kind));
        return Documents().Select(text => Yaml.Read(kind, text)).Single(document => document["kind"].Text == kind);
    }

    /// <summary>Documents that are of no kind that tests know.</summary>
    public static IEnumerable<string> Unknown => Documents()
        .Where(text => TypeOf(text) is null)
        .Select(text => Yaml.Read("document", text)["kind"].Text)
        .Except(s_customKinds, StringComparer.Ordinal);

    private static IEnumerable<string> Documents() =>
        Files.SelectMany(file => File.ReadAllText(Path.Combine(Folder, file)).Split("\n---\n"));

    private static Type? TypeOf(string text)
    {
        var document = Yaml.Read("document", text);
        return s_types.GetValueOrDefault($"{document["apiVersion"].Text}/{document["kind"].Text}");
    }

    private static object ReadStrictly(string text)
    {
        var read = typeof(KubernetesYaml).GetMethod(nameof(KubernetesYaml.Deserialize), [typeof(string), typeof(bool)])!;
        return read.MakeGenericMethod(TypeOf(text)!).Invoke(null, [text, true])!;
    }
}
