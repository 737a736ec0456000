using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.Generator.Providers.Animatic;
using Recoil.Generator.Tests.Takes;
using Recoil.Media;
using Recoil.Media.Decoding;

namespace Recoil.Generator.Tests.Animatic;

[Needs(Need.Ffmpeg)]
public sealed class When_the_animatic_provider_draws : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<JobJournal> _books = [];

    public void Dispose()
    {
        _books.ForEach(book => book.Dispose());
        _folder.Dispose();
    }

    [Theory]
    [InlineData("9:16", 360, 640)]
    [InlineData("16:9", 640, 360)]
    [InlineData("1:1", 480, 480)]
    [InlineData("2.39:1", 742, 310)]
    public async Task A_keyframe_has_the_shape_that_was_asked_for(string aspect, int width, int height)
    {
        var result = await MakeAsync(TakeFactory.Picture() with { AspectRatio = aspect });

        result.Cost.ShouldBe(0.04m);
        var info = await Ffmpeg().ProbeAsync(result.Output!, CancellationToken.None);
        (info.Width, info.Height).ShouldBe((width, height));
    }

    [Fact]
    public async Task A_clip_has_its_length_and_is_paid_by_the_second()
    {
        var result = await MakeAsync(TakeFactory.Clip() with { Duration = 1.5m });

        result.Cost.ShouldBe(0.15m);
        var info = await Ffmpeg().ProbeAsync(result.Output!, CancellationToken.None);
        info.Duration.TotalSeconds.ShouldBe(1.5, 0.1);
        info.Streams.ShouldContain(s => s.Codec == "h264");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_another_seed_another_picture()
    {
        var take = TakeFactory.Picture();
        var one = await BytesAsync(take);
        var again = await BytesAsync(take with { TakeId = Guid.NewGuid(), CorrelationId = Guid.NewGuid() });
        var other = await BytesAsync(take with { TakeId = Guid.NewGuid(), Seed = 43 });

        again.ShouldBe(one);
        other.ShouldNotBe(one);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_clip()
    {
        var take = TakeFactory.Clip() with { Duration = 0.5m };

        (await BytesAsync(take with { TakeId = Guid.NewGuid() })).ShouldBe(await BytesAsync(take));
    }

    [Theory]
    [InlineData("She says \"don't\" — it's 100% over; C:\\x [a],{b}=c: %{pts} $(id) `id`\r\nnew\tline")]
    [InlineData("Ünïcode: 日本語の夕暮れ, русский текст, עברית 🎬 \u0007\u200b")]
    [InlineData("")]
    public async Task No_text_is_special(string prompt) =>
        (await MakeAsync(TakeFactory.Picture(prompt))).Success.ShouldBeTrue();

    [Fact]
    public async Task A_long_text_is_cut_to_its_strip() =>
        (await MakeAsync(TakeFactory.Picture(string.Concat(Enumerable.Repeat("wordwithoutend", 36)) + new string('x', 500)))).Success.ShouldBeTrue();

    [Fact]
    public async Task An_output_folder_with_special_characters_works()
    {
        var odd = _folder["it's [a], b; c: d%"];
        var result = await MakeAsync(TakeFactory.Picture(), output: odd);

        result.Success.ShouldBeTrue();
        File.Exists(result.Output).ShouldBeTrue();
    }

    [Fact]
    public async Task A_forbidden_word_is_refused_and_costs_nothing()
    {
        var result = await MakeAsync(TakeFactory.Picture("a corpse on the stairs"));

        result.ErrorKind.ShouldBe(ErrorKind.ContentFilter);
        result.Error.ShouldBe("content_filter: prompt refused (\"corpse\")");
        result.Cost.ShouldBe(0);
        (await _books[^1].ReadAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("content_filter", ErrorKind.ContentFilter, 0)]
    [InlineData("rate_limited", ErrorKind.RateLimited, 0)]
    [InlineData("timeout", ErrorKind.Timeout, 0)]
    [InlineData("unavailable", ErrorKind.Unavailable, 0)]
    [InlineData("corrupt", ErrorKind.CorruptOutput, 0.04)]
    [InlineData("no_such_defect", ErrorKind.InvalidRequest, 0)]
    [InlineData("frozen", ErrorKind.InvalidRequest, 0)]
    public async Task A_planted_error_comes_with_its_kind(string defect, ErrorKind kind, double cost)
    {
        var result = await MakeAsync(Planted(TakeFactory.Picture(), defect));

        result.ErrorKind.ShouldBe(kind);
        result.Cost.ShouldBe((decimal)cost);
        result.Output.ShouldBeNull();
        (await _books[^1].ReadAsync(CancellationToken.None)).Sum(j => j.Cost).ShouldBe(result.Cost);
    }

    [Fact]
    public async Task Missing_tools_are_a_fault_and_no_job_is_accepted()
    {
        var tools = new MediaTools(name => name == "RECOIL_FFMPEG" ? "/nowhere/ffmpeg" : Environment.GetEnvironmentVariable(name));
        var result = await MakeAsync(TakeFactory.Picture(), tools: tools);

        result.Fault!.ShouldContain("apt-get install ffmpeg");
        result.Cost.ShouldBe(0);
        (await _books[^1].ReadAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_that_dies_is_a_fault_and_the_job_is_not_charged()
    {
        var dying = _folder["ffmpeg"];
        await File.WriteAllTextAsync(dying, "#!/bin/sh\nkill -9 $$\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(dying, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var tools = new MediaTools(name => name == "RECOIL_FFMPEG" ? dying : Environment.GetEnvironmentVariable(name));

        var result = await MakeAsync(TakeFactory.Picture(), tools: tools);

        result.Fault!.ShouldContain("killed");
        (await _books[^1].ReadAsync(CancellationToken.None)).ShouldAllBe(j => j.Cost == 0);
    }

    [Fact]
    public async Task A_missing_start_frame_is_reported()
    {
        var result = await MakeAsync(TakeFactory.Clip() with { StartFrame = "/nowhere/start.png" });

        result.ErrorKind.ShouldBe(ErrorKind.InvalidRequest);
        result.Error!.ShouldContain("/nowhere/start.png");
        result.Cost.ShouldBe(0);
    }

    [Fact]
    public async Task A_clip_starts_from_its_start_frame_ends_on_its_end_frame_and_moves_between()
    {
        var start = (await MakeAsync(TakeFactory.Picture())).Output!;
        var end = (await MakeAsync(TakeFactory.Picture("Neon alley in the rain") with { ShotId = "end" })).Output!;
        var clip = (await MakeAsync(TakeFactory.Clip() with { ShotId = "clip", StartFrame = start, EndFrame = end })).Output!;

        var decoded = await Ffmpeg().DecodeClipAsync(clip, 160, 24, MediaLimits.Default, CancellationToken.None);
        var frames = decoded.Frames.Select(frame => frame.Picture.Resize(90, 160)).ToArray();
        // Without the strip, whose text is each take's own.
        Luma Upper(Picture picture) => Luma.Of(picture.Crop(0, 0, 90, 128));
        Upper(frames[0]).DistanceTo(Upper(await Ffmpeg().DecodeAsync(start, (90, 160), CancellationToken.None))).ShouldBeLessThan(4);
        Upper(frames[^1]).DistanceTo(Upper(await Ffmpeg().DecodeAsync(end, (90, 160), CancellationToken.None))).ShouldBeLessThan(4);
        Upper(frames[0]).DistanceTo(Upper(frames[frames.Length / 2])).ShouldBeGreaterThan(4);
    }

    private static GenerateTake Planted(GenerateTake take, string defects) =>
        take with { ProviderOptions = new Dictionary<string, string>(StringComparer.Ordinal) { ["defects"] = defects } };

    private static Ffmpeg Ffmpeg() => new(new MediaTools());

    private async Task<byte[]> BytesAsync(GenerateTake take) => await File.ReadAllBytesAsync((await MakeAsync(take)).Output!);

    private async Task<GenerationCompleted> MakeAsync(GenerateTake take, string? output = null, MediaTools? tools = null)
    {
        var options = new GeneratorOptions { WorkFolder = _folder["work"], JobFolder = _folder[Guid.NewGuid().ToString("N")], RetryDelay = TimeSpan.Zero };
        var ffmpeg = new Ffmpeg(tools ?? new MediaTools());
        var book = new JobJournal(options.JobFolder, TimeProvider.System);
        _books.Add(book);
        var provider = new AnimaticProvider(new AnimaticRenderer(ffmpeg), ffmpeg, book, TimeProvider.System);
        using var workshop = new Workshop { Real = provider, Options = options, Artifacts = new ArtifactOptions { Folder = output ?? _folder.Path } };
        var made = (await workshop.MakeAsync(take))!;
        return made.Output is null ? made : made with { Output = workshop.FileOf(made) };
    }
}
