import { GoogleGenAI } from '@google/genai';
import { addressOf, describe, errorOf, nextFault, pixel, print } from './emulator.mjs';

const client = new GoogleGenAI({ apiKey: process.env.GEMINI_API_KEY, httpOptions: { baseUrl: addressOf('gemini') } });
const order = {
  model: 'gemini-omni-1.1-flash',
  input: [
    { type: 'image', mime_type: 'image/png', data: pixel.toString('base64') },
    { type: 'text', text: '<FIRST_FRAME> A lighthouse at dusk' },
  ],
  background: true,
  store: true,
  response_format: [{ type: 'video', aspect_ratio: '16:9', resolution: '720p', duration: '5s', delivery: 'uri' }],
  generation_config: { seed: 7, video_config: { task: 'image_to_video' } },
};
const create = (change = {}) => client.interactions.create({ ...order, ...change });
const tell = error => ({ type: error.constructor.name, status: error.status ?? error.statusCode });

async function finish({ id }) {
  for (;;) {
    const interaction = await client.interactions.get(id);
    if (!['queued', 'in_progress'].includes(interaction.status)) return interaction;
  }
}

const ordered = await create();
const made = await finish(ordered);
const video = made.steps.find(step => step.type === 'model_output').content.find(part => part.type === 'video');
const file = await fetch(video.uri, { headers: { 'x-goog-api-key': process.env.GEMINI_API_KEY } });

await nextFault('gemini', 'refused_result');
const refused = await finish(await create());
const cancelled = await client.interactions.cancel((await create()).id);

const errors = {};
for (const fault of ['no_funds', 'bad_key', 'rate_limited', 'invalid_request']) {
  await nextFault('gemini', fault);
  errors[fault] = await errorOf(() => client.interactions.create(order, { maxRetries: 0 }), tell);
}
errors.model = await errorOf(() => create({ model: 'veo-3.1-generate-preview' }), tell);
errors.duration = await errorOf(() => create({ response_format: [{ ...order.response_format[0], duration: '30s' }] }), tell);

print({
  ordered: ordered.status,
  status: made.status,
  video: made.output_video?.uri === video.uri,
  clip: describe(await file.arrayBuffer()),
  tokens: made.usage.output_tokens_by_modality[0].tokens,
  refused: { status: refused.status, code: refused.errors?.[0]?.code },
  cancelled: cancelled.status,
  errors,
});
