namespace Recoil.Providers.Emulators.Takes;

/// <summary>Pictures that come with an order as a <c>data:</c> address.</summary>
internal static class PictureInput
{
    /// <summary>The bytes; null when it is no such address.</summary>
    public static byte[]? Of(string? address)
    {
        if (address is null || !address.StartsWith("data:", StringComparison.Ordinal) || address.IndexOf(";base64,", StringComparison.Ordinal) is not (> 0 and var at))
            return null;
        var bytes = new byte[address.Length];
        return Convert.TryFromBase64String(address[(at + ";base64,".Length)..], bytes, out var length) ? bytes[..length] : null;
    }
}
