using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit.Serialization.JsonConverters;

namespace Recoil.Hosting.Transport;

/// <summary>How messages look on the wire: camelCase, money as JSON numbers, absent instead of null, no white space.</summary>
public static class MessageJson
{
    /// <summary>Turns MassTransit's options into ours.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.WriteIndented = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;

        // A duplicate property is ambiguous: readers differ in which value they take.
        options.AllowDuplicateProperties = false;

        // MassTransit writes decimals as strings; a planner in another language should read a number.
        for (var i = options.Converters.Count - 1; i >= 0; i--)
        {
            if (options.Converters[i] is StringDecimalJsonConverter)
                options.Converters.RemoveAt(i);
        }

        return options;
    }
}
