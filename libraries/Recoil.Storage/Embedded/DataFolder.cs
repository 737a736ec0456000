namespace Recoil.Storage.Embedded;

internal static class DataFolder
{
    /// <summary>Makes the folder when it is missing.</summary>
    /// <returns>Its full path.</returns>
    public static string Make(string folder)
    {
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException(
                $"The data folder {Path.GetFullPath(folder)} cannot be made: {exception.Message} Choose another data folder.", exception);
        }
    }
}
