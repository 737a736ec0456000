namespace Recoil.Artifacts.Conformance;

/// <summary>A stream that is made while it is read, as one from a network: it cannot be sought and has no length.</summary>
/// <param name="size">How many bytes it gives.</param>
/// <param name="pattern">What it repeats.</param>
/// <param name="failAtEnd">Whether it breaks off instead of ending.</param>
internal sealed class GeneratedStream(long size, byte[] pattern, bool failAtEnd = false) : Stream
{
    private long _given;

    /// <summary>The most managed memory that was in use at any read.</summary>
    public long MostMemory { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        MostMemory = Math.Max(MostMemory, GC.GetTotalMemory(forceFullCollection: false));
        if (_given == size)
            return failAtEnd ? throw new InvalidDataException("The content broke off.") : 0;
        var start = (int)(_given % pattern.Length);
        var given = (int)Math.Min(Math.Min(count, pattern.Length - start), size - _given);
        Array.Copy(pattern, start, buffer, offset, given);
        _given += given;
        return given;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
