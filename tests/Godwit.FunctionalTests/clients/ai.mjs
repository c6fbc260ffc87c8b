// The npm `ai` SDK with its OpenAI-compatible provider, as an application uses it.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany, generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { godwitHeaders, imageUrl, run, settings, weatherTool } from './settings.mjs';

const provider = createOpenAICompatible({
  name: 'godwit',
  baseURL: settings.baseURL,
  apiKey: settings.apiKey,
  headers: settings.headers,
  includeUsage: process.argv[2] === 'chat_stream_usage',
  supportsStructuredOutputs: true,
});
const common = { model: provider(settings.model), maxRetries: 0 };
const usageOf = (usage) => ({ inputTokens: usage.inputTokens, outputTokens: usage.outputTokens });

const tools = {
  [weatherTool.name]: tool({
    description: weatherTool.description,
    inputSchema: jsonSchema(weatherTool.parameters),
    execute: async () => ({ celsius: 21 }),
  }),
};
// The first step must call the tool; the second answers.
const toolLoop = {
  ...common, tools, prompt: 'What is the weather in Lisbon?', stopWhen: stepCountIs(2),
  prepareStep: ({ stepNumber }) => ({ toolChoice: stepNumber === 0 ? 'required' : 'auto' }),
};
const callsOf = (steps) => steps.flatMap((step) => step.toolCalls)
  .map((call) => ({ name: call.toolName, arguments: call.input }));
const finishOf = (reason) => reason.replace('tool-calls', 'tool_calls');

async function streamed(options) {
  const result = streamText({ ...common, onError() {}, ...options });
  let chunks = 0, text = '';
  for await (const part of result.textStream) {
    chunks++;
    text += part;
  }
  return { result, chunks, text };
}

await run({
  async chat() {
    const answer = await generateText({ ...common, prompt: 'Say hello in one sentence.' });
    return {
      text: answer.text, finish: answer.finishReason, ...usageOf(answer.usage),
      headers: godwitHeaders(answer.response.headers),
    };
  },

  async chat_stream() {
    const { result, chunks, text } = await streamed({ prompt: 'Count from one to ten.' });
    const { headers } = await result.response;
    return { text, chunks, finish: await result.finishReason, headers: godwitHeaders(headers) };
  },

  async chat_stream_usage() {
    const { result, chunks, text } = await streamed({ prompt: 'Count from one to ten.' });
    return { text, chunks, finish: await result.finishReason, ...usageOf(await result.usage) };
  },

  async tool_loop() {
    const answer = await generateText(toolLoop);
    return { finish: finishOf(answer.steps[0].finishReason), calls: callsOf(answer.steps), text: answer.text };
  },

  async tool_stream() {
    const { result } = await streamed(toolLoop);
    const steps = await result.steps;
    return { finish: finishOf(steps[0].finishReason), calls: callsOf(steps) };
  },

  async structured_output() {
    const city = z.object({ name: z.string(), population: z.number().int() });
    const answer = await generateText({
      ...common, prompt: 'Describe Lisbon.', output: Output.object({ schema: city }),
    });
    return { object: answer.output };
  },

  async vision() {
    const answer = await generateText({
      ...common,
      messages: [{
        role: 'user',
        content: [{ type: 'text', text: 'What is in this picture?' }, { type: 'image', image: imageUrl }],
      }],
    });
    return { text: answer.text, ...usageOf(answer.usage) };
  },

  async embeddings() {
    const answer = await embedMany({
      model: provider.embeddingModel(settings.model), values: ['godwit', 'curlew'], maxRetries: 0,
    });
    return {
      count: answer.embeddings.length, dimensions: answer.embeddings[0].length,
      inputTokens: answer.usage.tokens,
    };
  },

  async error() {
    try {
      await generateText({ ...common, prompt: 'Hello.' });
      return { status: 200 };
    } catch (error) {
      const body = JSON.parse(error.responseBody);
      return { status: error.statusCode, ...body.error, headers: godwitHeaders(error.responseHeaders) };
    }
  },

  async cancel() {
    const abort = new AbortController();
    const result = streamText({ ...common, prompt: 'Count to one hundred.', abortSignal: abort.signal, onError() {} });
    let chunks = 0;
    for await (const part of result.textStream) {
      chunks += part.length > 0 ? 1 : 0;
      if (chunks >= 2) abort.abort();
    }
    return { chunks, aborted: abort.signal.aborted };
  },
});
