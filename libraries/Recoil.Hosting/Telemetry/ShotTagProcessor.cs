using System.Diagnostics;
using OpenTelemetry;

namespace Recoil.Hosting.Telemetry;

/// <summary>Hands what a span says of its shot on to the spans within it.</summary>
internal sealed class ShotTagProcessor : BaseProcessor<Activity>
{
    public override void OnStart(Activity data)
    {
        if (data.Parent is not { } parent)
            return;

        // A step may send messages about another take than the one it received.
        var names = data.Kind == ActivityKind.Producer ? ShotTags.OfTheShot : ShotTags.All;
        foreach (var name in names)
        {
            if (parent.GetTagItem(name) is { } value)
                data.SetTag(name, value);
        }
    }
}
