import RunwayML, { toFile } from '@runwayml/sdk';
import { addressOf, describe, errorOf, nextFault, pixel, print } from './emulator.mjs';

const client = new RunwayML({ baseURL: addressOf('runway'), maxRetries: 0 });
const start = `data:image/png;base64,${pixel.toString('base64')}`;
const order = { model: 'gen4_turbo', promptText: 'A lighthouse at dusk', promptImage: start, ratio: '1280:720', duration: 5, seed: 7 };
const tell = error => ({ type: error.constructor.name, status: error.status, message: error.error?.error ?? error.message });

async function finish({ id }) {
  for (;;) {
    const task = await client.tasks.retrieve(id);
    if (!['PENDING', 'THROTTLED', 'RUNNING'].includes(task.status)) return task;
  }
}
const fileOf = async task => describe(await (await fetch(task.output[0])).arrayBuffer());

const balance = (await client.organization.retrieve()).creditBalance;
const ordered = await client.imageToVideo.create(order);
const clip = await finish(ordered);
const upload = await client.uploads.createEphemeral({ file: await toFile(pixel, 'scene.png', { type: 'image/png' }) });
const picture = await finish(await client.textToImage.create({
  model: 'gen4_image', promptText: 'A lighthouse at dusk, @scene', ratio: '1920:1080', referenceImages: [{ uri: upload.uri, tag: 'scene' }],
}));

await nextFault('runway', 'refused_result');
const refused = await finish(await client.imageToVideo.create(order));
await nextFault('runway', 'failed_result');
const failed = await finish(await client.imageToVideo.create(order));
const cancelled = await client.imageToVideo.create(order);
await client.tasks.delete(cancelled.id);

const errors = {};
for (const fault of ['no_funds', 'bad_key', 'rate_limited', 'unavailable', 'invalid_request']) {
  await nextFault('runway', fault);
  errors[fault] = await errorOf(() => client.imageToVideo.create(order), tell);
}
errors.ratio = await errorOf(() => client.imageToVideo.create({ ...order, ratio: '16:9' }), tell);
errors.task = await errorOf(() => client.tasks.retrieve('00000000-0000-0000-0000-000000000000'), tell);

print({
  balance,
  estimated: ordered.estimatedCost.credits,
  clip: { status: clip.status, credits: clip.cost.credits, file: await fileOf(clip) },
  picture: { status: picture.status, file: await fileOf(picture) },
  refused: { status: refused.status, code: refused.failureCode, credits: refused.cost.credits },
  failed: { status: failed.status, code: failed.failureCode },
  cancelled: (await client.tasks.retrieve(cancelled.id)).status,
  errors,
});
