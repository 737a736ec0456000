namespace Recoil.Artifacts.Folder;

/// <summary>Makes what was written survive a crash of the machine.</summary>
internal interface IDurableDisk
{
    /// <summary>Writes a file's content through to the disk.</summary>
    void FlushFile(FileStream file);

    /// <summary>Writes a folder's entries through to the disk: a new name in it may be lost before.</summary>
    void FlushFolder(string path);
}
