// The npm `ai` SDK with each of its providers that speaks a dialect of ours, as an application uses it.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenResponses } from '@ai-sdk/open-responses';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany, generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import {
  godwitHeaders, imageUrl, longText, models, other, pdf, run, runAll, settings, stranger, weatherTool,
} from './settings.mjs';

// It would warn of route names that are not a provider's models, on standard output.
globalThis.AI_SDK_LOG_WARNINGS = false;

const compatible = (options) => createOpenAICompatible({
  name: 'godwit', includeUsage: process.argv[2] !== 'chat_stream', supportsStructuredOutputs: true, ...options,
});
// How each provider makes a model, asks for thoughts and for schemas as its API has them.
const providers = {
  'openai-compatible': { model: compatible, options: { godwit: { reasoningEffort: 'medium' } } },
  openai: {
    model: (options) => createOpenAI(options).responses,
    options: { openai: { reasoningEffort: 'medium', reasoningSummary: 'auto' } },
    // Items that a provider keeps stay with it.
    movable: { openai: { reasoningEffort: 'medium', reasoningSummary: 'auto', store: false } },
  },
  'open-responses': {
    model: (options) => createOpenResponses({ name: 'godwit', ...options, url: `${options.baseURL}/responses` }),
    options: { godwit: { reasoningEffort: 'medium', reasoningSummary: 'auto' } },
  },
  anthropic: {
    model: createAnthropic,
    options: { anthropic: { thinking: { type: 'enabled', budgetTokens: 2048 } } },
    native: { anthropic: { structuredOutputMode: 'outputFormat' } },
  },
  google: {
    model: (options) => createGoogleGenerativeAI({ ...options, baseURL: options.baseURL.replace(/v1$/, 'v1beta') }),
    options: { google: { thinkingConfig: { thinkingBudget: 2048, includeThoughts: true } } },
  },
};
const sdk = providers[process.env.CLIENT_SDK || 'openai-compatible'];

const tools = {
  [weatherTool.name]: tool({
    description: weatherTool.description,
    inputSchema: jsonSchema(weatherTool.parameters),
    execute: async () => ({ celsius: 21 }),
  }),
};
const city = z.object({ name: z.string(), population: z.number().int() });
const usageOf = (usage) => ({
  inputTokens: usage.inputTokens, outputTokens: usage.outputTokens, cached: usage.inputTokenDetails?.cacheReadTokens,
});
const callsOf = (steps) => steps.flatMap((step) => step.toolCalls)
  .map((call) => ({ id: call.toolCallId, name: call.toolName, arguments: call.input }));
const finishOf = (reason) => reason.replace('tool-calls', 'tool_calls');
const thoughtsOf = (steps) => steps.map((step) => step.reasoningText ?? '').join('');
const show = (text, part) => [{ role: 'user', content: [{ type: 'text', text }, part] }];

function scenariosOf(model, fetch) {
  const connect = (name, options) => ({
    model: sdk.model({
      baseURL: settings.baseURL, apiKey: settings.apiKey, headers: settings.headers, fetch, ...options,
    })(name),
    maxRetries: 0,
  });
  const common = connect(model);
  // The first step must call the tool; the second answers.
  const toolLoop = (prompt) => ({
    ...common, tools, prompt, stopWhen: stepCountIs(2),
    prepareStep: ({ stepNumber }) => ({ toolChoice: stepNumber === 0 ? 'required' : 'auto' }),
  });
  const looped = async ({ steps, text }) => ({
    finish: finishOf((await steps)[0].finishReason), calls: callsOf(await steps), text: await text,
  });
  // A piece that the SDK can't take is told beside the others, which go on.
  async function streamed(options, pieces = 'textStream') {
    let chunks = 0, text = '', failure;
    const result = streamText({ ...common, onError: ({ error }) => { failure = error; }, ...options });
    for await (const piece of result[pieces]) {
      chunks++;
      text += piece;
    }
    if (failure) throw failure;
    return { result, chunks, text };
  }
  async function failure(options) {
    try {
      await generateText({ ...common, prompt: 'Hello.', ...options });
      return { status: 200 };
    } catch (error) {
      const { name, message, statusCode: status } = error;
      const told = (error.data ?? JSON.parse(error.responseBody)).error;
      return { ...told, word: told.status, name, message, status, headers: godwitHeaders(error.responseHeaders) };
    }
  }

  return {
    async chat() {
      const answer = await generateText({ ...common, system: 'Be brief.', prompt: 'Say hello in one sentence.' });
      return {
        text: answer.text, finish: answer.finishReason, ...usageOf(answer.usage),
        headers: godwitHeaders(answer.response.headers),
      };
    },

    async chat_stream() {
      const { result, chunks, text } = await streamed({ prompt: 'Count from one to ten.' });
      const { headers } = await result.response;
      return {
        text, chunks, finish: await result.finishReason, ...usageOf(await result.usage),
        headers: godwitHeaders(headers),
      };
    },

    tool_loop: async () => looped(await generateText(toolLoop('What is the weather in Lisbon?'))),

    async tool_stream() {
      const { result } = await streamed(toolLoop('What is the weather in Lisbon?'));
      return looped(result);
    },

    async parallel_tools() {
      const { result } = await streamed(toolLoop('What is the weather in Lisbon and Porto?'));
      return looped(result);
    },

    async structured_output() {
      const answer = await generateText({
        ...common, prompt: 'Describe Lisbon.', output: Output.object({ schema: city }),
      });
      return { object: answer.output };
    },

    async structured_stream() {
      const { result, chunks } = await streamed({
        prompt: 'Describe Lisbon.', output: Output.object({ schema: city }), providerOptions: sdk.native,
      }, 'partialOutputStream');
      return { chunks, object: await result.output };
    },

    async vision() {
      const answer = await generateText({
        ...common, messages: show('What is in this picture?', { type: 'image', image: imageUrl }),
      });
      return { text: answer.text, ...usageOf(answer.usage) };
    },

    async document() {
      const answer = await generateText({
        ...common,
        messages: show('What is in this file?', {
          type: 'file', data: pdf, mediaType: 'application/pdf', filename: 'tile.pdf',
        }),
      });
      return { text: answer.text };
    },

    // Thoughts go back with the call they led to and with what follows, as the SDK keeps them.
    async reasoning() {
      const thinking = { ...connect(other(model, 'gpt-5')), tools, providerOptions: sdk.options };
      const question = { role: 'user', content: 'What is the weather in Lisbon?' };
      const { result } = await streamed({ ...thinking, messages: [question], stopWhen: stepCountIs(2) });
      const steps = await result.steps;
      const next = await generateText({
        ...thinking, toolChoice: 'none',
        messages: [question, ...(await result.response).messages, { role: 'user', content: 'Thank you.' }],
      });
      return {
        thoughts: thoughtsOf(steps), calls: callsOf(steps), text: await result.text, next: next.text,
        nextThoughts: thoughtsOf(next.steps),
      };
    },

    // What one provider thought and did is taken to each of the others, and to itself.
    async moved() {
      const providerOptions = sdk.movable ?? sdk.options;
      const ask = (name, messages, options) => generateText({
        ...connect(other(name, 'gpt-5')), tools, providerOptions, messages, ...options,
      });
      const question = { role: 'user', content: 'What is the weather in Lisbon?' };
      const { response } = await ask(model, [question], { stopWhen: stepCountIs(2) });
      const said = [question, ...response.messages, { role: 'user', content: 'Thank you.' }];
      const texts = [];
      for (const name of models) texts.push((await ask(name, said, { toolChoice: 'none' })).text);
      return { texts };
    },

    // The same long beginning twice: the second time it is read from the provider's cache.
    async cached() {
      const system = {
        role: 'system', content: longText(model),
        providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } },
      };
      const ask = () => generateText({
        ...common, allowSystemInMessages: true, messages: [system, { role: 'user', content: 'Say hello.' }],
      });
      const first = await ask();
      const second = await ask();
      return { first: usageOf(first.usage), ...usageOf(second.usage) };
    },

    error: () => failure({}),
    unauthorized: () => failure(connect(model, { apiKey: 'gw-not-a-key' })),
    forbidden: () => failure(connect(model, { headers: stranger })),
    overflow: () => failure(connect(other(model, 'small'))),

    async broken() {
      try {
        const { result } = await streamed({ ...connect(other(model, 'breaking')), prompt: 'Count from one to ten.' });
        return { finish: await result.finishReason };
      } catch (error) {
        return { finish: 'threw', message: error.message };
      }
    },

    async cancel() {
      const abort = new AbortController();
      const mark = crypto.randomUUID();
      const { result, chunks } = await streamed({
        ...connect(other(model, 'stalling')), prompt: `Count to one hundred. ${mark}`, abortSignal: abort.signal,
        onChunk: ({ chunk }) => {
          if (chunk.type === 'text-delta') abort.abort();
        },
      });
      await result.finishReason.catch(() => {});
      return { mark, chunks, aborted: abort.signal.aborted };
    },
  };
}

async function embeddings() {
  const answer = await embedMany({
    model: compatible({ baseURL: settings.baseURL, apiKey: settings.apiKey, headers: settings.headers })
      .embeddingModel(settings.model),
    values: ['godwit', 'curlew'], maxRetries: 0,
  });
  return {
    count: answer.embeddings.length, dimensions: answer.embeddings[0].length, inputTokens: answer.usage.tokens,
  };
}

if (process.argv[2] === 'all') await runAll(scenariosOf);
else {
  const scenarios = scenariosOf(settings.model);
  await run({ ...scenarios, chat_stream_usage: scenarios.chat_stream, embeddings });
}
