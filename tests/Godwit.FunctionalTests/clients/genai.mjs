// The npm `@google/genai` SDK, as an application uses it.
import { FunctionCallingConfigMode, GoogleGenAI } from '@google/genai';
import { readFileSync } from 'node:fs';
import { run, settings, weatherTool } from './settings.mjs';

const { model } = settings;
const ai = new GoogleGenAI({
  apiKey: settings.apiKey,
  vertexai: false,
  httpOptions: { baseUrl: process.env.CLIENT_BASE_URL, headers: settings.headers },
});
const tools = [{
  functionDeclarations: [{
    name: weatherTool.name, description: weatherTool.description, parametersJsonSchema: weatherTool.parameters,
  }],
}];
const mustCall = { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } };

const usageOf = (usage) => ({
  inputTokens: usage?.promptTokenCount, outputTokens: usage?.candidatesTokenCount, totalTokens: usage?.totalTokenCount,
});
const callsOf = (answer) => (answer.functionCalls ?? []).map(({ name, args }) => ({ name, arguments: args }));
const resultsOf = (answer) => answer.functionCalls.map(({ id, name }) => (
  { functionResponse: { id, name, response: { celsius: 21 } } }));
const loss = (answer) => answer.sdkHttpResponse?.headers?.['x-godwit-loss'];
const partsOf = (answer) => answer.candidates?.[0]?.content?.parts ?? [];

async function failure(call) {
  try {
    await call();
    return { status: 200 };
  } catch (error) {
    return { status: error.status, name: error.name, error: JSON.parse(error.message).error };
  }
}

/** Asks, answers the calls, and asks again with what the model said, as an application does by hand. */
async function toolLoop(question, config) {
  const contents = [{ role: 'user', parts: [{ text: question }] }];
  const first = await ai.models.generateContent({
    model, contents, config: { ...config, tools, toolConfig: mustCall },
  });
  const second = await ai.models.generateContent({
    model,
    contents: [...contents, first.candidates[0].content, { role: 'user', parts: resultsOf(first) }],
    config: { ...config, tools },
  });
  return { first, second };
}

await run({
  async chat() {
    const answer = await ai.models.generateContent({
      model, contents: 'Say hello in one sentence.', config: { systemInstruction: 'Be brief.', maxOutputTokens: 1000 },
    });
    return {
      text: answer.text, finish: answer.candidates[0].finishReason, modelVersion: answer.modelVersion,
      responseId: answer.responseId, loss: loss(answer), ...usageOf(answer.usageMetadata),
    };
  },

  async chat_stream() {
    const seen = { text: '', chunks: 0, finish: null, ids: new Set() };
    let usage;
    for await (const chunk of await ai.models.generateContentStream({ model, contents: 'Count from one to ten.' })) {
      seen.chunks++;
      seen.ids.add(chunk.responseId);
      seen.text += chunk.text ?? '';
      seen.finish = chunk.candidates?.[0]?.finishReason ?? seen.finish;
      usage = chunk.usageMetadata ?? usage;
    }
    return { ...seen, ids: seen.ids.size, ...usageOf(usage) };
  },

  // The SDK keeps the history, every streamed piece as a turn of its own, and only of answers it takes for valid.
  async chat_session() {
    const chat = ai.chats.create({ model });
    for (const message of ['My name is Ada.', 'What is the weather like?']) {
      for await (const chunk of await chat.sendMessageStream({ message })) void chunk;
    }
    const curated = chat.getHistory(true);
    const last = await chat.sendMessage({ message: 'Say goodbye.' });
    return { turns: curated.filter((turn) => turn.role === 'user').length, text: last.text };
  },

  async tool_loop() {
    const { first, second } = await toolLoop('What is the weather in Lisbon?');
    return { finish: first.candidates[0].finishReason, calls: callsOf(first), text: second.text };
  },

  async parallel_tools() {
    const { first, second } = await toolLoop('What is the weather in Lisbon and Porto?');
    return { calls: callsOf(first), ids: new Set(first.functionCalls.map((call) => call.id)).size, text: second.text };
  },

  async tool_stream() {
    const calls = [];
    for await (const chunk of await ai.models.generateContentStream({
      model, contents: 'What is the weather in Lisbon?', config: { tools, toolConfig: mustCall },
    })) calls.push(...callsOf(chunk));
    return { calls };
  },

  async thoughts() {
    const { first, second } = await toolLoop(
      'What is the weather in Lisbon?', { thinkingConfig: { thinkingBudget: 2048, includeThoughts: true } });
    return {
      thoughts: partsOf(first).filter((part) => part.thought).map((part) => part.text).join(''),
      signatures: partsOf(first).filter((part) => part.thoughtSignature).length,
      calls: callsOf(first), text: second.text,
      thoughtsTokens: first.usageMetadata?.thoughtsTokenCount ?? null,
    };
  },

  async structured_output() {
    const answer = await ai.models.generateContent({
      model,
      contents: 'Describe Lisbon.',
      config: {
        responseMimeType: 'application/json',
        responseJsonSchema: {
          type: 'object',
          properties: { name: { type: 'string' }, population: { type: 'integer' } },
          required: ['name', 'population'],
          additionalProperties: false,
        },
      },
    });
    return { object: JSON.parse(answer.text) };
  },

  async vision() {
    const data = readFileSync(new URL('./tile.png', import.meta.url)).toString('base64');
    const answer = await ai.models.generateContent({
      model,
      contents: [{
        role: 'user',
        parts: [{ text: 'What is in this picture?' }, { inlineData: { mimeType: 'image/png', data } }],
      }],
    });
    return { text: answer.text, ...usageOf(answer.usageMetadata) };
  },

  async count_tokens() {
    return ai.models.countTokens({ model, contents: 'How many tokens is this?' });
  },

  async embeddings() {
    const { embeddings } = await ai.models.embedContent({
      model, contents: ['godwit', 'curlew'], config: { outputDimensionality: 8 },
    });
    return { count: embeddings.length, dimensions: embeddings[0].values.length };
  },

  async models() {
    const models = [];
    for await (const entry of await ai.models.list()) models.push(entry);
    return { models };
  },

  model: () => ai.models.get({ model }),

  error: () => failure(() => ai.models.generateContent({ model, contents: 'Hello.' })),

  error_stream: () => failure(async () => {
    for await (const chunk of await ai.models.generateContentStream({ model, contents: 'Hello.' })) void chunk;
  }),

  async cancel() {
    const control = new AbortController();
    let chunks = 0;
    try {
      for await (const chunk of await ai.models.generateContentStream({
        model, contents: 'Count to one hundred.', config: { abortSignal: control.signal },
      })) {
        chunks += chunk.candidates?.length ?? 0;
        if (chunks >= 2) control.abort();
      }
    } catch (error) {
      return { chunks, aborted: control.signal.aborted, name: error.name };
    }
    return { chunks, aborted: false };
  },
});
