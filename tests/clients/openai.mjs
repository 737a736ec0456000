import OpenAI, { toFile } from 'openai';
import { addressOf, describe, errorOf, nextFault, pixel, print } from './emulator.mjs';

const client = new OpenAI({ baseURL: addressOf('openai'), maxRetries: 0 });
const prompt = 'Wide shot: a lighthouse at dusk';
const order = { model: 'gpt-image-2', prompt, size: '1536x864', quality: 'medium' };
const pictureOf = answer => describe(Buffer.from(answer.data[0].b64_json, 'base64'));
const tell = error => ({ type: error.constructor.name, status: error.status, code: error.code, retryAfter: error.headers?.get('retry-after') ?? null });

const models = [];
for await (const model of client.models.list()) models.push(model.id);

const generated = await client.images.generate(order);
const edited = await client.images.edit({
  ...order,
  image: [await toFile(pixel, '1.png', { type: 'image/png' }), await toFile(pixel, '2.png', { type: 'image/png' })],
});

const errors = {};
for (const fault of ['refused_content', 'no_funds', 'rate_limited', 'unavailable', 'refused_result', 'failed_result']) {
  await nextFault('openai', fault);
  errors[fault] = await errorOf(() => client.images.generate(order), tell);
}
errors.bad_key = await errorOf(() => client.withOptions({ apiKey: 'wrong' }).images.generate(order), tell);
errors.response_format = await errorOf(() => client.images.generate({ ...order, response_format: 'b64_json' }), tell);
errors.model = await errorOf(() => client.images.generate({ ...order, model: 'sora-2' }), tell);

print({
  models,
  generated: pictureOf(generated),
  generatedTokens: generated.usage.output_tokens,
  edited: pictureOf(edited),
  editedImageTokens: edited.usage.input_tokens_details.image_tokens,
  errors,
});
