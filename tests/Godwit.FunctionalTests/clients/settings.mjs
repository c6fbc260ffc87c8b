// What every client script is told, and how it answers: one line of JSON on standard output.
import { readFileSync } from 'node:fs';

export const settings = {
  baseURL: `${process.env.CLIENT_BASE_URL}/v1`,
  apiKey: process.env.CLIENT_API_KEY,
  model: process.env.CLIENT_MODEL,
  // The caller's address as a load balancer in front of the gateway would add it.
  headers: { 'X-Forwarded-For': process.env.CLIENT_FORWARDED_FOR },
};

const image = readFileSync(new URL('./tile.png', import.meta.url));
export const imageUrl = `data:image/png;base64,${image.toString('base64')}`;

export const weatherTool = {
  name: 'get_weather',
  description: 'Current weather in a city',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
};

/** The gateway's own headers of an answer. */
export function godwitHeaders(headers) {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers ?? {});
  return Object.fromEntries(entries.filter(([name]) => name.startsWith('x-godwit-')));
}

/** Runs the scenario named on the command line and prints what it returns. */
export async function run(scenarios) {
  const scenario = scenarios[process.argv[2]];
  if (!scenario) {
    console.error(`Unknown scenario '${process.argv[2]}'; there are: ${Object.keys(scenarios).join(', ')}`);
    process.exit(2);
  }
  console.log(JSON.stringify(await scenario()));
}
