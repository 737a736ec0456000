namespace Recoil.Storage.CrashHelper;

internal sealed class Counter
{
    public int Value { get; set; }
}
