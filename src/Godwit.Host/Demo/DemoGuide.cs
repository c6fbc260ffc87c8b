using Godwit.Host.Cli;
using Godwit.Host.Serve;

namespace Godwit.Host.Demo;

/// <summary>What the demo prints for people to try.</summary>
internal static class DemoGuide
{
    private const string American = "128.101.101.101";
    private const string Chinese = "111.13.101.208";

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

            It was one second that made the difference:

              {explain} --provider openai --at 2024-07-08T23:59:59Z
              {explain} --provider openai --at 2024-07-09T00:00:00Z

            The next cut-off is at {ahead}, made up for this demo. What it changes for the same caller:

              {explain} --provider google-gemini --at {ahead}

            What happened so far, and what it would have cost by list price:

              {Invocation.Program} usage{data} --by territory,decision,provider
              {Invocation.Program} chat{data} --model assistant "Why is the sky blue?"

            Console: {started.Running.Admin}/
            Every provider here is simulated: nothing leaves this machine, nothing is charged. Ctrl+C ends the demo.
            """);
    }
}
