using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MassTransit.Serialization;
using Recoil.Hosting.Transport;

namespace Recoil.Contracts.Tests.Documents;

/// <summary>How contracts look as JSON on the bus.</summary>
internal static class ContractShape
{
    public static JsonSerializerOptions Json { get; } = MessageJson.Configure(new JsonSerializerOptions(SystemTextJsonMessageSerializer.Options));

    /// <summary>The messages: what lies in the contracts' folder itself, not among the values.</summary>
    public static IReadOnlyList<Type> Messages { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "contracts", "Recoil.Contracts"), "*.cs")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal)
            .Select(name => typeof(ShotRequested).Assembly.GetType($"Recoil.Contracts.{name}", throwOnError: true)!),
    ];

    /// <summary>The records that messages hold.</summary>
    public static IReadOnlyList<Type> Parts { get; } =
        [.. Held.Where(t => !t.IsEnum).Except(Messages).OrderBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>The enums that messages hold.</summary>
    public static IReadOnlyList<Type> Words { get; } = [.. Held.Where(t => t.IsEnum).OrderBy(t => t.Name, StringComparer.Ordinal)];

    private static HashSet<Type> Held
    {
        get
        {
            var held = new HashSet<Type>();
            var open = new Queue<Type>(Messages.Append(typeof(ShotFields)));
            while (open.TryDequeue(out var type))
            {
                if (type == typeof(RawJson))
                    continue;

                if (type.Assembly == typeof(ShotRequested).Assembly)
                {
                    if (held.Add(type) && !type.IsEnum)
                    {
                        foreach (var property in Json.GetTypeInfo(type).Properties)
                            open.Enqueue(property.PropertyType);
                    }
                }
                else
                {
                    foreach (var argument in type.GetGenericArguments())
                        open.Enqueue(argument);
                }
            }

            return held;
        }
    }

    /// <summary>The fields of a record, by name.</summary>
    public static IReadOnlyList<ContractField> FieldsOf(Type type) =>
        [.. Json.GetTypeInfo(type).Properties.Select(FieldOf).OrderBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>The words of an enum, in its order.</summary>
    public static IReadOnlyList<string> WordsOf(Type type) =>
        [.. Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.Serialize(value, type, Json).Trim('"'))];

    private static ContractField FieldOf(JsonPropertyInfo property) => new(property.Name, NameOf(property.PropertyType), property.IsRequired);

    private static string NameOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType)
        {
            var arguments = type.GetGenericArguments();
            return arguments.Length == 1 ? $"list of {NameOf(arguments[0])}" : $"map of {NameOf(arguments[0])} to {NameOf(arguments[1])}";
        }

        return type switch
        {
            _ when type == typeof(string) => "text",
            _ when type == typeof(Guid) => "id",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) || type == typeof(long) => "whole number",
            _ when type == typeof(decimal) || type == typeof(double) => "number",
            _ when type == typeof(TimeSpan) => "time span",
            _ when type == typeof(DateTimeOffset) => "instant",
            _ when type == typeof(RawJson) => "JSON",
            _ when type.Assembly == typeof(ShotRequested).Assembly => type.Name,
            _ => throw new InvalidOperationException($"Nobody has said how {type} is called in the documents."),
        };
    }
}
