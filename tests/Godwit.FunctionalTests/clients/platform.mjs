// The npm `openai` SDK around the models: files, batches, fine-tuning, images, sound, moderations, realtime.
import OpenAI, { toFile } from 'openai';
import { OpenAIRealtimeWebSocket } from 'openai/realtime/websocket';
import { WebSocket } from 'undici';
import { godwitHeaders, run, settings } from './settings.mjs';

const { model } = settings;
const client = new OpenAI({
  baseURL: settings.baseURL,
  apiKey: settings.apiKey,
  defaultHeaders: settings.headers,
  maxRetries: 0,
});
// What a scenario is told besides, such as an id that another client made.
const given = process.env.CLIENT_GIVEN;

const failure = async (call) => {
  try {
    await call();
    return { status: 200 };
  } catch ({ status, code, type, message, param }) {
    return { status, code, type, message, param };
  }
};
const text = async (response) => Buffer.from(await response.arrayBuffer()).toString('utf8');
const lines = (...names) => names.map((name, i) => JSON.stringify({
  custom_id: `line-${i + 1}`, method: 'POST', url: '/v1/chat/completions',
  body: { model: name, messages: [{ role: 'user', content: 'Say hello.' }] },
})).join('\n');
// Fields go in the order they are written: here the purpose comes behind the file.
const uploadOf = async (content, purpose, name, options) => client.files.create(
  { file: await toFile(Buffer.from(content), name), purpose }, options);

await run({
  async files() {
    const first = await uploadOf('some words', 'user_data', 'notes.txt');
    const { data: made, response } = await client.files.create(
      { purpose: 'user_data', file: await toFile(Buffer.from('other words'), 'more "notes".txt') }).withResponse();
    const got = await client.files.retrieve(made.id);
    const content = await text(await client.files.content(made.id));
    const listed = [];
    for await (const file of client.files.list({ limit: 1 })) listed.push(file.id);
    const deleted = await client.files.delete(made.id);
    const left = (await client.files.list()).data.map((file) => file.id);
    return {
      first: first.id, id: made.id, got: got.id, filename: got.filename, content, listed, deleted, left,
      gone: await failure(() => client.files.retrieve(made.id)), headers: godwitHeaders(response.headers),
    };
  },

  async upload() {
    return { id: (await uploadOf('secret words', 'user_data', 'secret.txt')).id };
  },

  async refused_upload() {
    return failure(() => uploadOf('words', 'user_data', 'words.txt'));
  },

  // Right after a start a node may not know yet what there is.
  async list_or_nothing() {
    try {
      return { ids: (await client.files.list()).data.map((file) => file.id) };
    } catch (error) {
      if (error.status !== 503) throw error;
      return { ids: [] };
    }
  },

  async list() {
    return { ids: (await client.files.list()).data.map((file) => file.id) };
  },

  // A file in two parts, put together in another order than they came in.
  async parts() {
    const part = async (id, words) => client.uploads.parts.create(id, { data: await toFile(Buffer.from(words), 'p') });
    const { data: made, response } = await client.uploads.create({
      filename: 'long.txt', purpose: 'user_data', bytes: 10, mime_type: 'text/plain', provider: 'openai',
    }).withResponse();
    const second = await part(made.id, 'words');
    const first = await part(made.id, 'some ');
    const done = await client.uploads.complete(made.id, { part_ids: [first.id, second.id] });
    const content = await text(await client.files.content(done.file.id));
    const listed = (await client.files.list()).data.map((file) => file.id);
    const other = await client.uploads.create({
      filename: 'none.txt', purpose: 'user_data', bytes: 10, mime_type: 'text/plain',
    });
    return {
      id: made.id, ofPart: second.upload_id, status: done.status, again: done.id, file: done.file.id, content, listed,
      cancelled: await client.uploads.cancel(other.id), headers: godwitHeaders(response.headers),
      late: await failure(() => part(made.id, 'more')),
      short: await failure(() => client.uploads.complete(other.id, { part_ids: 'none' })),
      batch: await failure(() => client.uploads.create({
        filename: 'b.jsonl', purpose: 'batch', bytes: 10, mime_type: 'application/jsonl',
      })),
      pending: (await client.uploads.create({
        filename: 'p.txt', purpose: 'user_data', bytes: 10, mime_type: 'text/plain',
      })).id,
    };
  },

  refused_parts: () => failure(() => client.uploads.create({
    filename: 'p.txt', purpose: 'user_data', bytes: 10, mime_type: 'text/plain',
  })),

  // Another project's upload.
  async foreign_parts() {
    const data = await toFile(Buffer.from('words'), 'p');
    return {
      part: await failure(() => client.uploads.parts.create(given, { data })),
      complete: await failure(() => client.uploads.complete(given, { part_ids: ['part_1'] })),
      cancel: await failure(() => client.uploads.cancel(given)),
    };
  },

  // Another project's file, by every way there is to it.
  async foreign() {
    return {
      get: await failure(() => client.files.retrieve(given)),
      content: await failure(() => client.files.content(given)),
      delete: await failure(() => client.files.delete(given)),
      batch: await failure(() => client.batches.create(
        { input_file_id: given, endpoint: '/v1/chat/completions', completion_window: '24h' })),
      chat: await failure(() => client.chat.completions.create({
        model, messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: given } }] }],
      })),
      job: await failure(() => client.fineTuning.jobs.create({ model, training_file: given })),
    };
  },

  async batch() {
    const input = await uploadOf(lines(model, model), 'batch', 'batch.jsonl');
    const made = await client.batches.create({
      input_file_id: input.id, endpoint: '/v1/chat/completions', completion_window: '24h',
      metadata: { input_file_id: 'mine' },
    });
    let batch = made;
    for (let i = 0; i < 100 && batch.status !== 'completed'; i++) batch = await client.batches.retrieve(made.id);
    const output = (await text(await client.files.content(batch.output_file_id))).trim().split('\n').map(JSON.parse);
    const listed = (await client.batches.list()).data.map((b) => b.id);
    return {
      input: input.id, id: made.id, inputOfBatch: batch.input_file_id, status: batch.status, metadata: batch.metadata,
      outputs: output.map((o) => o.custom_id), models: output.map((o) => o.response.body.model), listed,
      cancelled: (await client.batches.cancel(made.id)).id,
    };
  },

  async bad_batches() {
    const plain = await uploadOf(lines(model), 'user_data', 'plain.jsonl');
    return {
      unknownModel: await failure(() => uploadOf(lines(model, 'gpt-nope'), 'batch', 'b.jsonl')),
      notJson: await failure(() => uploadOf(`${lines(model)}\n{"custom_id":`, 'batch', 'b.jsonl')),
      notABatch: await failure(() => client.batches.create(
        { input_file_id: plain.id, endpoint: '/v1/chat/completions', completion_window: '24h' })),
      nativeId: await failure(() => client.files.retrieve('file-abcdefghijklmnopqrstuv')),
    };
  },

  async fine_tuning() {
    const training = await uploadOf('{"messages":[]}\n', 'fine-tune', 'training.jsonl');
    const made = await client.fineTuning.jobs.create({ model, training_file: training.id });
    const paused = await client.fineTuning.jobs.pause(made.id);
    await client.fineTuning.jobs.resume(made.id);
    let job = made;
    for (let i = 0; i < 400 && job.status !== 'succeeded'; i++) job = await client.fineTuning.jobs.retrieve(made.id);
    const events = (await client.fineTuning.jobs.listEvents(made.id)).data.length;
    const checkpoints = (await client.fineTuning.jobs.checkpoints.list(made.id)).data;
    const listed = (await client.fineTuning.jobs.list()).data.map((j) => j.id);
    return {
      id: made.id, training: training.id, trainingOfJob: job.training_file, model: job.model, paused: paused.status,
      status: job.status, events, jobOfCheckpoint: checkpoints[0].fine_tuning_job_id, listed,
      results: await text(await client.files.content(job.result_files[0])),
    };
  },

  async media() {
    const sound = await client.audio.speech.create({ model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'Hello there.' });
    const bytes = Buffer.from(await sound.arrayBuffer());
    const file = await toFile(bytes, 'hello.wav', { type: 'audio/wav' });
    const transcript = await client.audio.transcriptions.create({ file, model: 'whisper-1' });
    const plain = await client.audio.transcriptions.create({ file, model: 'whisper-1', response_format: 'text' });
    const translated = await client.audio.translations.create({ model: 'whisper-1', file });
    let streamed = '';
    const stream = await client.audio.transcriptions.create({ file, model: 'gpt-4o-transcribe', stream: true });
    for await (const event of stream) streamed += event.delta ?? '';
    const image = await client.images.generate({ model: 'gpt-image-1', prompt: 'a bird', size: '16x16' });
    const png = await toFile(Buffer.from(image.data[0].b64_json, 'base64'), 'bird.png', { type: 'image/png' });
    const edited = await client.images.edit({ image: png, prompt: 'two birds', model: 'gpt-image-1' });
    return {
      soundType: sound.headers.get('content-type'), soundBytes: bytes.length, transcript: transcript.text, plain,
      translated: translated.text, streamed, image: image.data[0].b64_json.length > 0,
      edited: edited.data[0].b64_json.length > 0,
    };
  },

  async moderation() {
    const judged = await client.moderations.create({ input: 'I like birds.' });
    const named = await client.moderations.create({ model: 'omni-moderation-latest', input: ['a', 'b'] });
    return { flagged: judged.results[0].flagged, results: named.results.length, model: named.model };
  },

  async realtime() {
    // Browsers set no header: the key goes with the subprotocols, as the SDK puts it there.
    // It always speaks TLS, which these tests do without.
    globalThis.WebSocket = class extends WebSocket {
      constructor(url, protocols) {
        super(url.replace(/^wss:/, 'ws:'), { protocols, headers: settings.headers });
      }
    };
    const session = new OpenAIRealtimeWebSocket({ model: 'gpt-realtime', dangerouslyAllowBrowser: true }, client);
    const events = [];
    let words = '';
    await new Promise((resolve, reject) => {
      session.socket.addEventListener('error', reject);
      session.on('error', reject);
      session.on('event', (event) => {
        events.push(event.type);
        if (event.type === 'session.created') {
          session.send({ type: 'session.update', session: { type: 'realtime', output_modalities: ['text'] } });
          session.send({
            type: 'conversation.item.create',
            item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Say hello.' }] },
          });
          session.send({ type: 'response.create' });
        }
        if (event.type === 'response.output_text.delta') words += event.delta;
        if (event.type === 'response.done') resolve();
      });
    });
    const closed = new Promise((resolve) => session.socket.addEventListener('close', resolve));
    session.close({ code: 1000, reason: 'done' });
    return { events: [...new Set(events)], words, closed: (await closed).code };
  },
});
