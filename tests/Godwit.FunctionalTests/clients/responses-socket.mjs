// The npm `openai` SDK's Responses over a WebSocket, as an application uses them.
import OpenAI from 'openai';
import { ResponsesWS } from 'openai/resources/responses/ws';
import { run, settings, weatherTool } from './settings.mjs';

const { model } = settings;
const client = new OpenAI({ baseURL: settings.baseURL, apiKey: settings.apiKey });
const tools = [{ type: 'function', strict: true, ...weatherTool }];
const ends = ['response.completed', 'response.incomplete', 'response.failed', 'error'];

/** Opens a connection on which turns can be asked for one after another. */
async function open() {
  const socket = new ResponsesWS(client, { headers: settings.headers });
  let listener = () => {};
  socket.on('event', (event) => listener(event));
  socket.on('error', () => {});
  await new Promise((resolve, reject) => {
    socket.socket.on('open', resolve);
    socket.socket.on('error', reject);
  });
  const turn = (request) => new Promise((resolve) => {
    const events = [];
    listener = (event) => {
      events.push(event);
      if (ends.includes(event.type)) resolve({ events, last: event, response: event.response });
    };
    socket.send({ type: 'response.create', model, ...request });
  });
  const close = () => new Promise((resolve) => {
    socket.socket.on('close', (code) => resolve(code));
    socket.close();
  });
  return { turn, close };
}

const textOf = (response) => response.output.flatMap((item) => item.content ?? [])
  .map((part) => part.text ?? '').join('');

await run({
  async turns() {
    const { turn, close } = await open();
    const first = await turn({ input: 'Count from one to ten.' });
    const second = await turn({ input: 'Say hello.', previous_response_id: first.response.id });
    const deltas = first.events.filter((event) => event.type === 'response.output_text.delta')
      .map((event) => event.delta).join('');
    return {
      text: textOf(first.response), same: deltas === textOf(first.response),
      inOrder: first.events.every((event, i) => event.sequence_number === i),
      previous: second.response.previous_response_id === first.response.id,
      inputTokens: first.response.usage.input_tokens, outputTokens: first.response.usage.output_tokens,
      laterInputTokens: second.response.usage.input_tokens, closed: await close(),
    };
  },

  // As coding agents do: nothing is kept anywhere, and each turn sends only what is new.
  async tool_loop() {
    const { turn, close } = await open();
    const warm = await turn({ store: false, tools, generate: false, input: [] });
    const first = await turn({
      store: false, tools, tool_choice: 'required', previous_response_id: warm.response.id,
      input: [{ role: 'user', content: 'What is the weather in Lisbon?' }],
    });
    const calls = first.response.output.filter((item) => item.type === 'function_call');
    const second = await turn({
      store: false, tools, previous_response_id: first.response.id,
      input: calls.map((call) => ({ type: 'function_call_output', call_id: call.call_id, output: '{"celsius":21}' })),
    });
    await close();
    return {
      warm: warm.response.output.length, text: textOf(second.response),
      calls: calls.map((call) => ({ name: call.name, arguments: JSON.parse(call.arguments) })),
    };
  },

  async error() {
    const { turn, close } = await open();
    const wrong = await turn({ input: [{ role: 'king', content: 'Hello.' }] });
    const right = await turn({ input: 'Hello.' });
    await close();
    const { status, error } = wrong.last;
    return { status, type: error.type, code: error.code, message: error.message, then: right.last.type };
  },
});
