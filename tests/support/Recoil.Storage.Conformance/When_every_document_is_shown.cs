using System.Text;
using Recoil.Contracts;
using Recoil.Storage.ApprovedShots;
using Recoil.Storage.Reviews;
using Recoil.Storage.Runs;
using Recoil.Storage.Sagas;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance;

public abstract class When_every_document_is_shown<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task Every_text_that_may_name_an_artifact_is_in_it()
    {
        var outbox = Film.Message("""{"output":"in-an-outbox"}""");
        await InsertAsync(new SagaDocument<Film> { Id = Guid.NewGuid(), State = new Film { Title = "in-a-saga" }, Outbox = [outbox], OutboxDueAt = Noon });
        var aside = await InsertAsync(NewFilm("in-one-set-aside"));
        await Films.SetAsideAsync(aside.Id, "The reel is torn.", Noon, default);
        await TakeAsync("in-an-order", "in-a-result");
        await ReviewAsync("in-a-review", "in-a-decision");
        var shot = new ShotFields { ShotId = "S1", StartFrame = "in-a-plan" };
        var progress = new ShotProgress { Index = 0, ShotId = "S1", OutputPath = "in-an-end", ApprovedOutput = "in-an-approval" };
        await Store.RunShots.AddAsync(Guid.NewGuid(), [(new PlannedShot { Shot = shot }, progress)], default);

        await Store.ApprovedShots.PutAsync(
            new AcceptedTake
            {
                Project = "film", EpisodeId = "e1", ShotId = "S1", Output = "in-an-approved-shot", RunId = "run-1", CorrelationId = Guid.NewGuid(), Round = 1, AcceptedAt = Noon,
            },
            default);

        var shown = await ShownAsync();

        foreach (var text in new[] { "in-a-saga", "in-an-outbox", "in-one-set-aside", "in-an-order", "in-a-result", "in-a-review", "in-a-decision", "in-a-plan", "in-an-end", "in-an-approval", "in-an-approved-shot" })
            shown.ShouldContain(document => document.Contains(text, StringComparison.Ordinal), text);
    }

    [Fact]
    public async Task None_of_many_is_left_out()
    {
        for (var i = 0; i < 250; i++)
            await InsertAsync(NewFilm($"film-{i:000}"));

        var shown = await ShownAsync();

        for (var i = 0; i < 250; i++)
            shown.ShouldContain(document => document.Contains($"film-{i:000}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_store_shows_nothing() => (await ShownAsync()).ShouldBeEmpty();

    private async Task<List<string>> ShownAsync()
    {
        var shown = new List<string>();
        await Store.Documents.ReadAsync(
            document =>
            {
                if (document.Length > 0)
                    shown.Add(Encoding.UTF8.GetString(document));
            },
            default);
        return shown;
    }

    private async Task TakeAsync(string prompt, string output)
    {
        var take = new TakeRecord
        {
            TakeId = Guid.NewGuid(),
            CorrelationId = Guid.NewGuid(),
            Account = "film/run-1",
            QueuedAt = Noon,
            Provider = "kling",
            State = TakeState.Submitting,
            SubmittingAt = Noon,
            Request = new GenerateTake
            {
                CorrelationId = Guid.NewGuid(), TakeId = Guid.NewGuid(), Project = "film", RunId = "run-1", ShotId = "SH010", Attempt = 1, Take = 1, Ordinal = 1,
                Operation = Operation.ImageT2i, Prompt = prompt, Model = "kling-2", AspectRatio = "9:16", Seed = 7,
            },
        };
        var claim = (await Store.Takes.EnqueueAsync(take, new TakeLease("worker", Noon.AddHours(1)), default)).Claim.ShouldNotBeNull();
        var result = new GenerationCompleted { CorrelationId = take.CorrelationId, TakeId = take.TakeId, Success = true, Output = output, Cost = 1 };
        (await Store.Takes.EndAsync(claim, result, Noon, default)).ShouldBeTrue();
    }

    private async Task ReviewAsync(string output, string supplied)
    {
        var entry = new ReviewEntry
        {
            ReviewId = Guid.NewGuid(),
            EnqueuedAt = Noon,
            Request = new EnqueueReview
            {
                CorrelationId = Guid.NewGuid(), ReviewId = Guid.NewGuid(), Project = "film", RunId = "run-1", EpisodeId = "e1", ShotId = "s1",
                Reason = ReviewReason.IcuEscalated, FailureMode = "anatomy_face_merge", Attempts = [], TotalCostUsd = 1, OriginalPrompt = "two people",
                OutputPath = output, At = Noon,
            },
        };
        (await Store.Reviews.TryAddAsync(entry, default)).ShouldBeTrue();
        var decision = new ReviewDecided
        {
            CorrelationId = entry.Request.CorrelationId, ReviewId = entry.ReviewId, Decision = ReviewDecision.Approve, By = "Ida", At = Noon, Note = supplied,
        };
        (await Store.Reviews.DecideAsync(decision, Noon, default)).ShouldNotBeNull();
    }
}
