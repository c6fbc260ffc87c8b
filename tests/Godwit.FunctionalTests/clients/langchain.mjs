// LangChain.js with `ChatOpenAI`, over chat completions and over Responses, as an application uses it.
import { HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';
import { imageUrl, longText, models, other, pdf, runAll, settings, stranger, weatherTool } from './settings.mjs';

const useResponsesApi = process.env.CLIENT_SDK === 'responses';
const tools = [{ type: 'function', function: weatherTool }];
const city = z.object({ name: z.string(), population: z.number().int() });
const usageOf = ({ usage_metadata: usage }) => ({
  inputTokens: usage?.input_tokens, outputTokens: usage?.output_tokens, cached: usage?.input_token_details?.cache_read,
});
const finishOf = ({ response_metadata: { finish_reason, status } }) => finish_reason ?? (
  status === 'completed' ? 'stop' : status);
const callsOf = (message) => message.tool_calls.map(({ id, name, args }) => ({ id, name, arguments: args }));
const resultsOf = (message) => message.tool_calls.map((call) => (
  new ToolMessage({ tool_call_id: call.id, content: '{"celsius":21}' })));
const thoughtsOf = (message) => message.contentBlocks.filter((block) => block.type === 'reasoning')
  .map((block) => block.reasoning).join('');
const show = (text, part) => [new HumanMessage({ content: [{ type: 'text', text }, part] })];

async function collect(stream) {
  let whole, chunks = 0;
  for await (const chunk of await stream) {
    chunks += chunk.text ? 1 : 0;
    whole = whole?.concat(chunk) ?? chunk;
  }
  return { whole, chunks };
}

function scenariosOf(model, fetch) {
  const connect = (name, { apiKey = settings.apiKey, headers = settings.headers, ...options } = {}) => new ChatOpenAI({
    model: name, apiKey, useResponsesApi, maxRetries: 0,
    configuration: { baseURL: settings.baseURL, defaultHeaders: headers, fetch }, ...options,
  });
  const llm = connect(model);
  const must = llm.bindTools(tools, { tool_choice: 'required' });

  /** Asks with the one, answers the calls, and asks the other again with what was said, as an agent does. */
  async function loop(question, first, then) {
    const messages = [new HumanMessage(question)];
    const message = await first(messages);
    messages.push(message, ...resultsOf(message));
    const last = await then.invoke(messages);
    return { message, last, messages, calls: callsOf(message), text: last.text };
  }
  // With a summary asked for, LangChain would choose Responses by itself.
  const reasoning = { effort: 'medium', ...useResponsesApi && { summary: 'auto' } };
  const thinker = (name) => connect(other(name, 'gpt-5'), { reasoning });
  async function thought() {
    const calling = thinker(model).bindTools(tools);
    const { messages, last, ...seen } = await loop(
      'What is the weather in Lisbon?', async (asked) => (await collect(calling.stream(asked))).whole, calling);
    return { ...seen, said: [...messages, last, new HumanMessage('Thank you.')] };
  }
  async function toolLoop(question, first) {
    const { calls, text } = await loop(question, first, llm.bindTools(tools));
    return { calls, text };
  }
  const streamedCall = async (messages) => (await collect(must.stream(messages))).whole;

  async function failure(asked) {
    try {
      await asked.invoke('Hello.');
      return { status: 200 };
    } catch (error) {
      const { name, message, status, code, lc_error_code: lcCode } = error;
      return { name, message, status, code, lcCode };
    }
  }

  return {
    async chat() {
      const message = await llm.invoke([
        new SystemMessage('Be brief.'), new HumanMessage('Say hello in one sentence.')]);
      return { text: message.text, finish: finishOf(message), ...usageOf(message) };
    },

    async chat_stream() {
      const { whole, chunks } = await collect(llm.stream('Count from one to ten.'));
      return { text: whole.text, chunks, finish: finishOf(whole), ...usageOf(whole) };
    },

    tool_loop: () => toolLoop('What is the weather in Lisbon?', (messages) => must.invoke(messages)),
    tool_stream: () => toolLoop('What is the weather in Lisbon?', streamedCall),
    parallel_tools: () => toolLoop('What is the weather in Lisbon and Porto?', streamedCall),

    structured_output: async () => ({ object: await llm.withStructuredOutput(city).invoke('Describe Lisbon.') }),

    async structured_stream() {
      // LangChain can't parse streamed calls of Responses, whoever answers.
      const asked = llm.withStructuredOutput(city, { method: useResponsesApi ? 'jsonSchema' : 'functionCalling' });
      let chunks = 0, object;
      for await (const part of await asked.stream('Describe Lisbon.')) {
        chunks++;
        object = part;
      }
      return { chunks, object };
    },

    async vision() {
      const message = await llm.invoke(show('What is in this picture?', {
        type: 'image_url', image_url: { url: imageUrl } }));
      return { text: message.text, ...usageOf(message) };
    },

    async document() {
      const message = await llm.invoke(show('What is in this file?', {
        type: 'file', source_type: 'base64', mime_type: 'application/pdf', data: pdf,
        metadata: { filename: 'tile.pdf' },
      }));
      return { text: message.text };
    },

    // Thoughts go back with the call they led to and with what follows, as LangChain keeps them.
    async reasoning() {
      const { message, calls, text, said } = await thought();
      const next = await thinker(model).invoke(said);
      return { thoughts: thoughtsOf(message), calls, text, next: next.text };
    },

    // What one provider thought and did is taken to each of the others, and to itself.
    async moved() {
      const { said } = await thought();
      const texts = [];
      for (const name of models) texts.push((await thinker(name).invoke(said)).text);
      return { texts };
    },

    // The same long beginning twice: the second time it is read from the provider's cache.
    async cached() {
      const messages = [new SystemMessage(longText(model)), new HumanMessage('Say hello.')];
      const first = await llm.invoke(messages);
      const second = await llm.invoke(messages);
      return { first: usageOf(first), ...usageOf(second) };
    },

    unauthorized: () => failure(connect(model, { apiKey: 'gw-not-a-key' })),
    forbidden: () => failure(connect(model, { headers: stranger })),
    overflow: () => failure(connect(other(model, 'small'))),

    async broken() {
      try {
        const { whole } = await collect(connect(other(model, 'breaking')).stream('Count from one to ten.'));
        return { finish: finishOf(whole) };
      } catch (error) {
        return { finish: 'threw', message: error.message };
      }
    },

    async cancel() {
      const abort = new AbortController();
      const mark = crypto.randomUUID();
      let chunks = 0;
      try {
        for await (const chunk of await connect(other(model, 'stalling')).stream(
          `Count to one hundred. ${mark}`, { signal: abort.signal })) {
          chunks += chunk.text ? 1 : 0;
          if (chunk.text) abort.abort();
        }
      } catch (error) {
        return { mark, chunks, aborted: abort.signal.aborted, name: error.name };
      }
      return { mark, chunks, aborted: abort.signal.aborted };
    },
  };
}

await runAll(scenariosOf);
