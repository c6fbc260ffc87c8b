// The npm `@anthropic-ai/sdk`, as an application uses it.
import Anthropic from '@anthropic-ai/sdk';
import { godwitHeaders, imageUrl, run, settings, weatherTool } from './settings.mjs';

const { model } = settings;
const client = new Anthropic({
  baseURL: settings.baseURL.replace(/\/v1$/, ''),
  apiKey: settings.apiKey,
  defaultHeaders: settings.headers,
  maxRetries: 0,
});
const ask = (content) => [{ role: 'user', content }];
const limit = { model, max_tokens: 2048 };
const tools = [{
  name: weatherTool.name, description: weatherTool.description, input_schema: weatherTool.parameters,
}];
const citySchema = {
  type: 'object',
  properties: { name: { type: 'string' }, population: { type: 'integer' } },
  required: ['name', 'population'],
  additionalProperties: false,
};

const textOf = (message) => message.content.filter((block) => block.type === 'text')
  .map((block) => block.text).join('');
const callsOf = (message) => message.content.filter((block) => block.type === 'tool_use');
const usageOf = ({ usage }) => ({ inputTokens: usage.input_tokens, outputTokens: usage.output_tokens });
const shown = (message) => ({
  text: textOf(message), finish: message.stop_reason, model: message.model, ...usageOf(message),
  kinds: message.content.map((block) => block.type),
});
const results = (message) => ({
  role: 'user',
  content: callsOf(message).map((call) => ({ type: 'tool_result', tool_use_id: call.id, content: '{"celsius":21}' })),
});

async function failure(call) {
  try {
    await call();
    return { status: 200 };
  } catch (error) {
    return { status: error.status, type: error.error?.error?.type, code: error.error?.error?.code,
      message: error.error?.error?.message, requestId: error.error?.request_id, headers: godwitHeaders(error.headers) };
  }
}

/** Follows a stream to its end and lists the events' names, so that their order can be looked at. */
async function follow(stream) {
  const events = [];
  stream.on('streamEvent', (event) => events.push(event.type));
  const message = await stream.finalMessage();
  return { ...shown(message), message, events, deltas: events.filter((name) => name === 'content_block_delta').length };
}

await run({
  async chat() {
    const { data, response } = await client.messages
      .create({ ...limit, system: 'Be brief.', messages: ask('Say hello in one sentence.') }).withResponse();
    return { ...shown(data), id: data.id, headers: godwitHeaders(response.headers) };
  },

  async chat_stream() {
    const { message, ...seen } = await follow(client.messages.stream({
      ...limit, messages: ask('Count from one to ten.') }));
    return { ...seen, id: message.id };
  },

  async tool_loop() {
    const messages = ask('What is the weather in Lisbon?');
    const first = await client.messages.create({ ...limit, messages, tools, tool_choice: { type: 'any' } });
    const second = await client.messages.create({
      ...limit, tools, messages: [...messages, { role: 'assistant', content: first.content }, results(first)],
    });
    return { finish: first.stop_reason, calls: callsOf(first), text: textOf(second), then: second.stop_reason };
  },

  async tool_stream() {
    const { message, finish, events } = await follow(client.messages.stream({
      ...limit, tools, messages: ask('What is the weather in Lisbon?'), tool_choice: { type: 'any' } }));
    return { finish, events, calls: callsOf(message) };
  },

  async parallel_tools() {
    const messages = ask('What is the weather in Lisbon and in Paris?');
    const both = [...tools, { ...tools[0], name: 'get_time', description: 'Current time in a city' }];
    const { message: first } = await follow(client.messages.stream({
      ...limit, messages, tools: both, tool_choice: { type: 'any' } }));
    const second = await client.messages.create({
      ...limit, tools: both, messages: [...messages, { role: 'assistant', content: first.content }, results(first)],
    });
    return { finish: first.stop_reason, calls: callsOf(first), text: textOf(second) };
  },

  async structured_output() {
    const answer = await client.messages.create({
      ...limit, messages: ask('Describe Lisbon.'),
      output_config: { format: { type: 'json_schema', schema: citySchema } },
    });
    return { object: JSON.parse(textOf(answer)) };
  },

  async vision() {
    const [, media_type, data] = imageUrl.match(/^data:(.*);base64,(.*)$/);
    const answer = await client.messages.create({
      ...limit,
      messages: ask([
        { type: 'image', source: { type: 'base64', media_type, data } },
        { type: 'text', text: 'What is in this picture?' },
      ]),
    });
    return shown(answer);
  },

  // Thinking goes back with the calls it led to, signature and all, as agents do it.
  async thinking() {
    const thinking = { type: 'adaptive', display: 'summarized' };
    const messages = ask('What is the weather in Lisbon?');
    const { message: first } = await follow(client.messages.stream({ ...limit, messages, tools, thinking }));
    const calls = callsOf(first);
    const next = [...messages, { role: 'assistant', content: first.content }];
    const second = await client.messages.create({
      ...limit, tools, thinking, messages: [...next, calls.length ? results(first) : ask('And tomorrow?')[0]],
    });
    return {
      thoughts: first.content.filter((block) => block.type.endsWith('thinking')), calls: calls.length,
      text: textOf(second), finish: second.stop_reason,
    };
  },

  async count_tokens() {
    return failure(async () => client.messages.countTokens({ model, messages: ask('How long is this?') }))
      .then(async (failed) => failed.status === 200
        ? { ...await client.messages.countTokens({ model, messages: ask('How long is this?') }), status: 200 }
        : failed);
  },

  async models() {
    const models = [];
    for await (const entry of client.models.list()) models.push(entry);
    return { models, one: await client.models.retrieve(model) };
  },

  error: () => failure(() => client.messages.create({ ...limit, messages: ask('Hello.') })),

  bad_request: () => failure(() => client.messages.create({ ...limit, messages: [{ role: 'tool', content: 'x' }] })),

  async cancel() {
    const stream = client.messages.stream({ ...limit, messages: ask('Count to one hundred.') });
    let chunks = 0;
    stream.on('text', () => {
      chunks += 1;
      if (chunks === 2) stream.abort();
    });
    await stream.done().catch(() => {});
    return { chunks, aborted: stream.aborted };
  },
});
