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

// A page that says in itself what is on it.
export const pdf = Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
`).toString('base64');

/** Longer than what providers cache from, and never the same for two models. */
export const longText = (model) => `For ${model}. ${'A godwit flies eleven days without landing. '.repeat(200)}`;

/** Whom no provider may serve. */
export const stranger = { 'X-Forwarded-For': '111.13.101.208' };

/** The models that a script is run with, where it is run with several. */
export const models = settings.model.split(' ');

/** Another route to the same provider as a model `via-…`: `other(model, 'stalling')`. */
export const other = (model, kind) => model.replace(/^via-/, `${kind}-`);

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

/**
 * Runs every scenario with every model in this one process, as starting Node and loading an SDK takes longer than most
 * scenarios, and prints `{ model: { scenario: what it returned } }`. One that throws ends no other. The gateway's
 * headers of its answers stand in `seen`: SDKs show them in different places, or nowhere.
 */
export async function runAll(scenariosOf) {
  const answers = {};
  await Promise.all(models.map(async (model) => {
    let seen;
    const watched = async (...request) => {
      const response = await fetch(...request);
      seen.push(godwitHeaders(response.headers));
      return response;
    };
    answers[model] = {};
    for (const [name, scenario] of Object.entries(scenariosOf(model, watched))) {
      seen = [];
      const answer = await scenario().catch((error) => ({ failed: error.stack ?? JSON.stringify(error) }));
      answers[model][name] = { ...answer, seen };
    }
  }));
  console.log(JSON.stringify(answers));
}
