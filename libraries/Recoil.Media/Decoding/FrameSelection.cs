namespace Recoil.Media.Decoding;

/// <summary>Keeps the first, the last and evenly spaced frames between, though nobody knows how many will come.</summary>
internal sealed class FrameSelection(int atMost)
{
    private List<(int Number, Picture Picture)> _kept = [];
    private Picture? _last;
    private int _stride = 1;

    public int Count { get; private set; }

    public IReadOnlyList<(int Number, Picture Picture)> Frames =>
        _last is null || ReferenceEquals(_kept[^1].Picture, _last) ? _kept : [.. _kept, (Count - 1, _last)];

    public void Add(Picture frame)
    {
        _last = frame;
        if (Count++ % _stride != 0)
            return;
        _kept.Add((Count - 1, frame));
        if (_kept.Count < atMost)
            return;

        // The length of a clip is only known at its end: every second frame goes when there are too many.
        _kept = [.. _kept.Where((_, i) => i % 2 == 0)];
        _stride *= 2;
    }
}
