import { Client } from '@stable-canvas/comfyui-client';
import { readFile } from 'node:fs/promises';
import { addressOf, describe, errorOf, nextFault, pixel, print } from './emulator.mjs';

const address = new URL(addressOf('comfyui'));
const client = new Client({ api_host: address.host, api_base: address.pathname, clientId: 'recoil-test', fetch, WebSocket: class {} });

/** A workflow of the emulator, with its slots filled. */
async function workflow(name, slots) {
  const text = await readFile(new URL(`../../tools/Recoil.Providers.Emulators/ComfyUI/workflows/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text.replace(/"\{\{(\w+)\}\}"/g, (_, slot) => JSON.stringify(slots[slot])));
}
const slots = { model: 'sd_xl_base_1.0.safetensors', prompt: 'A lighthouse at dusk', negative_prompt: '', seed: 7, width: 1344, height: 768 };
const run = async (graph, options = {}) => client.enqueue_polling(graph, { polling_ms: 20, timeout_ms: 60_000, ...options });
const tell = error => ({ type: error.constructor.name, message: String(error.message) });
const fileOf = async url => describe(await (await fetch(url)).arrayBuffer());

const keyframe = await run(await workflow('keyframe', slots));

const form = new FormData();
form.append('image', new Blob([pixel], { type: 'image/png' }), 'reference.png');
const uploaded = await (await client.fetchApi('/upload/image', { method: 'POST', body: form })).json();
const again = new FormData();
again.append('image', new Blob([pixel], { type: 'image/png' }), 'reference.png');
const renamed = await (await client.fetchApi('/upload/image', { method: 'POST', body: again })).json();
const reference = await run(await workflow('reference', { ...slots, reference_1: uploaded.name }));

const clip = await run(
  await workflow('clip', { ...slots, model: 'wan2.1_i2v_480p_14B_fp16.safetensors', start_frame: uploaded.name, frames: 49, fps: 16 }),
);

const errors = {};
errors.model = await errorOf(async () => run(await workflow('keyframe', { ...slots, model: 'missing.safetensors' })), tell);
errors.picture = await errorOf(async () => run(await workflow('reference', { ...slots, reference_1: 'missing.png' })), tell);
await nextFault('comfyui', 'failed_result');
errors.failed = await errorOf(async () => run(await workflow('keyframe', slots)), tell);
errors.unknown = await errorOf(() => client.getPromptOutputs('00000000-0000-4000-8000-000000000000'), tell);

print({
  version: (await client.getSystemStats()).system.comfyui_version,
  keyframe: await fileOf(keyframe.images[0].data),
  uploaded: uploaded.name,
  renamed: renamed.name,
  reference: await fileOf(reference.images[0].data),
  clip: await fileOf(clip.images[0].data),
  history: (await client.getHistory()).History.length,
  errors,
});
