import OpenAI, { toFile } from 'openai';
import { addressOf, describe, errorOf, nextFault, pixel, print } from './emulator.mjs';

const client = new OpenAI({ baseURL: addressOf('openai-compatible'), maxRetries: 0 });
const prompt = 'Wide shot: a lighthouse at dusk';
const order = { model: 'picture-1', prompt, size: '1024x1024' };
const clip = { model: 'clip-1', prompt: 'The light turns', seconds: '4', size: '1280x720' };
const tell = error => ({ type: error.constructor.name, status: error.status, code: error.code });

async function finish(video) {
  const states = [video.status];
  while (video.status === 'queued' || video.status === 'in_progress') {
    video = await client.videos.retrieve(video.id);
    states.push(video.status);
  }
  return { states, video };
}

const bytes = await client.images.generate({ ...order, response_format: 'b64_json' });
const address = await client.images.generate({ ...order, prompt: `${prompt} again` });
const { states, video } = await finish(await client.videos.create({ ...clip, input_reference: await toFile(pixel, 'first.png', { type: 'image/png' }) }));
const content = await (await client.videos.downloadContent(video.id)).arrayBuffer();

await nextFault('openai-compatible', 'refused_result');
const refused = await finish(await client.videos.create(clip));

const listed = [];
for await (const each of client.videos.list()) listed.push(each.id);
const deleted = await client.videos.delete(video.id);

print({
  bytes: describe(Buffer.from(bytes.data[0].b64_json, 'base64')),
  address: describe(await (await fetch(address.data[0].url)).arrayBuffer()),
  states,
  content: describe(content),
  refused: refused.video.error.code,
  listed: listed.length,
  deleted: deleted.deleted,
  gone: await errorOf(() => client.videos.retrieve(video.id), tell),
});
