// What the scripts share: where the emulators are, and how their clients are told of trouble.
const root = process.argv[2];

/** The address of an emulated API. */
export const addressOf = name => `${root}${name}`;

/** The next order at a provider goes wrong in this way. */
export async function nextFault(name, fault) {
  const answer = await fetch(`${root}emulator/${name}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ next: fault }),
  });
  if (!answer.ok) throw new Error(`the emulator does not know ${fault}: ${answer.status}`);
}

/** What a file is and how large: PNG with its pixels, or MP4. */
export function describe(bytes) {
  const buffer = Buffer.from(bytes);
  if (buffer.subarray(1, 4).toString() === 'PNG') return `png ${buffer.readUInt32BE(16)}x${buffer.readUInt32BE(20)}`;
  return buffer.subarray(4, 8).toString() === 'ftyp' ? 'mp4' : `${buffer.length} bytes`;
}

/** Calls, and tells by a function what was thrown. */
export async function errorOf(call, tell) {
  try {
    await call();
  } catch (error) {
    return tell(error);
  }
  throw new Error('nothing was thrown');
}

/** A yellow pixel. */
export const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==', 'base64');

export const print = seen => console.log(JSON.stringify(seen));
