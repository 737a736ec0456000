import { createFalClient } from '@fal-ai/client';
import { addressOf, describe, errorOf, nextFault, pixel, print } from './emulator.mjs';

// The client knows only fal's own hosts.
const toEmulator = (address, init) => fetch(String(address).replace('https://queue.fal.run', addressOf('fal')), init);
const client = createFalClient({ fetch: toEmulator });
const picture = `data:image/png;base64,${pixel.toString('base64')}`;
const order = { input: { prompt: 'Wide shot: a lighthouse at dusk', aspect_ratio: '16:9' }, pollInterval: 20 };
const tell = error => ({ type: error.name, status: error.status, detail: error.body.detail, request: error.requestId });
const download = async address => describe(await (await fetch(address)).arrayBuffer());

const states = [];
const generated = await client.subscribe('fal-ai/nano-banana-pro', { ...order, onQueueUpdate: update => states.push(update.status) });
const edited = await client.subscribe('fal-ai/nano-banana-pro/edit', { ...order, input: { ...order.input, image_urls: [picture] } });
const clip = await client.subscribe('fal-ai/kling-video/v3/pro/image-to-video', {
  ...order, input: { prompt: 'The light turns', start_image_url: picture, end_image_url: picture, duration: '3' },
});

const queued = await client.queue.submit('fal-ai/nano-banana-pro', order);
await client.queue.cancel('fal-ai/nano-banana-pro', { requestId: queued.request_id });

const errors = {};
for (const fault of ['no_funds', 'invalid_request', 'refused_result']) {
  await nextFault('fal', fault);
  errors[fault] = await errorOf(() => client.subscribe('fal-ai/nano-banana-pro', order), tell);
}
errors.bad_key = await errorOf(() => createFalClient({ fetch: toEmulator, credentials: 'wrong' }).subscribe('fal-ai/nano-banana-pro', order), tell);
errors.endpoint = await errorOf(() => client.subscribe('fal-ai/no-such-model', order), tell);
errors.too_late = await errorOf(() => client.queue.cancel('fal-ai/nano-banana-pro', { requestId: queued.request_id }), tell);

print({
  states,
  queued: queued.status,
  generated: await download(generated.data.images[0].url),
  edited: await download(edited.data.images[0].url),
  clip: await download(clip.data.video.url),
  errors,
});
