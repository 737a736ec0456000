using Recoil.Hosting.Services;
using Recoil.ReviewQueue;

return await RecoilService.RunAsync(
    "review-queue", 5085, args,
    (_, _) => { },
    bus =>
    {
        bus.AddReviewQueueConsumers();
        bus.AddFailedMessageConsumers();
    });
