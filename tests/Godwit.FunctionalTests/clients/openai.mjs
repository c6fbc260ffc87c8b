// The npm `openai` SDK, as an application uses it.
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { godwitHeaders, imageUrl, run, settings, weatherTool } from './settings.mjs';

const { model } = settings;
const client = new OpenAI({
  baseURL: settings.baseURL,
  apiKey: settings.apiKey,
  defaultHeaders: settings.headers,
  maxRetries: 0,
});
const ask = (content) => [{ role: 'user', content }];
const tools = [{ type: 'function', function: weatherTool }];

async function failure(call) {
  try {
    await call();
    return { status: 200 };
  } catch (error) {
    const { status, code, type, message, param, headers } = error;
    return { status, code, type, message, param, headers: godwitHeaders(headers) };
  }
}

async function collect(stream) {
  const seen = { text: '', chunks: 0, finish: null, usage: null, ids: new Set() };
  for await (const chunk of stream) {
    seen.chunks++;
    seen.ids.add(chunk.id);
    seen.text += chunk.choices[0]?.delta?.content ?? '';
    seen.finish = chunk.choices[0]?.finish_reason ?? seen.finish;
    seen.usage = chunk.usage ?? seen.usage;
  }
  return { ...seen, ids: seen.ids.size };
}

const usageOf = (usage) => ({ inputTokens: usage?.prompt_tokens, outputTokens: usage?.completion_tokens });

await run({
  async chat() {
    const { data, response } = await client.chat.completions
      .create({ model, messages: ask('Say hello in one sentence.') }).withResponse();
    const choice = data.choices[0];
    return {
      text: choice.message.content, finish: choice.finish_reason, ...usageOf(data.usage),
      headers: godwitHeaders(response.headers),
    };
  },

  async chat_stream() {
    const { data, response } = await client.chat.completions
      .create({ model, messages: ask('Count from one to ten.'), stream: true }).withResponse();
    return { ...await collect(data), headers: godwitHeaders(response.headers) };
  },

  async chat_stream_usage() {
    const seen = await collect(await client.chat.completions.create({
      model, messages: ask('Count from one to ten.'), stream: true, stream_options: { include_usage: true },
    }));
    return { ...seen, ...usageOf(seen.usage) };
  },

  async tool_loop() {
    const messages = ask('What is the weather in Lisbon?');
    const first = await client.chat.completions.create({ model, messages, tools, tool_choice: 'required' });
    const message = first.choices[0].message;
    const answers = message.tool_calls.map((call) => (
      { role: 'tool', tool_call_id: call.id, content: '{"celsius":21}' }));
    const second = await client.chat.completions.create({ model, messages: [...messages, message, ...answers], tools });
    return {
      finish: first.choices[0].finish_reason,
      calls: message.tool_calls.map((call) => ({
        name: call.function.name, arguments: JSON.parse(call.function.arguments),
      })),
      text: second.choices[0].message.content,
    };
  },

  async tool_stream() {
    const stream = client.chat.completions.stream({
      model, messages: ask('What is the weather in Lisbon?'), tools, tool_choice: 'required',
    });
    const { choices: [choice] } = await stream.finalChatCompletion();
    return {
      finish: choice.finish_reason,
      calls: choice.message.tool_calls.map((call) => ({
        name: call.function.name, arguments: JSON.parse(call.function.arguments),
      })),
    };
  },

  async structured_output() {
    const city = z.object({ name: z.string(), population: z.number().int() });
    const answer = await client.chat.completions.parse({
      model, messages: ask('Describe Lisbon.'), response_format: zodResponseFormat(city, 'city'),
    });
    return { object: answer.choices[0].message.parsed };
  },

  async vision() {
    const answer = await client.chat.completions.create({
      model,
      messages: ask([
        { type: 'text', text: 'What is in this picture?' },
        { type: 'image_url', image_url: { url: imageUrl } },
      ]),
    });
    return { text: answer.choices[0].message.content, ...usageOf(answer.usage) };
  },

  async embeddings() {
    const answer = await client.embeddings.create({ model, input: ['godwit', 'curlew'] });
    return {
      count: answer.data.length, dimensions: answer.data[0].embedding.length,
      inputTokens: answer.usage.prompt_tokens,
    };
  },

  async models() {
    const models = [];
    for await (const entry of client.models.list()) models.push(entry);
    return { models };
  },

  model: async () => client.models.retrieve(model),

  error: () => failure(() => client.chat.completions.create({ model, messages: ask('Hello.') })),

  async cancel() {
    const stream = await client.chat.completions.create({
      model, messages: ask('Count to one hundred.'), stream: true,
    });
    let chunks = 0;
    for await (const chunk of stream) {
      chunks += chunk.choices.length;
      if (chunks >= 2) stream.controller.abort();
    }
    return { chunks, aborted: stream.controller.signal.aborted };
  },
});
