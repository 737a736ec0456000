import { GoogleGenAI } from '@google/genai';
import { addressOf, describe, errorOf, nextFault, pixel, print } from './emulator.mjs';

const client = new GoogleGenAI({ apiKey: process.env.GEMINI_API_KEY, httpOptions: { baseUrl: addressOf('gemini') } });
const order = {
  model: 'gemini-3-pro-image',
  contents: [{ role: 'user', parts: [{ text: 'Reference picture 1:' }, { inlineData: { mimeType: 'image/png', data: pixel.toString('base64') } }, { text: 'A lighthouse at dusk' }] }],
  config: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '16:9' } },
};
const generate = (change = {}) => client.models.generateContent({ ...order, ...change });
const tell = error => ({ type: error.constructor.name, status: error.status });

const models = [];
for await (const model of await client.models.list()) models.push(model.name);

const generated = await generate();
await nextFault('gemini', 'refused_result');
const refused = await generate();
await nextFault('gemini', 'refused_content');
const blocked = await generate();

const errors = {};
for (const fault of ['no_funds', 'bad_key', 'rate_limited', 'unavailable', 'invalid_request']) {
  await nextFault('gemini', fault);
  errors[fault] = await errorOf(generate, tell);
}
errors.model = await errorOf(() => generate({ model: 'gemini-2.5-flash-image' }), tell);

print({
  models,
  generated: describe(Buffer.from(generated.candidates[0].content.parts.find(part => part.inlineData && !part.thought).inlineData.data, 'base64')),
  generatedTokens: generated.usageMetadata.candidatesTokenCount,
  refused: refused.candidates[0].finishReason,
  blocked: blocked.promptFeedback.blockReason,
  errors,
});
