import Replicate from 'replicate';
import { addressOf, describe, errorOf, nextFault, pixel, print } from './emulator.mjs';

const options = { baseUrl: addressOf('replicate'), useFileOutput: false };
const client = new Replicate({ ...options, auth: process.env.REPLICATE_API_TOKEN });
const input = { prompt: 'Wide shot: a lighthouse at dusk', aspect_ratio: '16:9' };
const wait = { mode: 'poll', interval: 20 };
const tell = error => ({ type: error.name, status: error.response?.status ?? null, message: error.message });
const download = async address => describe(await (await fetch(address)).arrayBuffer());

const states = [];
const picture = await client.run('google/nano-banana-pro', { input: { ...input, image_input: [pixel] }, wait }, prediction => states.push(prediction.status));
const clip = await client.run('bytedance/seedance-1-pro', { input: { prompt: 'The light turns', image: pixel, duration: 2, seed: 7 }, wait });

const created = await client.predictions.create({
  model: 'google/nano-banana-pro', input, webhook: 'https://studio.example/hint', webhook_events_filter: ['completed'],
});
const cancelled = await client.predictions.cancel(created.id);
const listed = [];
for await (const page of client.paginate(client.predictions.list)) listed.push(...page.map(prediction => prediction.id));

const errors = {};
for (const fault of ['no_funds', 'invalid_request', 'refused_result', 'failed_result']) {
  await nextFault('replicate', fault);
  errors[fault] = await errorOf(() => client.run('google/nano-banana-pro', { input, wait }), tell);
}
errors.bad_key = await errorOf(() => new Replicate({ ...options, auth: 'wrong' }).run('google/nano-banana-pro', { input, wait }), tell);
errors.model = await errorOf(() => client.run('nobody/nothing', { input, wait }), tell);

print({
  states,
  created: created.status,
  cancelled: cancelled.status,
  isListed: listed.includes(created.id),
  listed: listed.length,
  secret: (await client.webhooks.default.secret.get()).key,
  account: (await client.accounts.current()).username,
  picture: await download(picture),
  clip: await download(clip),
  errors,
});
