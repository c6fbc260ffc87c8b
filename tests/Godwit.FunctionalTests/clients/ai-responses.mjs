// The npm `ai` SDK with its OpenAI provider, whose models speak Responses, as an application uses it.
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { imageUrl, run, settings, weatherTool } from './settings.mjs';

const provider = createOpenAI({ baseURL: settings.baseURL, apiKey: settings.apiKey, headers: settings.headers });
const common = { model: provider.responses(settings.model), maxRetries: 0 };
const usageOf = (usage) => ({ inputTokens: usage.inputTokens, outputTokens: usage.outputTokens });
const tools = {
  [weatherTool.name]: tool({
    description: weatherTool.description,
    inputSchema: jsonSchema(weatherTool.parameters),
    execute: async () => ({ celsius: 21 }),
  }),
};
// The first step must call the tool; the second, which names items of the first, answers.
const toolLoop = {
  ...common, tools, prompt: 'What is the weather in Lisbon?', stopWhen: stepCountIs(2),
  prepareStep: ({ stepNumber }) => ({ toolChoice: stepNumber === 0 ? 'required' : 'auto' }),
};
const callsOf = (steps) => steps.flatMap((step) => step.toolCalls)
  .map((call) => ({ name: call.toolName, arguments: call.input }));

await run({
  async plain() {
    const answer = await generateText({ ...common, prompt: 'Say hello in one sentence.' });
    return { text: answer.text, finish: answer.finishReason, ...usageOf(answer.usage) };
  },

  async stream() {
    const result = streamText({ ...common, prompt: 'Count from one to ten.', onError() {} });
    let text = '', chunks = 0;
    for await (const part of result.textStream) {
      chunks++;
      text += part;
    }
    return { text, chunks, finish: await result.finishReason, ...usageOf(await result.usage) };
  },

  async tool_loop() {
    const answer = await generateText(toolLoop);
    return { calls: callsOf(answer.steps), text: answer.text };
  },

  async tool_stream() {
    const result = streamText({ ...toolLoop, onError() {} });
    await result.consumeStream();
    return { calls: callsOf(await result.steps), text: await result.text };
  },

  async structured() {
    const city = z.object({ name: z.string(), population: z.number().int() });
    const answer = await generateText({
      ...common, prompt: 'Describe Lisbon.', output: Output.object({ schema: city }),
    });
    return { object: answer.output };
  },

  async image() {
    const answer = await generateText({
      ...common,
      messages: [{
        role: 'user',
        content: [{ type: 'text', text: 'What is in this picture?' }, { type: 'image', image: imageUrl }],
      }],
    });
    return { text: answer.text, ...usageOf(answer.usage) };
  },
});
