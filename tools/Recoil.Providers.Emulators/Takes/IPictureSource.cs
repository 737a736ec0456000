namespace Recoil.Providers.Emulators.Takes;

/// <summary>Makes what emulated providers deliver.</summary>
public interface IPictureSource
{
    /// <summary>The file of an order: a PNG, or an MP4 for a clip.</summary>
    Task<byte[]> MakeAsync(EmulatedOrder order, CancellationToken cancellationToken);
}
