// The npm `openai` SDK's Responses, as an application uses them.
import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { godwitHeaders, imageUrl, run, settings, weatherTool } from './settings.mjs';

const { model } = settings;
const client = new OpenAI({
  baseURL: settings.baseURL,
  apiKey: settings.apiKey,
  defaultHeaders: settings.headers,
  maxRetries: 0,
});
const tools = [{ type: 'function', strict: true, ...weatherTool }];
const usageOf = (usage) => ({ inputTokens: usage?.input_tokens, outputTokens: usage?.output_tokens });
const callsOf = (response) => response.output.filter((item) => item.type === 'function_call');
const readCalls = (response) => callsOf(response)
  .map((call) => ({ name: call.name, arguments: JSON.parse(call.arguments) }));

async function failure(call) {
  try {
    await call();
    return { status: 200 };
  } catch (error) {
    const { status, code, type, message, param, headers } = error;
    return { status, code, type, message, param, headers: godwitHeaders(headers) };
  }
}

await run({
  async plain() {
    const { data, response } = await client.responses
      .create({ model, instructions: 'Be brief.', input: 'Say hello in one sentence.' }).withResponse();
    return {
      text: data.output_text, status: data.status, model: data.model, ...usageOf(data.usage),
      headers: godwitHeaders(response.headers),
    };
  },

  async stream() {
    const stream = await client.responses.create({ model, input: 'Count from one to ten.', stream: true });
    const seen = { text: '', types: [], numbers: [], ids: new Set(), final: null };
    for await (const event of stream) {
      seen.types.push(event.type);
      seen.numbers.push(event.sequence_number);
      if (event.response) seen.ids.add(event.response.id);
      if (event.type === 'response.output_text.delta') seen.text += event.delta;
      if (event.type === 'response.completed') seen.final = event.response;
    }
    return {
      text: seen.text, types: [...new Set(seen.types)], ids: seen.ids.size,
      inOrder: seen.numbers.every((number, i) => number === i), status: seen.final.status,
      same: seen.final.output.flatMap((item) => item.content ?? []).map((part) => part.text ?? '')
        .join('') === seen.text,
      ...usageOf(seen.final.usage),
    };
  },

  async tool_loop() {
    const input = [{ role: 'user', content: 'What is the weather in Lisbon?' }];
    const first = await client.responses.create({ model, input, tools, tool_choice: 'required' });
    const answers = callsOf(first)
      .map((call) => ({ type: 'function_call_output', call_id: call.call_id, output: '{"celsius":21}' }));
    const second = await client.responses.create({ model, input: [...input, ...first.output, ...answers], tools });
    return { calls: readCalls(first), text: second.output_text, status: second.status };
  },

  // The same by reference: only what is new is sent.
  async previous() {
    const first = await client.responses.create({
      model, input: 'What is the weather in Lisbon?', tools, tool_choice: 'required',
    });
    const answers = callsOf(first)
      .map((call) => ({ type: 'function_call_output', call_id: call.call_id, output: '{"celsius":21}' }));
    const second = await client.responses.create({ model, previous_response_id: first.id, input: answers, tools });
    const third = await client.responses.create({ model, previous_response_id: second.id, input: 'Thank you.' });
    return {
      calls: readCalls(first), text: second.output_text, previous: second.previous_response_id === first.id,
      third: third.output_text, inputTokens: third.usage.input_tokens, firstInputTokens: first.usage.input_tokens,
    };
  },

  async stored() {
    const first = await client.responses.create({ model, input: 'Say hello in one sentence.', metadata: { k: 'v' } });
    const told = await client.responses.retrieve(first.id);
    const items = [];
    for await (const item of client.responses.inputItems.list(first.id)) items.push(item);
    await client.responses.delete(first.id);
    const gone = await failure(() => client.responses.retrieve(first.id));
    const cut = await failure(() => client.responses.create({ model, previous_response_id: first.id, input: 'More.' }));
    return {
      same: told.output_text === first.output_text && told.id === first.id, metadata: told.metadata,
      items: items.map((item) => ({ type: item.type, role: item.role })), gone, cut,
    };
  },

  // What was said and answered lies in the conversation: each request sends only what is new.
  async conversation() {
    const { id } = await client.conversations.create({
      metadata: { topic: 'demo' }, items: [{ type: 'message', role: 'user', content: 'I am in Lisbon.' }],
    });
    const first = await client.responses.create({
      model, conversation: id, input: 'What is the weather in Lisbon?', tools, tool_choice: 'required',
    });
    const answers = callsOf(first)
      .map((call) => ({ type: 'function_call_output', call_id: call.call_id, output: '{"celsius":21}' }));
    const second = await client.responses.create({ model, conversation: { id }, input: answers, tools });
    const items = [];
    for await (const item of client.conversations.items.list(id, { order: 'asc', limit: 2 })) items.push(item);
    const one = await client.conversations.items.retrieve(items[0].id, { conversation_id: id });
    await client.conversations.items.create(id, { items: [{ type: 'message', role: 'user', content: 'Thank you.' }] });
    await client.conversations.items.delete(items[0].id, { conversation_id: id });
    const left = await client.conversations.items.list(id);
    const changed = await client.conversations.update(id, { metadata: { topic: 'weather' } });
    const told = await client.conversations.retrieve(id);
    const deleted = await client.conversations.delete(id);
    return {
      calls: readCalls(first), text: second.output_text, named: second.conversation?.id === id,
      types: items.map((item) => item.type), one: one.id === items[0].id, left: left.data.length - items.length,
      topic: told.metadata.topic, changed: changed.id === id, deleted: deleted.deleted,
      gone: await failure(() => client.conversations.retrieve(id)),
    };
  },

  async tool_stream() {
    const stream = client.responses.stream({
      model, input: 'What is the weather in Lisbon?', tools, tool_choice: 'required',
    });
    const final = await stream.finalResponse();
    return { calls: readCalls(final) };
  },

  async structured() {
    const city = z.object({ name: z.string(), population: z.number().int() });
    const answer = await client.responses.parse({
      model, input: 'Describe Lisbon.', text: { format: zodTextFormat(city, 'city') },
    });
    return { object: answer.output_parsed };
  },

  async image() {
    const answer = await client.responses.create({
      model,
      input: [{
        role: 'user',
        content: [
          { type: 'input_text', text: 'What is in this picture?' },
          { type: 'input_image', image_url: imageUrl, detail: 'auto' },
        ],
      }],
    });
    return { text: answer.output_text, ...usageOf(answer.usage) };
  },

  error: () => failure(() => client.responses.create({ model, input: [{ role: 'king', content: 'Hello.' }] })),

  async cancel() {
    const stream = await client.responses.create({ model, input: 'Count to one hundred.', stream: true });
    let events = 0;
    for await (const event of stream) {
      events += event.type === 'response.output_text.delta' ? 1 : 0;
      if (events >= 2) stream.controller.abort();
    }
    return { events, aborted: stream.controller.signal.aborted };
  },
});
