// An application that goes on asking across a cut-off, and tells who answered before and after it.
import { setTimeout } from 'node:timers/promises';
import OpenAI from 'openai';
import { godwitHeaders, run, settings } from './settings.mjs';

const client = new OpenAI({
  baseURL: settings.baseURL,
  apiKey: settings.apiKey,
  defaultHeaders: settings.headers,
  maxRetries: 0,
});
// As often as a busy application would, and no busier: the machine is shared with what is tested.
const pauseMs = 20;
// Enough answers after the change to see that it lasts, and an end if it never comes.
const answersAfter = 5;
const limitMs = 60_000;

async function askOnce(log, stream) {
  const sent = Date.now();
  try {
    const { data, response } = await client.chat.completions.create({
      model: settings.model, messages: [{ role: 'user', content: 'Are you there?' }], stream,
    }).withResponse();
    let text = '';
    if (stream) for await (const chunk of data) text += chunk.choices[0]?.delta?.content ?? '';
    else text = data.choices[0].message.content;
    const headers = godwitHeaders(response.headers);
    log.push({
      sent, text, stream, provider: headers['x-godwit-provider'], decision: headers['x-godwit-decision'],
    });
  } catch (error) {
    log.push({ sent, error: `${error.status} ${error.message}` });
  }
}

await run({
  async until_moved() {
    const log = [];
    const started = Date.now();
    const moved = () => log.filter((entry) => entry.decision === 'rerouted').length;
    while (moved() < answersAfter && Date.now() - started < limitMs) {
      await askOnce(log, log.length % 2 === 1);
      await setTimeout(pauseMs);
    }
    return { log };
  },
});
