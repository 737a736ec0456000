using Recoil.Hosting.Retention;
using Recoil.Hosting.Services;
using Recoil.Hosting.Settings;
using Recoil.ReviewQueue;

return await RecoilService.RunAsync(
    "review-queue", 5085, args,
    (services, settings) => services.AddReviewQueueRetention(settings.Bind("Retention", new RetentionOptions())),
    bus =>
    {
        bus.AddReviewQueueConsumers();
        bus.AddFailedMessageConsumers();
        bus.AddSteeringConsumers();
    });
