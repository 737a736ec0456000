namespace Recoil.Providers.ComfyUI;

/// <summary>Where a job stands in a server's queue.</summary>
internal enum ComfyUIPlace
{
    /// <summary>It waits.</summary>
    Pending,

    /// <summary>It is being worked on.</summary>
    Running,

    /// <summary>It is over, or the server does not know it: its history tells which.</summary>
    NotQueued,
}
