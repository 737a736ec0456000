using Microsoft.Extensions.Time.Testing;
using Recoil.Contracts;
using Recoil.Generator.Providers.Rehearsal;
using Recoil.Generator.Providers;
using Recoil.Media;
using Recoil.Models;
using Recoil.Providers;

namespace Recoil.Generator.Tests.Rehearsal;

[Needs(Need.Ffmpeg)]
public sealed class When_a_take_is_rehearsed : IDisposable
{
    private static readonly ModelProfile s_model = ModelProfiles.BuiltIn.Find("rehearsal")!;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_be_there_after_the_time_it_was_given_and_not_before()
    {
        var provider = new RehearsalProvider(_time);
        var request = RequestOf(TakeFactory.Picture() with { ProviderOptions = Latency("200") });
        var job = ((SubmitAnswer.Job)await provider.SubmitAsync(request, CancellationToken.None)).Id;

        _time.Advance(TimeSpan.FromMilliseconds(199));
        (await provider.PollAsync(job, request, CancellationToken.None)).ShouldBe(TimeSpan.FromMilliseconds(1));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await provider.PollAsync(job, request, CancellationToken.None)).ShouldBeNull();
        var made = await provider.FetchAsync(job, request, CancellationToken.None);

        made.Cost!.Value.ShouldBe(KnownCost.Reported(0.04m));
        var picture = await new Ffmpeg(new MediaTools()).ProbeAsync(made.File!, CancellationToken.None);
        (picture.Height > picture.Width).ShouldBeTrue("9:16 was asked for");
    }

    [Fact]
    public async Task Should_fetch_a_job_of_an_earlier_version_at_once()
    {
        var request = RequestOf(TakeFactory.Picture());

        (await new RehearsalProvider(_time).PollAsync($"rehearsal-{request.Take.TakeId:N}", request, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Should_give_no_bill_where_the_model_has_lost_its_price()
    {
        var request = RequestOf(TakeFactory.Picture());

        (await new RehearsalProvider(_time).FetchAsync("rehearsal-1", request with { Model = s_model with { CostPerImage = null } }, CancellationToken.None)).Cost.ShouldBeNull();
    }

    [Fact]
    public async Task Should_refuse_what_it_cannot_make()
    {
        var provider = new RehearsalProvider(_time);

        await RefusedAsync(TakeFactory.Clip(), "invalid_request: rehearsal makes no clips");
        await RefusedAsync(TakeFactory.Picture() with { ProviderOptions = Latency("soon") }, "invalid_request: provider option latency_ms: \"soon\" is not a whole number of milliseconds");

        async Task RefusedAsync(GenerateTake take, string why)
        {
            var refusal = await Should.ThrowAsync<ProviderException>(() => provider.SubmitAsync(RequestOf(take), CancellationToken.None));
            (refusal.Kind, refusal.Submit, refusal.Message).ShouldBe((ErrorKind.InvalidRequest, Submit.Refused, why));
        }
    }

    private static Dictionary<string, string> Latency(string milliseconds) => new(StringComparer.Ordinal) { ["latency_ms"] = milliseconds };

    private GenerationRequest RequestOf(GenerateTake take) => new(take, s_model, _folder["work"]);
}
