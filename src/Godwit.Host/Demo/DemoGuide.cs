using Godwit.Host.Cli;
using Godwit.Host.Serve;

namespace Godwit.Host.Demo;

/// <summary>What the demo prints for people to try.</summary>
internal static class DemoGuide
{
    private const string American = "128.101.101.101";
    private const string Chinese = "111.13.101.208";
    private const string Hello = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

    /// <summary>Commands that work as they stand.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="started">The demo.</param>
    /// <param name="keys">An API key for each project.</param>
    public static void Write(TextWriter output, Started started, IReadOnlyDictionary<string, string> keys)
    {
        var client = started.Running.Client;
        var key = keys["homework-helper"];
        var data = started.Settings.Data.Path == DataFolder.Demo.Path ? "" : $" --data {started.Settings.Data.Path}";
        var explain = $"{Invocation.Program} territory explain{data} --address {Chinese}";
        var ahead = Instant.Format(DemoFiles.CutOff(DemoStory.Begin(started.Settings.Data, DateTimeOffset.UtcNow)));
        output.WriteLine($"""

            One application, one key, one model name. A caller in the United States is served by openai:

              {Banner.Curl(client, key, "gpt-4o", "Hello", American)}

            A caller in China is not. The policy openai-supported-territories moves the request to alibaba-qwen, and the
            headers of the answer say so:

              {Banner.Curl(client, key, "gpt-4o", "Hello", Chinese)}

            Anthropic speaks another dialect. The same application reaches Claude by its name, in translation, and
            x-godwit-loss says what had to be left out or added on the way:

              {Banner.Curl(client, key, "claude-sonnet-4-5", "Hello", American, ",\"seed\":7,\"presence_penalty\":0.5")}

            Nor does it matter what the application speaks. OpenAI's Responses and Anthropic's Messages reach Gemini, in
            Gemini's own dialect:

              {Post(client, key, "responses", "gemini-2.5-flash", "\"input\":\"Hello\",\"truncation\":\"auto\"")}
              {Post(client, key, "messages", "gemini-2.5-flash", $"\"max_tokens\":200,{Hello}")}

            Responses go as they are to openai, which speaks them itself:

              {Post(client, key, "responses", "gpt-4o", "\"input\":\"Hello\"")}

            It was one second that made the difference:

              {explain} --provider openai --at 2024-07-08T23:59:59Z
              {explain} --provider openai --at 2024-07-09T00:00:00Z

            The next cut-off is at {ahead}, made up for this demo. What it changes for the same caller:

              {explain} --provider google-gemini --at {ahead}

            What happened so far, and what it would have cost by list price:

              {Invocation.Program} usage{data} --by territory,decision,provider
              {Invocation.Program} chat{data} --model assistant "Why is the sky blue?"

            What providers gave, how much is left, and when it ends:

              {Invocation.Program} grants status{data}

            Console: {started.Running.Admin}/
            Every provider here is simulated: nothing leaves this machine, nothing is charged. Ctrl+C ends the demo.
            """);
    }

    private static string Post(string client, string key, string path, string model, string body) =>
        $"curl -i {client}/v1/{path} -H 'Authorization: Bearer {key}' -H 'Content-Type: application/json' "
        + $"-H 'X-Forwarded-For: {American}' -d '{{\"model\":\"{model}\",{body}}}'";
}
